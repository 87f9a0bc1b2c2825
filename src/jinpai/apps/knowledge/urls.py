"""Addresses of what service knows."""

from __future__ import annotations

from django.urls import path

from .views import (
    autoreplies,
    pages,
    phrases,
    problems,
    questions,
    refunds,
    routine_lists,
    routines,
)

app_name = "knowledge"
urlpatterns = [
    path("phrases/", phrases.phrases, name="phrases"),
    path("phrases/new/", phrases.new, name="phrase_new"),
    path("phrases/add", phrases.add, name="phrase_add"),
    path("phrases/begin", phrases.begin, name="phrases_begin"),
    path("phrases/use/", phrases.effects, name="phrase_use"),
    path("phrases/file/", phrases.file, name="phrase_file"),
    path("phrases/file/take", phrases.take, name="phrase_take"),
    path("phrases/file/export", phrases.export, name="phrase_export"),
    path("questions/", questions.questions, name="questions"),
    path("questions/start", questions.start, name="questions_start"),
    path("questions/progress/<uuid:job_id>", questions.progress, name="questions_progress"),
    path("phrase/<int:pk>/", phrases.phrase, name="phrase"),
    path("phrase/<int:pk>/<slug:what>", phrases.act, name="phrase_act"),
    path("variant/<int:pk>/used", phrases.used, name="phrase_used"),
    path("autoreplies/", autoreplies.autoreplies, name="autoreplies"),
    path("autoreplies/add", autoreplies.add, name="autoreply_add"),
    path("autoreply/<int:pk>/", autoreplies.autoreply, name="autoreply"),
    path("autoreply/<int:pk>/<slug:what>", autoreplies.act, name="autoreply_act"),
    path("problems/", problems.problems, name="problems"),
    path("problems/add", problems.add, name="problem_add"),
    path("problems/nothing", problems.nothing, name="problem_nothing"),
    path("problems/handed/", problems.handed, name="problems_handed"),
    path("problems/week/", problems.week, name="problems_week"),
    path("problem/<int:pk>/", problems.problem, name="problem"),
    path("problem/<int:pk>/<slug:what>", problems.act, name="problem_act"),
    path("pages/", pages.pages, name="pages"),
    path("pages/new/", pages.new, name="page_new"),
    path("pages/add", pages.add, name="page_add"),
    path("page/<int:pk>/", pages.page, name="page"),
    path("page/<int:pk>/edit/", pages.edit, name="page_edit"),
    path("page/<int:pk>/versions/", pages.versions, name="page_versions"),
    path("page/<int:pk>/phrase/", pages.phrase, name="page_phrase"),
    path("page/<int:pk>/<slug:what>", pages.act, name="page_act"),
    path("routines/", routines.routines, name="routines"),
    path("routines/week/", routines.week, name="routines_week"),
    path("routines/shift", routines.shift, name="routine_shift"),
    path("routines/lists/", routine_lists.lists, name="routine_lists"),
    path("routines/lists/new/", routine_lists.new, name="routine_new"),
    path("routines/lists/save", routine_lists.save, name="routine_save"),
    path("routines/list/<slug:code>/", routine_lists.one_list, name="routine_list"),
    path("routines/run/<int:pk>/", routines.run, name="routine_run"),
    path("routines/run/<int:pk>/tick", routines.tick, name="routine_tick"),
    path("refunds/", refunds.refunds, name="refunds"),
    path("refunds/sign", refunds.sign, name="refunds_sign"),
]
