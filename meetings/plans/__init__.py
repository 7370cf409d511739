"""Plans of a semester: what a draft changes, what it costs, who would be told, and what the planner is given.

`positions` and `differences` compare, `live` reads the truth beside a draft, `instance` speaks with
`meetings.planner`, `merging` joins two people's work, `alerts` says what no longer holds, `board` draws.
"""
