"""Who may see and do what in an appraisal, beside the permissions of the role.

Everyone sees the own. Those with APPRAISE see everyone, a lead the people of the own group; each
such look is logged. Nobody rates, decides on or enters anything about themselves.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from jinpai.apps.appraisal.queries.scored import Scored
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.rules.inputs import Person


def is_own(user: User, person: str) -> bool:
    return bool(person) and user.person == person


def leads(user: User, person: Person, scored: Scored) -> bool:
    """Is the user the lead of the person's group?"""
    return bool(user.person) and user.person in scored.leads_of(person)


def may_see(user: User, person: Person, scored: Scored) -> bool:
    return is_own(user, person.code) or user.may(roles.APPRAISE) or leads(user, person, scored)


def may_rate(user: User, person: Person, step: str, scored: Scored) -> bool:
    """May the user give the rating of this step?"""
    own = is_own(user, person.code)
    if step == "self":
        return own
    if own:
        return False
    if step == "leader":
        return user.may(roles.APPRAISE) or leads(user, person, scored)
    return user.may(roles.APPRAISE)


def allow(user: User, permission: str = roles.APPRAISE) -> None:
    if not user.may(permission):
        raise NotYours(
            _("您的角色是「%(role)s」,不能做这件事。") % {"role": user.get_role_display()}
        )


def allow_own(user: User, person: str) -> None:
    if not is_own(user, person):
        raise NotYours(_("这件事只能由本人做。"))


def not_about_oneself(user: User, person: str) -> None:
    if is_own(user, person):
        raise NotYours(_("关于自己的考核,要由别人来做。"))
