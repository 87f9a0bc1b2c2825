"""The script that draws charts, taken from vl-convert: nothing third-party is kept in the tree."""

from __future__ import annotations

import os
from pathlib import Path


def write_chart_bundle(folder: Path) -> Path:
    """Write `folder/vega.js` unless this vl-convert's is there already; returns its path.

    It sets `window.vegaEmbed`; pages load it as a module (`type="module"`), because its own
    short names would otherwise be everyone's.
    """
    import vl_convert

    target = folder / "vega.js"
    mark = folder / "vega.version"
    version = str(getattr(vl_convert, "__version__", "0"))
    if target.exists() and mark.exists() and mark.read_text() == version:
        return target
    folder.mkdir(parents=True, exist_ok=True)
    text = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its stub is behind
    aside = folder / f".vega-{os.getpid()}"
    aside.write_text(text, encoding="utf-8")
    os.replace(aside, target)
    mark.write_text(version)
    return target
