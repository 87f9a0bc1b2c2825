"""The demo shop's months on paper: rulebooks, targets, appraisals, pay runs, as people would do
them, through the same actions and with the same refusals.

Three months are closed under 提成系数 with commission on net sales; then the owner changes to
KPI 分段, and a month runs under it. On the way: a target agreed, praise and a complaint, a dispute
accepted, a loss paid back down to the legal floor, refunds that came in late and are adjusted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from jinpai.apps import home
from jinpai.apps.appraisal.actions import disputes, events, flow, targets
from jinpai.apps.appraisal.models import Sheet, Target
from jinpai.apps.appraisal.queries.scored import scored
from jinpai.apps.payroll.actions import pay_data, receipts, runs
from jinpai.apps.payroll.models import Slip
from jinpai.apps.rulebooks import actions as rulebooks
from jinpai.apps.team.models import User
from jinpai.apps.team.roles import Role
from jinpai.cli.progress import Report
from jinpai.rules import document, edit
from jinpai.rules.inputs import Person

CITY = "石家庄"
CITY_NUMBERS = {
    "minimum_wage": Decimal("2200"),
    "pension": Decimal("0.08"),
    "medical": Decimal("0.02"),
    "unemployment": Decimal("0.003"),
    "insurance_floor": Decimal("3900"),
    "insurance_cap": Decimal("20000"),
    "fund_rate": Decimal("0.05"),
    "fund_floor": Decimal("2200"),
    "fund_cap": Decimal("27000"),
    "market_wage": Decimal("4600"),
}
"""Made up for the demonstration, in the order of magnitude of a provincial capital."""
CITY_SOURCE = "演示数字,不是公告:请按当地公告填写 · made up for the demo, enter your city's notice"

# Whose rating what: the truth of the simulated shop shows in the supervisor's eye, too.
_RATED = (92, 84, 88, 80, 62, 78, 85, 82, 86, 90, 81)


@dataclass(frozen=True)
class Step:
    """How far the story is told, for a progress bar."""

    file: str
    rows_done: int
    rows_total: int


@dataclass
class Story:
    """Who acts, and in which months."""

    months: list[date]  # first days of the closed months
    running: date  # first day of the month that runs
    password: str
    owner: User = field(init=False)
    supervisor: User = field(init=False)

    def __post_init__(self) -> None:
        self.owner = User.objects.get(username=Role.OWNER.value)
        self.supervisor = User.objects.get(username=Role.SUPERVISOR.value)

    def of(self, person: Person) -> User:
        """The person's own login; agents without one of their own get the person's code."""
        known = User.objects.filter(person=person.code).first()
        return known or User.objects.create_user(
            person.code.lower(), self.password, role=Role.AGENT, name=person.name,
            person=person.code,
        )  # fmt: skip


def text_of(month: date) -> str:
    return f"{month:%Y-%m}"


def after(month: date, months: int = 1) -> date:
    """The first day of a later (or earlier) month."""
    index = month.year * 12 + month.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))


def tell(story: Story, report: Report) -> None:
    """The whole story, month by month."""
    steps = 3 + 2 * len(story.months)
    report(Step("", 0, steps))
    regimes(story)
    pay_data_of_all(story)
    for number, month in enumerate(story.months):
        report(Step(text_of(month), 1 + 2 * number, steps))
        appraise(story, month, last=number == len(story.months) - 1)
        report(Step(text_of(month), 2 + 2 * number, steps))
        pay(story, month, number)
    if story.months:
        report(Step("", steps - 2, steps))
        late_refunds(story)
    report(Step(text_of(story.running), steps - 1, steps))
    running(story)


# -- the rulebooks -----------------------------------------------------------------------


def regimes(story: Story) -> None:
    """提成系数 on net sales for the closed months, KPI 分段 from the running one on."""
    shipped = document.shipped()
    text = shipped["level-coefficient"]
    for scheme in ("agent", "lead"):
        text = edit.write(text, commission_on_net_sales(text, scheme))
    if story.months:
        _in_force(story, text, story.months[0], "按净销售额提成:退掉的单不算,级别越高系数越高")
    _in_force(
        story, shipped["kpi-bands"], story.running,
        "销售额看运气,换成 KPI 分段:差一分差一档,人人算得出自己的工资",
    )  # fmt: skip


def commission_on_net_sales(text: str, scheme: str) -> Mapping[str, Any]:
    """The change that puts a scheme's commission on net sales."""
    rulebook, _problems = document.read(text)
    assert rulebook is not None
    components = rulebook.pay.schemes[scheme].components
    where = next(n for n, c in enumerate(components) if getattr(c, "kind", "") == "commission")
    return {f"pay.schemes.{scheme}.components[{where}].basis": "net_sales"}


def _in_force(story: Story, text: str, month: date, reason: str) -> None:
    now = at(month - timedelta(days=5), 18)
    text = edit.write(text, {"effective_from": text_of(month)})
    version = rulebooks.save_version(by=story.owner, text=text, reason=reason, now=now)
    rulebooks.put_in_force(
        by=story.owner, sha256=version.sha256, month=text_of(month), reason=reason, now=now
    )


# -- what pay needs and no file holds ----------------------------------------------------


def pay_data_of_all(story: Story) -> None:
    first = (*story.months, story.running)[0]
    now = at(first - timedelta(days=4))
    pay_data.set_city(
        by=story.owner, city=CITY, since=date(first.year, 1, 1), numbers=CITY_NUMBERS,
        source=CITY_SOURCE, reason="演示", now=now,
    )  # fmt: skip
    for number, person in enumerate(_everyone(story)):
        owner = person.role == Role.OWNER
        hired = person.hired_on or first
        pay_data.set_profile(
            by=story.owner, person=person.code, since=min(hired, first), reason="入职登记", now=now,
            values={
                "paid_here": not owner,
                "city": CITY,
                "additional": Decimal((0, 1000, 2000, 1500)[number % 4]),
                "first_employment": hired >= first,  # the graduate who joined half-way
                "contract_from": hired,
                "contract_to": date(hired.year + 3, hired.month, 1),
                "bank": "演示银行",
                "bank_account": f"62220000{1000 + number}{2000 + 7 * number}",
            },
        )  # fmt: skip
        before = _months_before(hired, first)
        if before and not owner:
            wage = (person.base_pay or Decimal(3000)) + 1200
            pay_data.set_opening(
                by=story.owner, person=person.code, year=first.year, reason="启用前累计", now=now,
                values={
                    "months": before,
                    "income": wage * before,
                    "social": Decimal(560) * before,
                    "additional": Decimal((0, 1000, 2000, 1500)[number % 4]) * before,
                },
            )  # fmt: skip


def _everyone(story: Story) -> list[Person]:
    """Everybody who is paid in any of the months."""
    known: dict[str, Person] = {}
    for month in (*story.months, story.running):
        for person in scored(text_of(month)).month.people:
            known.setdefault(person.code, person)
    return [known[code] for code in sorted(known)]


def _months_before(hired: date, first: date) -> int:
    """Months of the year in which this employer paid before the first closed month."""
    start = max(hired.replace(day=1), date(first.year, 1, 1))
    return max(0, (first.year - start.year) * 12 + first.month - start.month)


# -- one month's appraisal ---------------------------------------------------------------


def appraise(story: Story, month: date, *, last: bool) -> None:
    """Targets before the month; self, leader, supervisor after it; acknowledged, closed."""
    name, following = text_of(month), after(month)
    flow.prepare_month(by=story.owner, month=name, now=at(month - timedelta(days=3)))
    _targets(story, month)
    flow.open_month(by=story.owner, month=name, now=at(following, 9))
    found = scored(name)
    people = [p for p in found.month.people if found.scheme(p)]
    _events(story, month, people)
    for number, person in enumerate(people):
        for step in found.steps(person):
            _rate(story, found, person, number, step, at(following + timedelta(days=1), 10, number))
    disputed = next((p for p in people if p.role == "agent"), None) if last else None
    for person in people:
        if person is disputed:
            _dispute(story, person, month)
        flow.acknowledge(
            by=story.of(person), month=name, person=person.code,
            version=_version(name, person.code), now=at(following + timedelta(days=3), 9),
        )  # fmt: skip
    flow.close_month(by=story.owner, month=name, now=at(following + timedelta(days=7), 18))


def _version(month: str, person: str) -> int:
    return Sheet.objects.get(month=month, person=person).version


def _targets(story: Story, month: date) -> None:
    """The supervisor's goal, agreed before the month begins."""
    name, found = text_of(month), scored(text_of(month))
    who = story.supervisor.person
    person = found.person(who)
    scheme = found.scheme(person) if person else None
    goals = [i.code for i in scheme[1].items if i.curve.kind == "target"] if scheme else []
    for item in goals:
        targets.set_target(
            by=story.owner, month=name, person=who, item=item, value=Decimal("0.95"),
            version=_version(name, who), now=at(month - timedelta(days=3), 10),
        )  # fmt: skip
        target = Target.objects.filter(sheet__person=who, sheet__month=name, item=item).last()
        assert target is not None
        targets.answer_target(
            by=story.supervisor, target=target.pk, agreed=True,
            now=at(month - timedelta(days=2), 11),
        )  # fmt: skip


def _events(story: Story, month: date, people: list[Person]) -> None:
    agents = [p for p in people if p.role in ("agent", "lead")]
    if len(agents) < 3:
        return
    day = month + timedelta(days=16)
    for person, points, kind, evidence in (
        (agents[0], Decimal(2), "买家表扬", "买家在评价里点名感谢,截图存档"),
        (agents[-1], Decimal(-3), "投诉属实", "答应当天补发,两天没有办;聊天记录存档"),
    ):
        events.add_event(
            by=story.supervisor, person=person.code, day=day, points=points, kind=kind,
            evidence=evidence, key=f"demo-{text_of(month)}-{person.code}", now=at(day, 18),
        )  # fmt: skip


def _rate(story: Story, found: Any, person: Person, number: int, step: str, now: datetime) -> None:
    scheme = found.scheme(person)
    assert scheme is not None
    items = [item.code for item in scheme[1].items if item.curve.kind == "rating"]
    truth = _RATED[number % len(_RATED)]
    points = min(100, truth + {"self": 5, "leader": 2}.get(step, 0))
    own = person.code == story.supervisor.person
    by = {"self": story.of(person), "leader": _leader(story, found, person)}.get(
        step, story.owner if own else story.supervisor
    )
    flow.rate(
        by=by, month=found.month.month, person=person.code,
        version=_version(found.month.month, person.code), step=step,
        points={item: Decimal(points) for item in items}, now=now,
    )  # fmt: skip


def _leader(story: Story, found: Any, person: Person) -> User:
    leads = found.leads_of(person)
    known = User.objects.filter(person=leads[0]).first() if leads else None
    return known or story.owner


def _dispute(story: Story, person: Person, month: date) -> None:
    """The agent holds against an item; the supervisor looks and accepts."""
    name, following = text_of(month), after(month)
    found = scored(name)
    score = found.appraised[person.code]
    item = min(
        (i for i in score.items if i.metrics and i.points is not None and i.points < 100),
        key=lambda i: (i.points or 0, i.code),
    )
    wanted = min(Decimal(100), (item.points or Decimal(0)) + 15)
    one = disputes.dispute(
        by=story.of(person), month=name, person=person.code, version=_version(name, person.code),
        item=item.code, wanted=wanted, now=at(following + timedelta(days=2), 9),
        reason="有两天平台故障,聊天工具打不开,这两天不该算在内", evidence="平台公告截图",
    )  # fmt: skip
    disputes.decide(
        by=story.owner, dispute=one.pk, version=one.version, outcome="accepted",
        answer="公告属实,按本人写的分数记", now=at(following + timedelta(days=2), 16),
    )  # fmt: skip


# -- one month's pay ---------------------------------------------------------------------


def pay(story: Story, month: date, number: int) -> None:
    """The run of the month, calculated, confirmed, paid; the agents read their payslips."""
    name, following = text_of(month), after(month)
    if number == 1:
        _loss(story, month)
    day = following + timedelta(days=8)
    runs.open_run(by=story.owner, month=name, now=at(day))
    run = runs.calculate(by=story.owner, month=name, now=at(day, 10))
    run = runs.confirm(
        by=story.owner, month=name, version_read=run.version, now=at(day, 11),
        override_reason=_why_anyway(run.open_problems),
    )  # fmt: skip
    runs.mark_paid(by=story.owner, month=name, version_read=run.version, now=at(day, 15))
    for slip in Slip.objects.filter(run=run):
        reader = User.objects.filter(person=slip.person).first()
        if reader is not None and (number < len(story.months) - 1 or slip.person[-1] in "579"):
            receipts.read_receipt(user=reader, slip=slip, now=at(day + timedelta(days=1), 12))


def _why_anyway(problems: int) -> str:
    """A demo that starts on an unusual day may hold an open problem; it says so."""
    return f"演示:{problems} 条问题已逐条看过" if problems else ""


def _loss(story: Story, month: date) -> None:
    """The newest agent broke a returned massager; her half month leaves little to take."""
    found = scored(text_of(month)).month
    agents = [p for p in found.people if p.role == "agent"]
    newest = max(agents, key=lambda p: (p.hired_on or date.min, p.code))
    pay_data.add_loss(
        by=story.owner, person=newest.code, day=month + timedelta(days=24),
        amount=Decimal("680.00"), reason="退件验货时摔坏样机一台",
        evidence="监控截图、维修报价单、本人签字的情况说明",
        clause="劳动合同第十二条:因本人重大过失造成的损失按实际损失赔偿,每月扣不超过工资 20%",
        now=at(after(month), 9),
    )  # fmt: skip


# -- what comes late ---------------------------------------------------------------------


def late_refunds(story: Story) -> None:
    """Three refunds that finished on the last day of the last closed month were missing from its
    export. They are facts of a closed month, so they come back as an adjustment, once."""
    from jinpai.cli.taking_in import take_in

    month = story.months[-1]
    last = after(month) - timedelta(days=1)
    reading = home.reading()
    orders = reading.fetch(
        "SELECT c.shop, c.order_id, c.amount_paid FROM credits AS c JOIN bound AS b "
        'ON b.shop = c.shop AND b.account = c.owner AND c.said_day >= b."from" '
        'AND (b."to" IS NULL OR c.said_day < b."to") '
        "WHERE c.paid_day BETWEEN ? AND ? "
        f"AND c.order_id NOT IN (SELECT order_id FROM {reading.fact('refunds')}) "
        "ORDER BY b.person, c.amount_paid DESC, c.order_id LIMIT 3",
        [last - timedelta(days=3), last],
    )
    folder = home.home() / "demo-files" / "late"
    folder.mkdir(parents=True, exist_ok=True)
    _write_refunds(folder / "refunds.csv", orders, last)
    take_in([str(folder)])


def _write_refunds(file: Path, orders: list[dict[str, Any]], day: date) -> None:
    lines = [
        f"# as_of: {after(day.replace(day=1)) + timedelta(days=12)}T09:00:00",
        "shop,refund_id,order_id,opened_at,finished_at,kind,reason,amount,status",
    ]
    for number, row in enumerate(orders, 1):
        lines.append(
            f"{row['shop']},LATE{number},{row['order_id']},{day}T10:00:00,{day}T2{number}:30:00,"
            f"refund,七天无理由退货,{row['amount_paid']},succeeded"
        )
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def running(story: Story) -> None:
    """The month that runs: targets are set, the run is open and calculated as far as it goes."""
    name, today = text_of(story.running), timezone.localdate()
    now = at(min(today, after(story.running) + timedelta(days=5)), 8)
    flow.prepare_month(by=story.owner, month=name, now=at(story.running - timedelta(days=3)))
    _targets(story, story.running)
    runs.open_run(by=story.owner, month=name, now=now)
    runs.calculate(by=story.owner, month=name, now=now)
