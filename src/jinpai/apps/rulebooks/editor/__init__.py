"""The form over a rulebook's document: which values have a field, and what was typed into them.

The form never makes a document of its own: it reads the draft's text, changes single values in it,
and comments, order and all the rest stay as they were written.
"""
