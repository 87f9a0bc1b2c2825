"""A whole month: scores, group figures, then each person's payslip alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import localcontext

from jinpai.rules.appraisal import appraise_month
from jinpai.rules.inputs import Month
from jinpai.rules.outcomes import Appraised, MonthResult, Payslip
from jinpai.rules.pay.groups import group_figures
from jinpai.rules.pay.payslip import EXACT, Prepared, no_scheme, pay_by, prepare
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.statutes import Statutes


def run(
    month: Month,
    rulebook: Rulebook,
    statutes: Statutes,
    *,
    only: Collection[str] | None = None,
    scored: Mapping[str, Appraised] | None = None,
) -> MonthResult:
    """Everybody's month, or the payslips of `only` some beside the scores of all. Where somebody's
    appraisal is given in `scored`, it is taken as it is.

    `problems` are those of the appraisal and whatever keeps a person from being paid; what a
    payslip is paid in spite of stands in its own `warnings`.
    """
    with localcontext(EXACT):
        appraised, problems = appraise_month(month, rulebook)
        if scored:
            appraised = {**appraised, **scored}
            problems = [p for p in problems if p.person not in scored]
        groups = group_figures(month, rulebook)
        payslips: dict[str, Payslip] = {}
        found = list(problems)
        schemes: dict[tuple[str, str], Prepared | None] = {}
        for person in sorted(month.people, key=lambda p: p.code):
            if only is not None and person.code not in only:
                continue
            key = (person.role, person.group)
            if key not in schemes:
                scheme = rulebook.pay.scheme_of(*key)
                schemes[key] = None if scheme is None else prepare(*scheme)
            prepared = schemes[key]
            if prepared is None:
                found.append(no_scheme(person))
                continue
            slip = pay_by(prepared, person, appraised.get(person.code), groups, statutes, month)
            if isinstance(slip, Payslip):
                payslips[person.code] = slip
            else:
                found.extend(slip)
        return MonthResult(month.month, appraised, payslips, tuple(found), groups)
