"""Commands of the team app."""
