"""Addresses of the data pages, under /data/."""

from __future__ import annotations

from django.urls import path

from jinpai.apps.imports.views import drops, health, imports, jobs, measure, unmatched

app_name = "imports"
urlpatterns = [
    path("", imports.start, name="start"),
    path("imports/", imports.imports, name="imports"),
    path("imports/drop/", drops.drop, name="drop"),
    path("imports/drop/<uuid:drop_id>/", drops.dropped, name="dropped"),
    path("imports/drop/<uuid:drop_id>/add/", drops.add, name="add"),
    path("imports/drop/<uuid:drop_id>/file/<int:file_id>/remove/", drops.take_out, name="take_out"),
    path("imports/drop/<uuid:drop_id>/begin/", drops.begin, name="begin"),
    path("imports/drop/<uuid:drop_id>/throw-away/", drops.throw_away, name="throw_away"),
    path("imports/<int:import_no>/", imports.one, name="import"),
    path("imports/<int:import_no>/rejected/<int:place>/", imports.rejected, name="rejected"),
    path("jobs/<uuid:job_id>/", jobs.job, name="job"),
    path("jobs/<uuid:job_id>/progress/", jobs.progress, name="progress"),
    path("jobs/<uuid:job_id>/cancel/", jobs.cancel, name="cancel"),
    path("jobs/<uuid:job_id>/again/", jobs.again, name="again"),
    path("unmatched/", unmatched.unmatched, name="unmatched"),
    path("unmatched/account/", unmatched.rule_account, name="rule_account"),
    path("unmatched/shop/", unmatched.make_shop_known, name="make_shop_known"),
    path("health/", health.health, name="health"),
    path("health/complete/", health.complete, name="complete"),
    path("health/check/", health.check, name="check"),
    path("measure/", measure.measure, name="measure"),
    path("measure/try/", measure.try_out, name="try_measure"),
    path("measure/apply/<uuid:job_id>/", measure.apply, name="apply_measure"),
]
