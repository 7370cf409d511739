"""Convening: who is called to a session, what is written to them, and how they answer.

`calling` knows who belongs there, `facts` and `drafts` what a message says and when, `mails` how it reads and
whom it still concerns, `entries` what a calendar takes, `links` the signed address of an answer, `progress`
where everybody stands; `interviews` writes the mails about individual interviews.
The writing verbs are in `meetings.actions.convening` and `meetings.actions.answers`.
"""
