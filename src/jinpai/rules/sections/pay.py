"""The `pay` section: per role an ordered list of components, and how working time is planned."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from jinpai.rules.pay import KINDS
from jinpai.rules.pay.component import Component
from jinpai.rules.sections.strict import Code, Part, Words

if TYPE_CHECKING:
    AnyComponent = Component
else:  # whichever kinds there are, told apart by their `kind`
    AnyComponent = Annotated[reduce(or_, KINDS.values()), Field(discriminator="kind")]


class WorkingTime(Part):
    """The plan behind expected days: hours a day and rest days a month (report 000: four)."""

    hours_a_day: Annotated[Decimal, Field(gt=0, le=24)] = Decimal(8)
    rest_days: Annotated[int, Field(ge=0, le=15)] = 8


class PayScheme(Part):
    """The components of some roles, in order; a component may use only what stands above it."""

    name: Words
    roles: tuple[str, ...] = Field(min_length=1)
    groups: tuple[str, ...] = ()
    components: tuple[AnyComponent, ...] = Field(min_length=1)


class Pay(Part):
    """Per role a scheme. The first that fits a person is the person's."""

    schemes: dict[Code, PayScheme] = Field(default_factory=dict)
    working_time: WorkingTime = WorkingTime()

    def scheme_of(self, role: str, group: str) -> tuple[str, PayScheme] | None:
        """The scheme that fits a person, with its code."""
        for code, scheme in self.schemes.items():
            if role in scheme.roles and (not scheme.groups or group in scheme.groups):
                return code, scheme
        return None
