"""Convening: who is called to a session, what is written to them, and how they answer.

`calling` knows who belongs there, `facts` and `drafts` what a message says and when, `mails` how it reads and
whom it still concerns, `links` the signed address of an answer, `progress` where everybody stands.
The writing verbs are in `meetings.actions.convening` and `meetings.actions.answers`.
"""
