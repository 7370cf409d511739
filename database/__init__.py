"""How the database is asked; knows no table."""
