"""The demo's phrases and automatic replies: those its agents say, and those a shop begins with."""

from __future__ import annotations

from datetime import datetime

from jinpai.apps.knowledge.actions import autoreplies, phrase_files, phrases
from jinpai.apps.team.models import User
from jinpai.simulate.phrases import PHRASES, REPLIES


def tell(*, by: User, now: datetime) -> None:
    """Written once, however often it is told."""
    for group, code, title, texts in PHRASES:
        phrases.save(
            by=by, title=title, group=group, code=code, texts=texts, frequent=True, now=now,
            key=f"demo:{code}",
        )  # fmt: skip
    phrase_files.begin(by=by, now=now)
    for kind, text in REPLIES:
        autoreplies.save(by=by, kind=kind, text=text, begins=now, now=now, key=f"demo:{kind}")
