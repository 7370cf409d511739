"""The file of one intern: what is known, said, produced and concluded, put in order for reading."""
