"""What can be done with sessions: one verb a function, each in its own transaction.

`placing` puts a session somewhere and takes it away; `presence` is the day itself; `programme` is what a
session is about; `semesters`, `rooms`, `seminars` and `tutors_meetings` keep the calendar around it.
"""
