"""What the data pages show. Nothing here changes anything, except to note that a worker died."""

from jinpai.apps.imports.queries.imported import (
    drafts,
    imports_page,
    one_import,
    rejected_rows,
)
from jinpai.apps.imports.queries.known import people_choices, shop_choices
from jinpai.apps.imports.queries.progress import job_page, reap, running_jobs

__all__ = [
    "drafts",
    "imports_page",
    "job_page",
    "one_import",
    "people_choices",
    "reap",
    "rejected_rows",
    "running_jobs",
    "shop_choices",
]
