"""Markdown of the knowledge base as HTML that may stand on a page, and as plain text to copy.

HTML in a text is shown as it was typed and never acts; addresses that act (javascript:, data:)
are no links; pictures are left out: the content policy would refuse those of others.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_reader = MarkdownIt("commonmark", {"html": False, "breaks": True})
_reader.enable(["table", "strikethrough"]).disable("image")


@lru_cache(maxsize=256)
def html(text: str) -> SafeString:
    """A text as it is read. Its headings stand under the page's own."""
    tokens = _reader.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{max(2, int(token.tag[1]))}"
        for inner in token.children or ():
            if inner.type == "link_open":
                inner.attrSet("rel", "noopener noreferrer nofollow")
    return mark_safe(_reader.renderer.render(tokens, _reader.options, {}))


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """What is said, without the signs that form it: for a buyer's chat window."""
    lines: list[str] = []
    depth = 0
    for token in _reader.parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "inline":
            lines.append(("· " if depth else "") + _said(token.children or ()))
        elif token.type in ("fence", "code_block"):
            lines.append(token.content.rstrip())
    return "\n".join(lines)


def _said(tokens: Sequence[Token]) -> str:
    return "".join(
        "\n" if t.type in ("softbreak", "hardbreak") else t.content
        for t in tokens if t.type in ("text", "code_inline", "softbreak", "hardbreak")
    )  # fmt: skip
