"""Thin views, one subject a file."""
