"""One rulebook, all of it in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from jinpai.apps.imports.measure_form import differences
from jinpai.apps.imports.measure_words import Switch
from jinpai.apps.rulebooks.parsed import parsed
from jinpai.apps.rulebooks.queries.demanded import Demanded, demanded
from jinpai.apps.rulebooks.queries.sources import Source
from jinpai.apps.rulebooks.telling import appraisal as scored
from jinpai.apps.rulebooks.telling import pay, rest
from jinpai.apps.rulebooks.telling.example import Example, example
from jinpai.apps.rulebooks.telling.words import Told
from jinpai.metrics.policies import Measure
from jinpai.rules import document
from jinpai.rules.rulebook import Rulebook


@dataclass(frozen=True)
class Regime:
    """What the page of one rulebook shows, section by section."""

    rulebook: Rulebook
    by_law: list[pay.ComponentTold]
    working_time: Told
    over_the_norm: bool
    appraisal: list[scored.SchemeTold]
    coefficients: list[scored.CoefficientRow]
    flow: Told
    tracks: list[rest.TrackTold]
    bottom_rank: Told | None
    findings: list[Told]
    prescriptions: list[Told]
    demands: Demanded

    @property
    def measure(self) -> list[tuple[Switch, str, str]] | None:
        """How it measures, where that differs from the default; None: it does not say."""
        if self.rulebook.measure is None:
            return None
        return differences(Measure(), self.rulebook.measure)


def told(rulebook: Rulebook) -> Regime:
    plan = rulebook.pay.working_time
    return Regime(
        rulebook, pay.by_law(pay.schemes(rulebook)), pay.working_time(plan),
        pay.over_the_norm(plan),
        scored.schemes(rulebook), scored.coefficients(rulebook), scored.flow(rulebook),
        rest.tracks(rulebook), rest.bottom_rank(rulebook), rest.findings(rulebook),
        rest.prescriptions(rulebook), demanded(rulebook),
    )  # fmt: skip


def worked(book: Source) -> list[tuple[pay.PaySchemeTold, Example | None]]:
    """Each pay scheme in words with a month worked out."""
    if book.rulebook is None:
        return []
    examples = _examples(document.digest(book.text), book.text)
    return [(scheme, examples.get(scheme.code)) for scheme in pay.schemes(book.rulebook)]


@lru_cache(maxsize=32)
def _examples(sha256: str, text: str) -> dict[str, Example | None]:
    rulebook = parsed(sha256, text)
    return {code: example(rulebook, code) for code in rulebook.pay.schemes}
