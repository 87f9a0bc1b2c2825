"""What people decide: the Django apps, one per room of the house."""
