"""Wishes: what tutors and interns say of a semester before it is planned.

`half_days` names the halves of a day and what is stored for them, `painting` lays the candidate days out on
a page, `reading` knows who was asked and who answered, `mails` what is written to them, `forms` what comes
back.
The writing verbs are in `meetings.actions.wishes`.
"""
