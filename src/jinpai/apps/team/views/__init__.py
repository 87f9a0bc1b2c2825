"""Pages of the team section."""
