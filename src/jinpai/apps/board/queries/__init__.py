"""What the board's pages read, one file per page. No query runs inside a loop."""
