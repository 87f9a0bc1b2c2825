"""What it says: rounds, receptions, inquiries, credits, and the catalogue of figures."""
