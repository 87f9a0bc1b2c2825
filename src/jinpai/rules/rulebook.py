"""The rulebook: a shop's whole regime as one versioned, dated document."""

from __future__ import annotations

from pydantic import Field

from jinpai.metrics.policies import Measure
from jinpai.rules.sections.appraisal import Appraisal
from jinpai.rules.sections.career import Career
from jinpai.rules.sections.desk import Desk
from jinpai.rules.sections.pay import Pay
from jinpai.rules.sections.quality import Quality
from jinpai.rules.sections.strict import Code, MonthText, Part, Words
from jinpai.rules.sections.training import Training


class Rulebook(Part):
    """A regime. `measure` None: the shop goes on measuring as it does."""

    code: Code
    name: Words
    about: Words | None = None
    version: int = Field(default=1, ge=1)
    effective_from: MonthText
    reason: str = Field(min_length=1, max_length=2000)
    measure: Measure | None = None
    appraisal: Appraisal = Appraisal()
    pay: Pay = Pay()
    career: Career = Career()
    quality: Quality = Quality()
    training: Training = Training()
    desk: Desk = Desk()
