"""A parcel inspected: what was found, kept for ever, passed on to its case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps import home
from jinpai.apps.aftersales import photos
from jinpai.apps.aftersales.actions import announcing, attaching, register, steps
from jinpai.apps.aftersales.actions.amounts import nothing_private
from jinpai.apps.aftersales.models import Case, Inspection, Parcel, ParcelPhoto
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.team import audit
from jinpai.apps.team.models import User
from jinpai.workflow.aftersales.answers import CONDITIONS
from jinpai.workflow.returns import BETWEEN, FOUND, HEAD, QUALITY, RESULTS, inspected

MOST_PHOTOS = 10


def inspect(
    *,
    by: User,
    parcel: int,
    version: int,
    key: str,
    condition: str,
    quality: str,
    now: datetime,
    complete: bool | None,
    pieces: Mapping[str, str] | None = None,
    ours: bool = True,
    note: str = "",
    pictures: Iterable[bytes] = (),
    request: HttpRequest | None = None,
) -> tuple[Parcel, Inspection]:
    """Keep what was found and pass it on. The same form again is the same inspection; another
    one is a correction that counts from now on."""
    known = Inspection.objects.filter(key=key[:64]).select_related("parcel").first()
    if known is not None:
        return known.parcel, known
    kept = [photos.read(one) for one in pictures]
    if any(one.kind != "photo" for one in kept):
        raise Refused(_("这里只收照片。"))
    try:
        with transaction.atomic():
            one = register.locked(parcel)
            if one.version != version:
                last = one.inspections.last()
                raise Moved(last.by if last else "")
            said = nothing_private(note)[:500]
            _sensible(condition, quality, complete, ours)
            if one.photos.count() + len(kept) > MOST_PHOTOS:
                raise Refused(_("一个包裹最多 10 张照片。"))
            have = _pieces(pieces or {})
            case = one.case
            result = inspected(
                condition=condition, complete=bool(complete), quality=quality, ours=ours,
                fault_told=bool(case and case.fault), pieces=have,
                expected={c: int(n) for c, n in case.back.items()} if case else None,
            )  # fmt: skip
            made = Inspection.objects.create(
                key=key[:64], parcel=one, at=now, by=by.username, condition=condition,
                complete=bool(complete), quality=quality, pieces=have, ours=ours, note=said,
                result=result.result, found=list(result.found),
            )  # fmt: skip
            one.version += 1
            one.save()
            audit.record(
                action="parcel.inspected", subject=str(one), by=by, request=request,
                detail={"result": made.result, "found": made.found, "condition": condition},
            )  # fmt: skip
            _keep(one, kept, by, now)
            if case is not None:
                register.bring_in(one, by, now)
                pass_on(one, by, now)
    except IntegrityError:
        known = Inspection.objects.select_related("parcel").get(key=key[:64])
        return known.parcel, known
    return one, made


def pass_on(parcel: Parcel, by: User, now: datetime) -> None:
    """Tell the case what was found. It goes from `arrived` to `inspected`; later findings are
    noted on it. Inside a transaction."""
    made = parcel.inspections.last()
    case = Case.objects.filter(pk=parcel.case_id).first() if parcel.case_id else None
    if made is None or case is None:
        return
    if not made.ours:
        announcing.ask_service(parcel, by, now, f"parcel:{parcel.pk}:not-ours")
    elif case.state == "arrived":
        steps.step(by=by, case=case.pk, version=case.version, to="inspected",
                   given={"condition": made.condition, "reason": ""}, now=now)  # fmt: skip
    steps.note(by=by, case=case.pk, text=summary(made), now=now)
    if case.open:
        for one in parcel.photos.all():
            content = place(parcel.pk, one.sha256, one.content_type).read_bytes()
            with suppress(Refused):  # a case takes twenty; the parcel keeps its own
                attaching.attach(by=by, case=case.pk, content=content, now=now)


def summary(one: Inspection) -> str:
    """What was found, as the case keeps it: the shop's words."""
    parts = [RESULTS[one.result].zh]
    if one.ours:
        parts += [CONDITIONS[one.condition][0], QUALITY[one.quality].zh]
    parts += [FOUND[code].zh for code in one.found if FOUND[code].zh not in parts]
    if one.note:
        parts.append(one.note)
    return HEAD + BETWEEN.join(parts)


def place(parcel: int, sha256: str, content_type: str) -> Path:
    """Where a photo of a parcel lies."""
    folder = home.home() / "cases" / "parcels" / str(parcel)
    return folder / f"{sha256}.{photos.SUFFIX[content_type]}"


def _keep(parcel: Parcel, kept: list[photos.Attachment], by: User, now: datetime) -> None:
    for one in kept:
        path = place(parcel.pk, one.sha256, one.content_type)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            half = path.with_suffix(".part")
            half.write_bytes(one.content)
            half.chmod(0o600)
            half.replace(path)
        ParcelPhoto.objects.get_or_create(
            parcel=parcel, sha256=one.sha256,
            defaults={"content_type": one.content_type, "at": now, "by": by.username},
        )  # fmt: skip


def _sensible(condition: str, quality: str, complete: bool | None, ours: bool) -> None:
    if not ours:
        return
    if condition not in CONDITIONS or condition == "unknown":
        raise Refused(_("请选验货结果。"))
    if quality not in QUALITY or complete is None:
        raise Refused(_("请选质量、配件和赠品。"))


def _pieces(given: Mapping[str, str]) -> dict[str, int]:
    out = {}
    for code, text in given.items():
        if not text.strip():
            continue
        if not text.strip().isdecimal() or len(text.strip()) > 6:
            raise Refused(_("件数看不懂。"))
        out[code] = int(text)
    return out
