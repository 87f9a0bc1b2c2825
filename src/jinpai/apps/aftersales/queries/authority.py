"""The authority pages: which version is in force, who has read it, what was given before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from jinpai.apps.aftersales.models import Ask, AuthorityVersion
from jinpai.apps.desk.models import Campaign
from jinpai.apps.team.models import User
from jinpai.apps.team.roles import Role
from jinpai.workflow.authority import Spent, Terms, shipped

GIVEN = (Ask.State.WITHIN, Ask.State.GRANTED)


@dataclass(frozen=True)
class Page:
    """A role's authority; without a version it is what the program ships."""

    role: str
    terms: Terms
    version: AuthorityVersion | None

    @property
    def number(self) -> int:
        return self.version.number if self.version else 0


def in_force(day: date) -> dict[str, Page]:
    """Every role's page on a day: of the versions that hold by then, the one written last."""
    newest: dict[str, AuthorityVersion] = {}
    for one in AuthorityVersion.objects.filter(effective__lte=day).order_by("number"):
        newest[one.role] = one
    pages = {}
    for role in Role.values:
        version = newest.get(role)
        terms = Terms.read(version.terms) if version else shipped().get(role, Terms({}))
        pages[role] = Page(role, terms, version)
    return pages


def authority(now: datetime) -> Mapping[str, Terms]:
    """What the program checks against."""
    return {role: page.terms for role, page in in_force(timezone.localdate(now)).items()}


def newest(role: str) -> AuthorityVersion | None:
    """The version written last, in force or to come."""
    return AuthorityVersion.objects.filter(role=role).order_by("-number").first()


@dataclass(frozen=True)
class Reader:
    user: User
    at: datetime | None  # None: not read yet


def readers(version: AuthorityVersion) -> list[Reader]:
    """Everyone of the role who can log in, who has not read it first."""
    read = dict(version.readings.values_list("by", "at"))
    found = [
        Reader(user, read.get(user.username))
        for user in User.objects.filter(is_active=True, role=version.role).order_by("username")
    ]
    return sorted(found, key=lambda one: one.at is not None)


def spent(by: User, what: str, shop: str, order_id: str, now: datetime) -> Spent:
    """Given on the order by anybody; given today by this user within the own authority."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(now), time()))
    given = Ask.objects.filter(what=what)
    order = day = None
    if order_id:
        order = given.filter(shop=shop, order_id=order_id, state__in=GIVEN).aggregate(
            s=Sum("amount")
        )["s"]
    if what == "compensation":
        day = given.filter(by=by.username, state=Ask.State.WITHIN, at__gte=midnight).aggregate(
            s=Sum("amount")
        )["s"]
    return Spent(order or Decimal(0), day or Decimal(0))


def campaign(shop: str, now: datetime) -> bool:
    """Does one of the shop's big campaigns run now, as the owner planned it?"""
    day = timezone.localdate(now)
    running = Campaign.objects.filter(
        big=True, first__lte=day, last__gte=day, cancelled_at__isnull=True
    )
    return any(shop in one.shops for one in running)


def asks_of(shop: str, order_id: str) -> list[Ask]:
    return list(Ask.objects.filter(shop=shop, order_id=order_id).select_related("case"))
