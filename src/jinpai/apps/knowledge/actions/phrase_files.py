"""Many phrases at once: taken from a file of 千牛, or those a shop may begin with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.http import HttpRequest

from jinpai.apps.knowledge.actions import phrases
from jinpai.apps.knowledge.models import Phrase, PhraseGroup, Variant
from jinpai.apps.team.models import User
from jinpai.workflow.phrases import sheet, variables, variants
from jinpai.workflow.phrases.fault import Fault
from jinpai.workflow.phrases.starters import STARTERS


@dataclass
class Taken:
    """What became of the rows of a file."""

    made: int = 0
    added: int = 0  # variants of a phrase that was there
    same: int = 0
    faults: list[Fault] = field(default_factory=list)


@transaction.atomic
def take(
    *, by: User, found: sheet.Sheet, now: datetime, request: HttpRequest | None = None
) -> Taken:
    """The rows of a file of phrases; twice the same file changes nothing the second time."""
    phrases.may(by)
    out = Taken(faults=list(found.faults))
    list(PhraseGroup.objects.select_for_update().order_by("pk"))  # two files one after the other
    spoken = {p.pk: p for p in Phrase.objects.filter(retired_at__isnull=True)}
    by_code = {p.code.lower(): p for p in spoken.values() if p.code}
    heard: dict[str, int] = {}
    counts: dict[int, int] = {}
    for pk, text in Variant.objects.filter(
        retired_at__isnull=True, phrase__in=spoken
    ).values_list("phrase", "text"):  # fmt: skip
        heard[_same(text)] = pk
        counts[pk] = counts.get(pk, 0) + 1
    grown: dict[int, list[str]] = {}
    for row in found.rows:
        wrong = variables.faults(row.text)
        if wrong:
            out.faults += [Fault(f.code, f.zh, f.en, f.cure_zh, f.cure_en, row.line) for f in wrong]
            continue
        if _same(row.text) in heard:
            out.same += 1
            continue
        one = by_code.get(row.code.lower()) if row.code else None
        if one is not None and counts.get(one.pk, 0) >= phrases.MOST_VARIANTS:
            out.faults.append(Fault(
                "too_many", f"编码 {row.code} 的说法超过 {phrases.MOST_VARIANTS} 种。",
                f"The code {row.code} has more than {phrases.MOST_VARIANTS} variants.",
                "换一个编码。", "Use another code.", row.line,
            ))  # fmt: skip
            continue
        if one is None:
            one = phrases.make(
                by, _row_key(row, now),
                {"group": row.group, "code": row.code, "title": _title(row.text),
                 "frequent": False, "texts": [row.text]},
                now, request,
            )  # fmt: skip
            if one.code:
                by_code[one.code.lower()] = one
            out.made += 1
        else:
            Variant.objects.create(phrase=one, text=row.text, position=counts.get(one.pk, 0))
            grown.setdefault(one.pk, []).append(row.text)
            out.added += 1
        spoken[one.pk] = one
        counts[one.pk] = counts.get(one.pk, 0) + 1
        heard[_same(row.text)] = one.pk
    for pk, texts in grown.items():
        one = spoken[pk]
        one.version += 1
        one.save()
        phrases.changed(one, "imported", by, now, request, texts=texts)
    out.faults.sort(key=lambda f: f.line)
    return out


def begin(*, by: User, now: datetime, request: HttpRequest | None = None) -> int:
    """The phrases a shop may begin with, those that are not there yet."""
    phrases.may(by)
    made = 0
    spoken = Phrase.objects.filter(retired_at__isnull=True).exclude(code="")
    taken = set(spoken.values_list("code", flat=True))
    for one in STARTERS:
        if Phrase.objects.filter(key=f"starter:{one.code}").exists():
            continue
        phrases.save(
            by=by, title=one.title, group=one.group, texts=one.texts, frequent=True, now=now,
            code="" if one.code in taken else one.code, key=f"starter:{one.code}", request=request,
        )  # fmt: skip
        made += 1
    return made


def _same(text: str) -> str:
    return variants.folded(text) or text


def _title(text: str) -> str:
    line = text.splitlines()[0]
    return line if len(line) <= 24 else f"{line[:24]}…"


def _row_key(row: sheet.Row, now: datetime) -> str:
    said_so = "\0".join((row.code, row.text, row.group, now.isoformat()))
    return f"row:{sha256(said_so.encode()).hexdigest()[:40]}"
