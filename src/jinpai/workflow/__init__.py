"""Workflow: what is to be done next, by when, by whom, and what may be answered. Pure.

`item.py` is one thing to do, `kinds.py` what a list of them is like, `lists/` the lists of the
desk, one a file. Rules take facts, the rulebook's `desk` section and the time as arguments.
"""
