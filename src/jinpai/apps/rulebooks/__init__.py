"""The rulebooks: versions, what is in force, trying them."""
