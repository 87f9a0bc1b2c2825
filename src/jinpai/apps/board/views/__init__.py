"""The board's pages: each view makes the scope, asks one query and renders."""
