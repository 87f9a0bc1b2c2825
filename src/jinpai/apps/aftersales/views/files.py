"""A photo or video of a case, for those who may see them: an image on the page, else a download."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jinpai.apps.aftersales import photos
from jinpai.apps.aftersales.models import CaseFile
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles


@require_safe
@roles.required(roles.SEE_CASE_FILES)
def file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    found = CaseFile.objects.filter(pk=file).first()
    path = photos.place(pk, found.sha256, found.content_type) if found else None
    if found is None or found.case_id != pk or path is None or not path.exists():
        raise Absent(_("没有这个文件。"))
    answer = FileResponse(path.open("rb"), content_type=found.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=3600"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    name = f"{found.sha256[:12]}.{photos.SUFFIX[found.content_type]}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
