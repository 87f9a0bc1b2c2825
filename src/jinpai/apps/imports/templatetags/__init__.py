"""Filters of the data pages."""
