"""English words: every app's hand-written .po, compiled into one catalogue in the data home.

The sources stay text in the repository; the compiled file is made at start whenever a source
changed, so no gettext tools are needed and a read-only installation works.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def sources() -> list[Path]:
    """The .po files of the web floor and of every app, in a fixed order."""
    found = [ROOT / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po"]
    found += sorted(ROOT.glob("apps/*/locale/en/LC_MESSAGES/django.po"))
    return [path for path in found if path.exists()]


def compile_catalogues(folder: Path) -> bool:
    """Write `folder/en/LC_MESSAGES/django.mo` unless it is up to date. True if written."""
    texts = [path.read_bytes() for path in sources()]
    digest = hashlib.sha256(b"\0".join(texts)).hexdigest()
    target = folder / "en" / "LC_MESSAGES" / "django.mo"
    mark = target.with_suffix(".sha256")
    if target.exists() and mark.exists() and mark.read_text() == digest:
        return False

    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    whole = Catalog(locale="en", charset="utf-8")
    for path in sources():
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                if message.id and message.string:
                    whole.add(message.id, message.string, context=message.context)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_suffix(f".{os.getpid()}")
    with aside.open("wb") as file:
        write_mo(file, whole)
    os.replace(aside, target)
    mark.write_text(digest)
    return True
