"""Everything the pages say has an English translation, and only one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jinpai.web import phrases
from jinpai.web.catalogues import ROOT, compile_catalogues

ROOMS = phrases.rooms()
PLACE = re.compile(r"%\((\w+)\)s|%%|%(?![(%])")


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_phrase_has_english(room: Path) -> None:
    assert [f"{p.file}:{p.line} {p.text}" for p in phrases.missing(room)] == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_no_english_is_left_for_a_phrase_that_is_gone(room: Path) -> None:
    used = {p.key for other in ROOMS for p in phrases.phrases(other)}
    assert sorted(set(phrases.english(room)) - used) == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_translations_keep_their_places_and_hold_no_chinese(room: Path) -> None:
    wrong = {}
    for (_context, chinese), english in phrases.english(room).items():
        if sorted(PLACE.findall(chinese)) != sorted(PLACE.findall(english)):
            wrong[chinese] = english
        if re.search(r"[一-鿿]", english):
            wrong[chinese] = english
    assert wrong == {}


def test_no_phrase_is_translated_in_two_ways() -> None:
    """All catalogues become one: of two translations only one would be seen."""
    said: dict[tuple[str, str], set[str]] = {}
    for room in ROOMS:
        for chinese, english in phrases.english(room).items():
            said.setdefault(chinese, set()).add(english)
    assert {k: v for k, v in said.items() if len(v) > 1} == {}


def test_a_catalogue_is_written_once_and_again_only_when_a_source_changed(tmp_path: Path) -> None:
    assert compile_catalogues(tmp_path) is True
    assert compile_catalogues(tmp_path) is False
    (tmp_path / "en" / "LC_MESSAGES" / "django.sha256").write_text("older")
    assert compile_catalogues(tmp_path) is True


def test_templates_say_nothing_in_chinese_outside_a_translation() -> None:
    bare = []
    for path in sorted(ROOT.rglob("templates/**/*.html")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"{#.*?#}", "", text, flags=re.S)
        text = re.sub(r"{%\s*comment.*?endcomment\s*%}", "", text, flags=re.S)
        text = re.sub(r"{%\s*blocktrans.*?endblocktrans\w*\s*%}", "", text, flags=re.S)
        text = re.sub(r"{[%{].*?[%}]}", "", text, flags=re.S)
        text = text.replace("中文", "")  # the name of the language is the same in both
        bare += [f"{path.relative_to(ROOT)}: {m}" for m in re.findall(r"[一-鿿]+", text)]
    assert bare == []


def test_every_counted_phrase_has_its_plural() -> None:
    """An entry without one is never found where a number is counted: the page stays Chinese."""
    counted = re.compile(r"{%\s*blocktranslate [^%]*?count [^%]*?%}(.*?){%\s*plural\s*%}", re.S)
    entry = re.compile(r'^msgid "(.*)"\nmsgid_plural', re.M)
    known = {
        chinese
        for path in ROOT.rglob("locale/en/LC_MESSAGES/django.po")
        for chinese in entry.findall(path.read_text(encoding="utf-8"))
    }
    said = {
        re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", chinese).replace('"', '\\"')
        for path in ROOT.rglob("templates/**/*.html")
        for chinese in counted.findall(path.read_text(encoding="utf-8"))
    }
    assert len(said) > 10
    assert sorted(said - known) == []
