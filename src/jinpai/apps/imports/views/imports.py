"""The list of imports with the place to drop files, and one import: what became of every row."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from jinpai.apps.imports import queries, uploads
from jinpai.apps.imports.queries.moved import moved_rows
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader


@roles.required(roles.IMPORT_FILES)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return redirect("imports:imports")


@roles.required(roles.IMPORT_FILES)
@require_safe
@ensure_csrf_cookie
def imports(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = queries.imports_page(now=now, page=_page(request)) | {
        "limits": uploads.limits(),
        "drafts": queries.drafts(reader(request)),
    }
    return render(request, "imports/imports.html", context)


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 8 else 1


@roles.required(roles.IMPORT_FILES)
@require_safe
def one(request: HttpRequest, import_no: int) -> HttpResponse:
    found = queries.one_import(import_no)
    if found is None:
        raise Absent(_("没有第 %(no)d 次导入。") % {"no": import_no})
    context = {"found": found, "import_no": found.no, "moved": moved_rows(found.moved)}
    return render(request, "imports/import.html", context)


@roles.required(roles.IMPORT_FILES)
@require_safe
def rejected(request: HttpRequest, import_no: int, place: int) -> FileResponse:
    """The rejected rows of one file, with line, reason and cure, to mend and drop again."""
    path = queries.rejected_rows(import_no, place)
    if path is None:
        raise Absent(_("这个文件没有可以下载的被拒行。"))
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
