"""Words of the after-sales pages."""
