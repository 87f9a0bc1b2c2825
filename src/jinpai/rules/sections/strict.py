"""What all parts of a rulebook share: immutable, strict, names in both languages."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """A part of the document: an unknown key is an error, a float never becomes money."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Words(Part):
    """A name in both languages."""

    zh: str = Field(min_length=1, max_length=200)
    en: str = Field(min_length=1, max_length=400)


Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
MonthText = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
Rate = Annotated[Decimal, Field(ge=0, le=1)]  # a fraction: 0.01 is 1 %
Yuan = Annotated[Decimal, Field(ge=0, le=1_000_000)]
Factor = Annotated[Decimal, Field(ge=0, le=10)]
Points = Annotated[Decimal, Field(ge=0, le=1000)]
