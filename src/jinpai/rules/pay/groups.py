"""Group figures: what must be known of all people before anyone is paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from jinpai.rules.inputs import Month
from jinpai.rules.pay.payslip import prepare
from jinpai.rules.rulebook import Rulebook


def group_figures(month: Month, rulebook: Rulebook) -> Mapping[str, object]:
    """By component path: champions, pots. The members of a scheme are the people it fits. None
    reads a score, so that scores can be computed and handed out one person after the other."""
    members: dict[str, list[str]] = defaultdict(list)
    schemes: dict[tuple[str, str], str | None] = {}
    for person in month.people:
        key = (person.role, person.group)
        if key not in schemes:
            found = rulebook.pay.scheme_of(*key)
            schemes[key] = None if found is None else found[0]
        code = schemes[key]
        if code is not None:
            members[code].append(person.code)
    groups: dict[str, object] = {}
    for code in sorted(members):
        for step in prepare(code, rulebook.pay.schemes[code]).steps:
            figure = step.component.group(month, step.path, sorted(members[code]))
            if figure is not None:
                groups[step.path] = figure
    return groups
