"""A small house whose pay can be reckoned by hand: one shop, three agents and the owner.

September and October 2026. 小丽 (A1) and 阿强 (A2) sell: base 3000 / 3500 and 1 % of their net
sales. 小美 (A3) serves after the sale: base 3000 and 1000 × performance coefficient. Nobody is
insured, so that tax and net are plain sums.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinpai.apps import home
from jinpai.apps.payroll import actions
from jinpai.apps.payroll.models import Run
from jinpai.apps.team.models import User

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
AS_OF = datetime(2026, 11, 19, 0, 0)

RULEBOOK = """
code = "small"
name = { zh = "小店", en = "Small shop" }
effective_from = "2026-09"
reason = "test"

[appraisal]
otherwise = 0.6
coefficients = [ { from = 90, factor = 1.1 }, { from = 80, factor = 1.0 } ]

[appraisal.schemes.care]
name = { zh = "售后", en = "After-sale" }
roles = ["agent"]
groups = ["售后"]

[[appraisal.schemes.care.items]]
code = "quality"
name = { zh = "质检", en = "Quality" }
kind = "process"
weight = 100
metrics = ["quality_score"]
curve = { kind = "linear", worst = 0, best = 100 }

[pay.schemes.care]
name = { zh = "售后", en = "After-sale" }
roles = ["agent"]
groups = ["售后"]

[[pay.schemes.care.components]]
kind = "base"
code = "base"
amount = 3000

[[pay.schemes.care.components]]
kind = "performance_wage"
code = "performance"
amount = 1000

[[pay.schemes.care.components]]
kind = "adjustment"
code = "adjustment"

[[pay.schemes.care.components]]
kind = "income_tax"
code = "income_tax"

[pay.schemes.agent]
name = { zh = "售前", en = "Pre-sale" }
roles = ["agent"]

[[pay.schemes.agent.components]]
kind = "base"
code = "base"
amounts = { P1 = 3000, P2 = 3500 }

[[pay.schemes.agent.components]]
kind = "commission"
code = "commission"
basis = "net_sales"
rate = 0.01

[[pay.schemes.agent.components]]
kind = "adjustment"
code = "adjustment"

[[pay.schemes.agent.components]]
kind = "income_tax"
code = "income_tax"

[[pay.schemes.agent.components]]
kind = "loss_compensation"
code = "loss_compensation"
"""

SHOPS = "shop,platform,name,timezone,day_cut\nS1,taobao,一店,Asia/Shanghai,00:00\n"
PEOPLE = (
    "person,from,name,role,group,level,base_pay,hired_on,left_on\n"
    "A1,2026-09-01,小丽,agent,售前,P1,,2026-09-01,\n"
    "A2,2026-09-01,阿强,agent,售前,P2,,2026-09-01,\n"
    "A3,2026-09-01,小美,agent,售后,P1,,2026-09-01,\n"
    "B1,2026-09-01,老板,owner,,,,2026-09-01,\n"
)
ACCOUNTS = (
    "shop,account,person,from,to\nS1,a1,A1,2026-08-01,\nS1,a2,A2,2026-08-01,\n"
    "S1,a3,A3,2026-08-01,\n"
)
MESSAGES = "shop,account,buyer,at,sender,kind,text\n" + "".join(
    f"S1,{account},{buyer},{day}T10:00:00,buyer,text,在吗\n"
    f"S1,{account},{buyer},{day}T10:00:20,agent,text,在的亲\n"
    for account, buyer, day in (
        ("a1", "b0", "2026-08-25"), ("a1", "b1", "2026-09-05"), ("a2", "b2", "2026-09-06"),
        ("a3", "b9", "2026-09-07"), ("a1", "b3", "2026-10-05"), ("a2", "b4", "2026-10-06"),
        ("a1", "b5", "2026-11-10"),
    )
)  # fmt: skip
ORDERS_HEAD = "shop,order_id,buyer,created_at,paid_at,amount_due,amount_paid,postage,quantity\n"
ORDERS = ORDERS_HEAD + "".join(
    f"S1,{order},{buyer},{day}T11:00:00,{day}T11:05:00,{amount},{amount},0,1\n"
    for order, buyer, day, amount in (
        ("O0", "b0", "2026-08-25", "10.00"), ("O1", "b1", "2026-09-05", "20000.00"),
        ("O2", "b2", "2026-09-06", "30000.00"), ("O3", "b3", "2026-10-05", "10000.00"),
        ("O4", "b4", "2026-10-06", "40000.00"), ("O5", "b5", "2026-11-10", "100.00"),
    )
)  # fmt: skip
REFUNDS_HEAD = "shop,refund_id,order_id,opened_at,finished_at,kind,reason,amount,status\n"
REFUNDS = (
    REFUNDS_HEAD + "S1,R0,O0,2026-08-26T10:00:00,2026-08-26T12:00:00,refund,不喜欢,5.00,succeeded\n"
)
MANUAL = (
    "person,day,metric,value,evidence,entered_by\n"
    "A3,2026-09-30,quality_score,85,抽检表,boss\nA3,2026-10-31,quality_score,85,抽检表,boss\n"
)
REFUND_OF_SEPTEMBER = (
    REFUNDS_HEAD
    + "S1,R1,O1,2026-09-20T10:00:00,2026-09-21T12:00:00,refund,破损,4000.00,succeeded\n"
)


class House:
    """The shop with its people, its owner who runs pay, and a rulebook in force."""

    def __init__(self, folder: Path, boss: User) -> None:
        self.folder = folder
        self.boss = boss

    def take(self, as_of: datetime = AS_OF, **files: str) -> None:
        """Import files by their table's name."""
        take(self.folder, as_of, **files)

    def rules(self, text: str = RULEBOOK, month: str = "2026-09") -> None:
        """Put a rulebook in force from a month on."""
        from jinpai.apps.rulebooks.models import Force, Version
        from jinpai.rules import document

        number = Version.objects.count() + 1
        version = Version.objects.create(
            code="small", number=number, sha256=document.digest(text), text=text,
            effective_from=month, reason="试", saved_by="boss", at=NOW,
        )  # fmt: skip
        Force.objects.create(
            number=number, month=month, version=version, reason="试", signed_by="boss", at=NOW
        )

    def enter(self, person: str, month: str, what: str, value: str | None) -> Any:
        return actions.enter(
            by=self.boss, person=person, month=month, what=what, reason="考勤表", now=NOW,
            value=None if value is None else Decimal(value),
        )  # fmt: skip

    def profile(self, person: str, **values: Any) -> None:
        actions.set_profile(
            by=self.boss, person=person, since=date(2026, 9, 1), values=values, reason="入职",
            now=NOW,
        )  # fmt: skip

    def present(self, month: str, *people: str) -> None:
        """Every expected day of the month was worked."""
        for person in people or ("A1", "A2", "A3"):
            self.enter(person, month, "expected_days", "22")
            self.enter(person, month, "paid_days", "22")

    def appraised(self, month: str, *people: str) -> None:
        """The appraisals are closed."""
        from jinpai.apps.appraisal.models import Sheet

        for person in people or ("A3",):
            Sheet.objects.create(month=month, person=person, state="closed")

    def calculate(self, month: str) -> Run:
        actions.open_run(by=self.boss, month=month, now=NOW)
        return actions.calculate(by=self.boss, month=month, now=NOW)

    def confirm(self, month: str, override: str = "") -> Run:
        run = Run.objects.get(month=month)
        return actions.confirm(
            by=self.boss, month=month, version_read=run.version, now=NOW, override_reason=override
        )

    def close(self, month: str) -> Run:
        """The whole month without a problem: entered, appraised, calculated, confirmed."""
        self.present(month)
        self.appraised(month)
        self.calculate(month)
        return self.confirm(month)


def take(folder: Path, as_of: datetime = AS_OF, **files: str) -> None:
    """Import files in one commit."""
    from jinpai.facts.load import Answers, Source, load

    sources = []
    for name, text in files.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        sources.append(Source(path, path.name, Answers(as_of=as_of)))
    report = load(home.lake(), sources, now=NOW)
    assert not any(f.problems for f in report.files), [f.problems for f in report.files]


def load_facts(folder: Path) -> None:
    """The facts of the house, into the present data home."""
    take(folder, shops=SHOPS)
    take(
        folder, people=PEOPLE, accounts=ACCOUNTS, messages=MESSAGES, orders=ORDERS,
        refunds=REFUNDS, manual=MANUAL,
    )  # fmt: skip


def decide(house: House) -> House:
    """Its rulebook in force, its city and everybody's pay profile."""
    house.rules()
    actions.set_city(
        by=house.boss, city="杭州", since=date(2026, 1, 1), source="浙江省最低工资标准",
        numbers={"minimum_wage": Decimal("2490")}, reason="年度", now=NOW,
    )  # fmt: skip
    for person in ("A1", "A2", "A3"):
        house.profile(person, city="杭州", insured=False, fund=False)
    return house
