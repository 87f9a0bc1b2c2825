"""The knowledge base: found and copied, one page, its versions and form, the way to a phrase."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps import home
from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.views.page import done, number
from jinpai.apps.knowledge.actions import pages as actions
from jinpai.apps.knowledge.actions.pages import Written
from jinpai.apps.knowledge.models import Page
from jinpai.apps.knowledge.queries import pages as query
from jinpai.apps.knowledge.queries.phrases import groups
from jinpai.apps.knowledge.rendering import html, plain
from jinpai.apps.knowledge.words import asked_text, no_nul
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader
from jinpai.workflow.phrases.variables import VARIABLES
from jinpai.workflow.phrases.variants import LEAST

EDITING = ("save", "restore", "review", "retire", "bring-back", "phrase")


@require_safe
@roles.required(roles.SEE_DESK)
def pages(request: HttpRequest) -> HttpResponse:
    """Find, read, copy."""
    asked = request.GET
    typed, kind = asked_text(request, "q", 60), asked_text(request, "kind", 12)
    product, topic = asked_text(request, "product", 128), asked_text(request, "topic", 40)
    edits = reader(request).may(roles.EDIT_KNOWLEDGE)
    found = query.find(
        typed, timezone.now(), kind=kind, product=product, topic=topic, stale="stale" in asked,
        retired=edits and "retired" in asked,
    )  # fmt: skip
    return render(
        request, "knowledge/pages.html",
        {"found": found, "typed": typed, "kind": kind, "product": product, "topic": topic,
         "kinds": Page.Kind.choices, "topics": query.topics(), "edits": edits,
         "products": query.products_with_pages(), "stale": "stale" in asked,
         "retired": "retired" in asked,
         "filtered": bool(typed or kind or product or topic or "stale" in asked
                          or "retired" in asked)},
    )  # fmt: skip


@require_safe
@roles.required(roles.EDIT_KNOWLEDGE)
def new(request: HttpRequest) -> HttpResponse:
    kind = asked_text(request, "kind", 12, Page.Kind.ANSWER)
    begun = _("## 卖点\n\n## 规格和尺寸\n\n## 使用和保养\n\n## 常被问的")
    return _form(request, None, {
        "title": asked_text(request, "title", 300), "kind": kind,
        "product": asked_text(request, "product", 128),
        "text": begun if kind == Page.Kind.PRODUCT else "",
    })  # fmt: skip


@require_POST
@roles.required(roles.EDIT_KNOWLEDGE)
def add(request: HttpRequest) -> HttpResponse:
    no_nul(request.POST)
    try:
        one = actions.save(
            by=reader(request), written=_written(request), why=request.POST.get("why", ""),
            key=request.POST.get("key", "")[:64], now=timezone.now(), request=request,
        )  # fmt: skip
    except Refused as refused:  # what was written is still there
        return _form(request, None, request.POST, str(refused), 422)
    return HttpResponseRedirect(reverse("knowledge:page", args=[one.pk]))


@require_safe
@roles.required(roles.SEE_DESK)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One page as it is now, and everything that belongs to it."""
    one, user = _one(pk), reader(request)
    product = query.product(home.reading(), one.product)
    return render(
        request, "knowledge/page.html",
        {"page": one, "html": html(one.text), "said": plain(one.text), "product": product,
         "edits": user.may(roles.EDIT_KNOWLEDGE), "names": by_username(),
         "stale": one.reviewed_at < query.review_by(timezone.now()),
         "problems": list(one.problems.all()[:20]), "phrases": list(one.phrases.all()),
         "same_product": list(
             Page.objects.filter(product=one.product, retired_at__isnull=True).exclude(pk=pk)[:10]
         ) if one.product else [],
         "right": one.words.filter(right=True).count(),
         "wrong": list(one.words.filter(right=False).select_related("task")[:10]),
         "wanted": query.wanted(one) if one.kind == Page.Kind.PRODUCT else None,
         "versions": list(one.versions.order_by("-number")), "key": uuid.uuid4().hex,
         "orders_page": user.may(roles.SEE_CHATS)},
    )  # fmt: skip


@require_safe
@roles.required(roles.EDIT_KNOWLEDGE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    one = _one(pk)
    return _form(request, one, {
        "title": one.title, "kind": one.kind, "product": one.product, "topic": one.topic,
        "text": one.text,
    })  # fmt: skip


def _form(
    request: HttpRequest, one: Page | None, written: Any, refused: str = "", status: int = 200
) -> HttpResponse:
    """After a refusal the form carries the version that is there now: who saves again has been
    told what changed in between."""
    return render(
        request, "knowledge/page_edit.html",
        {"page": one, "written": written, "refused": refused, "kinds": Page.Kind.choices,
         "products": query.products(home.reading()), "topics": query.topics(),
         "key": written.get("key") or uuid.uuid4().hex},
        status=status,
    )  # fmt: skip


@require_safe
@roles.required(roles.SEE_DESK)
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions compared; without a choice the last two."""
    one = _one(pk)
    kept = list(one.versions.order_by("number"))
    by_number = {v.number: v for v in kept}
    after = by_number.get(_number(request, "to")) or kept[-1]
    before = by_number.get(_number(request, "from")) or by_number.get(after.number - 1)
    return render(
        request, "knowledge/page_versions.html",
        {"page": one, "kept": kept[::-1], "before": before, "after": after, "names": by_username(),
         "lines": query.difference(before, after) if before else [],
         "fields": query.changed_fields(before, after) if before else [],
         "edits": reader(request).may(roles.EDIT_KNOWLEDGE)},
    )  # fmt: skip


@require_POST
@roles.required(roles.SEE_DESK)
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Save, restore, review, retire, bring back, phrase; a reader's word, a buyer's wish."""
    user, now, post = reader(request), timezone.now(), request.POST
    no_nul(post)
    if what in EDITING and not user.may(roles.EDIT_KNOWLEDGE):
        raise NotYours(_("您的角色不能改知识库。"))
    one = _one(pk)
    if what == "save":
        return _save(request, one)
    if what == "phrase":
        return _to_phrase(request, one)

    def work(by: User) -> str:
        key = post.get("key", "")[:64]
        if what == "word":
            right = post.get("right") == "yes"
            actions.word(by=by, page=pk, right=right, text=post.get("text", ""), key=key, now=now,
                         request=request)  # fmt: skip
            return _("谢谢。") if right else _("记成改进单了,答复您看得到。")
        if what == "wish":
            actions.wish(
                by=by, page=pk, size=post.get("size", ""), colour=post.get("colour", ""),
                note=post.get("note", ""), key=key, now=now, request=request,
            )  # fmt: skip
            return _("记下了。")
        version = number(request, "version")
        if what == "restore":
            actions.restore(by=by, page=pk, version=version, number=number(request, "number"),
                            now=now, request=request)  # fmt: skip
            return _("那一版成了最新的一版。")
        if what == "review":
            actions.review(by=by, page=pk, version=version, now=now, request=request)
            return _("复核过了。")
        if what in ("retire", "bring-back"):
            actions.standing(by=by, page=pk, version=version, retired=what == "retire", now=now,
                             request=request)  # fmt: skip
            return _("停用了,记录都在。") if what == "retire" else _("恢复了。")
        raise Absent(_("没有这一步。"))

    return done(request, reverse("knowledge:page", args=[pk]), work)


def _save(request: HttpRequest, one: Page) -> HttpResponse:
    try:
        actions.save(
            by=reader(request), page=one.pk, version=number(request, "version"),
            written=_written(request), why=request.POST.get("why", ""), now=timezone.now(),
            request=request,
        )  # fmt: skip
    except Refused as refused:
        return _form(request, _one(one.pk), request.POST, str(refused), 422)
    messages.success(request, _("存好了。"))
    return HttpResponseRedirect(reverse("knowledge:page", args=[one.pk]))


@require_safe
@roles.required(roles.EDIT_KNOWLEDGE)
def phrase(request: HttpRequest, pk: int) -> HttpResponse:
    """The page's answer as the first of at least three ways to say it."""
    one = _one(pk)
    boxes = [plain(one.text)[:2000], *[""] * LEAST]
    return _phrase_form(request, one, boxes, one.title[:120], one.topic, uuid.uuid4().hex)


def _to_phrase(request: HttpRequest, one: Page) -> HttpResponse:
    post = request.POST
    try:
        made = actions.to_phrase(
            by=reader(request), page=one.pk, title=post.get("title", ""), now=timezone.now(),
            group=post.get("group", ""), texts=post.getlist("text"), key=post.get("key", "")[:64],
            request=request,
        )  # fmt: skip
    except Refused as refused:
        return _phrase_form(
            request, one, [*post.getlist("text"), ""], post.get("title", ""),
            post.get("group", ""), post.get("key", ""), str(refused),
        )  # fmt: skip
    return HttpResponseRedirect(reverse("knowledge:phrase", args=[made.pk]))


def _phrase_form(
    request: HttpRequest, one: Page, boxes: list[str], title: str, group: str, key: str,
    refused: str = "",
) -> HttpResponse:  # fmt: skip
    return render(
        request, "knowledge/page_phrase.html",
        {"page": one, "boxes": boxes, "title": title, "group": group, "groups": groups(),
         "variables": VARIABLES, "key": key, "least": LEAST, "refused": refused},
        status=422 if refused else 200,
    )  # fmt: skip


# -- what they share ---------------------------------------------------------------------


def _one(pk: int) -> Page:
    one = Page.objects.filter(pk=pk).first()
    if one is None:
        raise Absent(_("没有这一页。"))
    return one


def _written(request: HttpRequest) -> Written:
    post = request.POST
    return Written(
        post.get("title", ""), post.get("text", ""), post.get("kind", ""),
        post.get("product", ""), post.get("topic", ""),
    )  # fmt: skip


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
