"""What happened: the tables, the lake that keeps them, and the readers that fill them."""
