"""The sections and their pages. An entry shows when its page exists and the role may see it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jinpai.apps.pages.links import keep
from jinpai.apps.team import roles


@dataclass(frozen=True)
class Page:
    name: str  # URL name
    label: Promise
    permission: str  # "" = everyone logged in
    keeps: bool = False  # carries shop and period along


@dataclass(frozen=True)
class Section:
    code: str
    label: Promise
    pages: tuple[Page, ...]


SECTIONS = (
    Section(
        "board",
        _("看板"),
        (
            Page("board:month", _("本月"), roles.SEE_BOARD, True),
            Page("board:agents", _("客服"), roles.SEE_BOARD, True),
            Page("board:metrics", _("指标"), roles.SEE_BOARD, True),
            Page("board:orders", _("订单"), roles.SEE_CHATS, True),
            Page("board:receptions", _("接待"), roles.SEE_CHATS, True),
            Page("board:ring", _("响声的价值"), roles.SEE_MONEY, True),
            Page("board:reconcile", _("对账"), roles.SEE_TEAM_BOARD, True),
            Page("board:plan", _("计算器"), roles.SEE_MONEY, True),
        ),
    ),
    Section(
        "desk",
        _("工作台"),
        (
            Page("desk:today", _("今天"), roles.SEE_DESK),
            Page("desk:lists", _("清单"), roles.SEE_DESK),
            Page("aftersales:cases", _("售后单"), roles.HANDLE_CASES),
            Page("aftersales:register", _("退货登记"), roles.WAREHOUSE),
            Page("aftersales:shipping", _("发货核对"), roles.WAREHOUSE),
            Page("aftersales:reasons", _("退货原因"), roles.SEE_DESK),
            Page("desk:outgoing", _("带到平台的改动"), roles.SEE_TEAM_DESK),
            Page("desk:handover", _("交接班"), roles.SEE_DESK),
            Page("knowledge:phrases", _("快捷短语"), roles.SEE_DESK),
            Page("knowledge:autoreplies", pgettext_lazy("many", "自动回复"), roles.SEE_DESK),
            Page("knowledge:problems", _("每日问题表"), roles.SEE_DESK),
            Page("knowledge:pages", _("知识库"), roles.SEE_DESK),
            Page("knowledge:routines", _("例行事项"), roles.SEE_DESK),
            Page("desk:campaigns", _("活动"), roles.SEE_DESK),
            Page("aftersales:authority", _("权限说明"), roles.SEE_DESK),
        ),
    ),
    Section(
        "appraisal",
        _("考核"),
        (
            Page("appraisal:cycle", _("本期考核"), roles.APPRAISE),
            Page("appraisal:mine", _("我的考核"), roles.SEE_OWN_PAY),
            Page("appraisal:targets", _("定目标"), roles.APPRAISE),
            Page("appraisal:events", _("加减分事件"), roles.APPRAISE),
            Page("appraisal:disputes", _("异议"), roles.APPRAISE),
        ),
    ),
    Section(
        "pay",
        _("薪资"),
        (
            Page("payroll:runs", _("薪资批次"), roles.RUN_PAY),
            Page("payroll:mine", _("我的工资"), roles.SEE_OWN_PAY),
            Page("payroll:entries", _("手工录入"), roles.RUN_PAY),
            Page("payroll:cities", _("城市参数"), roles.RUN_PAY),
            Page("rulebooks:rulebooks", _("制度"), roles.SEE_RULES),
            Page("payroll:try", _("试算制度"), roles.CHANGE_RULES),
        ),
    ),
    Section(
        "team",
        _("团队"),
        (
            Page("team:people", _("人员"), roles.MANAGE_PEOPLE),
            Page("team:accounts", _("子账号"), roles.MANAGE_PEOPLE),
            Page("team:users", _("用户"), roles.MANAGE_USERS),
            Page("team:components", _("组件"), roles.MANAGE_USERS),
        ),
    ),
    Section(
        "data",
        _("数据"),
        (
            Page("imports:imports", _("导入"), roles.IMPORT_FILES),
            Page("imports:unmatched", _("待认领"), roles.IMPORT_FILES),
            Page("imports:health", _("数据健康"), roles.IMPORT_FILES),
            Page("imports:measure", _("度量设置"), roles.CHANGE_MEASURE),
            Page("team:audit", _("操作日志"), roles.SEE_AUDIT),
        ),
    ),
)


@dataclass(frozen=True)
class Link:
    label: Promise
    url: str
    here: bool


@dataclass(frozen=True)
class Group:
    code: str
    label: Promise
    url: str  # its first page
    here: bool
    links: tuple[Link, ...]


def navigation(request: HttpRequest) -> list[Group]:
    user = request.user
    if not user.is_authenticated:
        return []
    match = request.resolver_match
    here = match.view_name if match else ""
    groups = []
    for section in SECTIONS:
        links = []
        for page in section.pages:
            if page.permission and not user.may(page.permission):
                continue
            try:
                url = keep(request, page.name) if page.keeps else reverse(page.name)
            except NoReverseMatch:
                continue  # a page that is not built yet is not offered
            links.append(Link(page.label, url, _under(page.name, here, section)))
        if links:
            inside = any(link.here for link in links) or any(
                here.startswith(f"{app}:") for app in _apps(section)
            )
            groups.append(Group(section.code, section.label, links[0].url, inside, tuple(links)))
    # A page belongs to one section: the first that lists it wins over one that shares its app.
    exact = [g for g in groups if any(link.here for link in g.links)]
    if exact:
        groups = [Group(g.code, g.label, g.url, g is exact[0], g.links) for g in groups]
    return groups


def _apps(section: Section) -> set[str]:
    apps = {
        "board": {"board"},
        "desk": {"desk", "aftersales", "knowledge"},
        "appraisal": {"appraisal"},
        "pay": {"payroll", "rulebooks"},
        "team": {"team"},
        "data": {"imports"},
    }
    return apps[section.code]


def _under(name: str, here: str, section: Section) -> bool:
    """`board:agent` lies under `board:agents`, `imports:import` under `imports:imports`."""
    return here == name or (name.endswith("s") and here == name[:-1])
