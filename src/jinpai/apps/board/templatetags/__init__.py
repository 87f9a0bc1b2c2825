"""The board's own template filters."""
