"""Writes docs/law.md from the rules of law that the program holds to."""

from __future__ import annotations

from pathlib import Path

from jinpai.rules.law import document

if __name__ == "__main__":
    page = Path(__file__).parents[1] / "docs" / "law.md"
    page.write_text(document(), "utf-8")
    print(page)
