"""HTTP in front of the queries and actions of the room, one module a screen or two."""
