"""Calendars of others that this department follows: the seminars of a cohort, the closures of a room.

`fetching` asks a server for one without letting it lead us inside, `planning` says what a reading would
change, `forms` is how a calendar is brought. The writing verbs are in `meetings.actions.feeds`.
"""
