"""Filters of the appraisal's pages."""
