"""HTTP only: who may come in, what was asked, what is shown."""
