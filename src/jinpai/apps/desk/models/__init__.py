"""What is kept, one subject a file; Django finds the models here."""
