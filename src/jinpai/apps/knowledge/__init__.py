"""What service knows: phrases, auto-replies, the problem sheet, the knowledge base, routines."""
