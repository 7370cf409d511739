"""The five steps of a draw, and what everybody concerned may read of it."""
