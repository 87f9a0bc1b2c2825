"""Which phrases the pages say, and which of them have no English yet.

`python -m jinpai.web.phrases` lists what is missing, per app, as entries to fill in.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from jinpai.web.catalogues import ROOT

KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip


@dataclass(frozen=True)
class Phrase:
    text: str
    file: str
    line: int
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return (self.context, self.text)


def rooms() -> list[Path]:
    """The folders that have words of their own: the web floor and every app. What the apps
    share (`apps/pages`) is translated with the web floor."""
    apps = [p.parent for p in sorted(ROOT.glob("apps/*/apps.py"))]
    return [ROOT / "web", *apps]


def phrases(room: Path) -> list[Phrase]:
    """Every translatable phrase of a room, in Python and in templates."""
    from babel.messages.extract import extract
    from django.utils.translation.template import templatize

    folders = [room, ROOT / "apps" / "pages"] if room.name == "web" else [room]
    found = []
    for folder in folders:
        for path in sorted([*folder.rglob("*.py"), *folder.rglob("templates/**/*.html")]):
            source = path.read_text(encoding="utf-8")
            if path.suffix == ".html":
                source = templatize(source, origin=str(path))
            file = io.BytesIO(source.encode())
            options = {"encoding": "utf-8"}
            for line, message, _comments, context in extract(
                "python", file, KEYWORDS, options=options
            ):
                texts = (message,) if isinstance(message, str) else message
                place = str(path.relative_to(ROOT))
                found.append(Phrase(str(texts[0]), place, line, context or ""))
    return found


def english(room: Path) -> dict[tuple[str, str], str]:
    """The room's own catalogue: (context, phrase) → English."""
    from babel.messages.pofile import read_po

    path = room / "locale" / "en" / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        out = {}
        for message in read_po(file, locale="en"):
            key = message.id if isinstance(message.id, str) else message.id[0]
            value = message.string
            if key and value and (isinstance(value, str) or all(value)):
                out[(message.context or "", key)] = value if isinstance(value, str) else value[0]
        return out


def missing(room: Path) -> list[Phrase]:
    """Phrases of a room without English, each once. A phrase of the web floor serves all."""
    known = english(room) | english(ROOT / "web")
    seen: set[tuple[str, str]] = set()
    out = []
    for phrase in phrases(room):
        if phrase.text and phrase.key not in known and phrase.key not in seen:
            seen.add(phrase.key)
            out.append(phrase)
    return out


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


if __name__ == "__main__":
    for place in rooms():
        for one in missing(place):
            print(f'#: {one.file}:{one.line}\nmsgid {_quoted(one.text)}\nmsgstr ""\n')
