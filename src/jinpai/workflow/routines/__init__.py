"""Routine checklists: what each role does on each shift, which are due on a day, what came of
them. The files beside this one are what a fresh shop begins with, one a role.
"""

from jinpai.workflow.routines.outcome import STATES, Standing, Streak, standing, streaks
from jinpai.workflow.routines.shipped import shipped
from jinpai.workflow.routines.template import ANY, ENDS, OFF, SHIFTS, Item, Template, due, shift_of

__all__ = [
    "ANY",
    "ENDS",
    "OFF",
    "SHIFTS",
    "STATES",
    "Item",
    "Standing",
    "Streak",
    "Template",
    "due",
    "shift_of",
    "shipped",
    "standing",
    "streaks",
]
