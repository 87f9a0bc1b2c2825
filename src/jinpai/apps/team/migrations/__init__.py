"""Schema of the team app, forward only."""
