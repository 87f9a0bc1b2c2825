"""What is written: checked, in one transaction, in the log."""
