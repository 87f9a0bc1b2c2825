"""Files into facts into figures: what `import` and `demo` both do, with one progress bar."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jinpai.apps import home as data_home
from jinpai.cli.gather import gather
from jinpai.cli.house import lake, now, unusable
from jinpai.cli.progress import Step, progress
from jinpai.cli.speech import stop, text

if TYPE_CHECKING:
    from jinpai.facts.load import Answers
    from jinpai.facts.reports import ImportReport

_HOMES_FAULT = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EPERM)


def take_in(given: Sequence[str], answers: Answers | None = None) -> ImportReport:
    """Load files, folders and zips into the lake, then bring the figures up to it."""
    from jinpai.facts.lake import LakeBusy
    from jinpai.facts.load import Answers, Source, load
    from jinpai.metrics.compute import refresh

    with tempfile.TemporaryDirectory(prefix="jinpai-") as scratch:
        sources = [Source(path, name) for path, name in gather(given, Path(scratch))]
        store = lake()
        try:
            with progress(text("导入", "import")) as report:
                done = load(
                    store,
                    sources,
                    now=now(),
                    answers=answers or Answers(),
                    progress=report,
                    rejected_dir=data_home.rejected_folder(),
                )
            with progress(text("计算指标", "figures")) as report:
                refresh(
                    store,
                    data_home.figures_folder(),
                    progress=lambda step, n, of: report(Step("", step, n, of)),
                )
        except LakeBusy:
            stop(
                f"{LakeBusy.problem.zh};{LakeBusy.problem.cure_zh}。",
                f"{LakeBusy.problem.en}. {LakeBusy.problem.cure_en}.",
            )
        except OSError as error:
            if error.errno in _HOMES_FAULT:
                unusable(data_home.home(), error)
            raise
    return done
