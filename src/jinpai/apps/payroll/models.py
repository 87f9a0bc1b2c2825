"""What the payroll keeps: pay data entered by hand, runs, payslips, and who has read them.

Pay data (`City`, `Profile`, `Opening`, `Entry`, `Loss`) are only ever added: the newest row wins
and the older ones are its history. A confirmed run keeps all it was computed from (`Run.pins`,
`Slip.inputs`, `Unpaid.inputs`), so nothing entered later can change what was paid.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kept(models.QuerySet[Any]):
    """Rows that are added and never changed."""

    def update(self, **fields: Any) -> int:
        raise TypeError("pay data are never changed: a newer row wins")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("pay data are never deleted: a newer row wins")


class Written(models.Model):
    """A row that someone signed: who, when, why. Added, never changed."""

    reason = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=64)  # user name
    at = models.DateTimeField()

    objects = Kept.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("pay data are never changed: a newer row wins")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("pay data are never deleted: a newer row wins")


def _yuan(**more: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(max_digits=14, decimal_places=2, **more)


def _rate(**more: Any) -> models.DecimalField[Any, Any]:
    """A fraction: 0.08 is 8 %."""
    return models.DecimalField(max_digits=7, decimal_places=6, **more)


class City(Written):
    """A city's numbers from a day on, with their source. Newest row of (city, since) wins."""

    city = models.CharField(max_length=64)
    since = models.DateField()
    minimum_wage = _yuan()  # a month
    pension = _rate(null=True, blank=True)  # employee rates
    medical = _rate(null=True, blank=True)
    medical_fixed = _yuan(default=0)  # a month, beside the rate (大病)
    unemployment = _rate(null=True, blank=True)
    insurance_floor = _yuan(null=True, blank=True)
    insurance_cap = _yuan(null=True, blank=True)
    fund_rate = _rate(null=True, blank=True)  # employee rate where a person has no own
    fund_floor = _yuan(null=True, blank=True)
    fund_cap = _yuan(null=True, blank=True)
    market_wage = _yuan(null=True, blank=True)  # of the post in this city, where known
    source = models.CharField(max_length=500)  # the notice it was read in

    class Meta:
        ordering: ClassVar = ["city", "-since", "-id"]
        indexes: ClassVar = [models.Index(fields=["city", "since"], name="pay_city_since")]

    def __str__(self) -> str:
        return f"{self.city} {self.since}"


class Profile(Written):
    """A person's pay data from a day on: the whole record, so that one row is enough.

    `person` is the person code of the lake. Newest row of (person, since) wins, then the latest
    `since` on or before the month's last day.
    """

    person = models.CharField(max_length=64)
    since = models.DateField()
    paid_here = models.BooleanField(default=True)  # False: an owner, or on another's payroll
    city = models.CharField(max_length=64, blank=True)
    insured = models.BooleanField(default=True)
    insurance_base = _yuan(null=True, blank=True)  # None: the month's gross wage
    fund = models.BooleanField(default=True)
    fund_base = _yuan(null=True, blank=True)
    fund_rate = _rate(null=True, blank=True)
    additional = _yuan(default=0)  # 专项附加扣除 a month
    other_deductions = _yuan(default=0)  # 其他扣除 a month
    first_employment = models.BooleanField(default=False)  # 公告2020年13号
    whole_allowance = models.BooleanField(default=False)  # 公告2020年19号
    contract_from = models.DateField(null=True, blank=True)
    contract_to = models.DateField(null=True, blank=True)
    probation_until = models.DateField(null=True, blank=True)  # inclusive
    bank = models.CharField(max_length=64, blank=True)
    bank_account = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["person", "-since", "-id"]
        indexes: ClassVar = [models.Index(fields=["person", "since"], name="pay_profile_since")]

    def __str__(self) -> str:
        return f"{self.person} {self.since}"

    @property
    def masked_account(self) -> str:
        """The account as a page may show it: the last four digits."""
        account = self.bank_account.replace(" ", "")
        return f"•••• {account[-4:]}" if len(account) > 4 else "••••" if account else ""


class Opening(Written):
    """A person's tax figures of a year before Jinpai paid: months and sums up to then."""

    person = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField()  # paid by this employer in the year, before
    income = _yuan(default=0)
    exempt = _yuan(default=0)
    social = _yuan(default=0)  # 专项扣除
    additional = _yuan(default=0)  # 专项附加扣除
    other = _yuan(default=0)
    withheld = _yuan(default=0)

    class Meta:
        ordering: ClassVar = ["person", "-year", "-id"]
        indexes: ClassVar = [models.Index(fields=["person", "year"], name="pay_opening_year")]

    def __str__(self) -> str:
        return f"{self.person} {self.year}"


class Entry(Written):
    """One hand-entered fact of a person's month; the newest of (person, month, what) wins.

    An empty value takes the entry back: what the files say holds again. An `adjustment` is
    money owed to the person and each row stands for itself; an empty one takes back all of the
    month so far.
    """

    class What(models.TextChoices):
        PAID_DAYS = "paid_days", _("计薪天数")
        EXPECTED_DAYS = "expected_days", _("应出勤天数")
        ABSENT_DAYS = "absent_days", _("旷工天数")
        LATE_TIMES = "late_times", _("迟到次数")
        OVERTIME_WORKDAY = "overtime_workday", _("工作日加班小时")
        OVERTIME_REST_DAY = "overtime_rest_day", _("休息日加班小时")
        OVERTIME_HOLIDAY = "overtime_holiday", _("法定节假日加班小时")
        ADJUSTMENT = "adjustment", _("补发")

    person = models.CharField(max_length=64)
    month = models.CharField(max_length=7)  # "2026-10"
    what = models.CharField(max_length=24, choices=What.choices)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["month", "person", "what", "-id"]
        indexes: ClassVar = [models.Index(fields=["month", "person"], name="pay_entry_month")]

    def __str__(self) -> str:
        return f"{self.person} {self.month} {self.what}={self.value}"


class Loss(Written):
    """A documented loss that a person caused; `clause` is the contract's own provision.

    What was paid back of it is read from the confirmed payslips. Dropping it is a row of
    `LossDropped`.
    """

    person = models.CharField(max_length=64, db_index=True)
    day = models.DateField()
    amount = _yuan()
    evidence = models.TextField()
    clause = models.CharField(max_length=500)

    class Meta:
        ordering: ClassVar = ["person", "day", "id"]

    def __str__(self) -> str:
        return f"{self.person} {self.day} {self.amount}"


class LossDropped(Written):
    """What is left of a loss is not claimed any more."""

    loss = models.OneToOneField(Loss, on_delete=models.PROTECT, related_name="dropped")

    def __str__(self) -> str:
        return f"{self.loss} dropped"


class Run(models.Model):
    """The pay of one month: draft → calculated → confirmed → paid."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        CALCULATED = "calculated", _("已计算")
        CONFIRMED = "confirmed", _("已确认")
        PAID = "paid", _("已发放")

    month = models.CharField(max_length=7, unique=True)  # "2026-10"
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)  # grows with every step; checked by each

    # written by calculating
    rulebook_sha256 = models.CharField(max_length=64, blank=True)
    rulebook_code = models.CharField(max_length=64, blank=True)
    rulebook_text = models.TextField(blank=True)  # the very text, so that proof needs no other
    import_no = models.IntegerField(null=True)  # the lake's commit the figures were read from
    whole = models.TextField(blank=True)  # the month without its people, canonical JSON
    based_on = models.JSONField(default=dict)  # what else went in; when it moves, the run is stale
    people = models.PositiveIntegerField(default=0)  # payslips
    left_out = models.PositiveIntegerField(default=0)  # people with an error
    gross = _yuan(default=0)
    net = _yuan(default=0)
    open_problems = models.PositiveIntegerField(default=0)  # those that hold a confirmation up

    # written by confirming
    pins = models.JSONField(default=dict)
    override_reason = models.CharField(max_length=500, blank=True)

    opened_by = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(null=True)
    calculated_by = models.CharField(max_length=64, blank=True)
    calculated_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=64, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    paid_by = models.CharField(max_length=64, blank=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-month"]

    def __str__(self) -> str:
        return f"{self.month} {self.state}"

    @property
    def closed(self) -> bool:
        """Nothing of it changes any more."""
        return self.state in (Run.State.CONFIRMED, Run.State.PAID)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if Run.objects.filter(pk=self.pk, state__in=(Run.State.CONFIRMED, Run.State.PAID)).exists():
            raise TypeError("a confirmed run is never deleted")
        return super().delete(*args, **kwargs)


class OfRun(models.QuerySet[Any]):
    """Results of a run: replaced as a whole by calculating, and fixed once it is confirmed."""

    def update(self, **fields: Any) -> int:
        raise TypeError("results of a run are never changed, only calculated again")

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.filter(run__state__in=(Run.State.CONFIRMED, Run.State.PAID)).exists():
            raise TypeError("results of a confirmed run are never deleted")
        return super().delete()


class Slip(models.Model):
    """One person's payslip: what went in, what came out, as canonical JSON to the byte.

    `inputs` is a rules.inputs.Person, `appraised` a rules.outcomes.Appraised (or ""), `slip` a
    rules.outcomes.Payslip; read them with rules/canonical.py. `sha256` covers all three.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="slips")
    person = models.CharField(max_length=64)
    name = models.CharField(max_length=64, blank=True)
    role = models.CharField(max_length=32, blank=True)
    shop = models.CharField(max_length=64, blank=True)
    scheme = models.CharField(max_length=64, blank=True)
    score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    gross = _yuan()
    net = _yuan()
    taxable = _yuan()
    tax = _yuan(default=0)  # withheld, ≥ 0
    social = _yuan(default=0)  # insurance and fund withheld, ≥ 0
    additional = _yuan(default=0)  # 专项附加扣除 of the month
    other = _yuan(default=0)  # 其他扣除 of the month
    inputs = models.TextField()
    appraised = models.TextField(blank=True)
    slip = models.TextField()
    sha256 = models.CharField(max_length=64)

    objects = OfRun.as_manager()

    class Meta:
        ordering: ClassVar = ["person"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "person"], name="one_slip_a_person_and_run")
        ]
        indexes: ClassVar = [models.Index(fields=["person"], name="pay_slip_person")]

    def __str__(self) -> str:
        return f"{self.person} {self.net}"


class Unpaid(models.Model):
    """Someone of the month who got no payslip: because of a problem, or because they are paid
    elsewhere. Their inputs count in ranks, pools and shares."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="unpaid")
    person = models.CharField(max_length=64)
    name = models.CharField(max_length=64, blank=True)
    elsewhere = models.BooleanField(default=False)  # not on this payroll: no problem
    inputs = models.TextField()
    appraised = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)

    objects = OfRun.as_manager()

    class Meta:
        ordering: ClassVar = ["person"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "person"], name="one_unpaid_a_person_and_run")
        ]

    def __str__(self) -> str:
        return self.person


class Trouble(models.Model):
    """One problem of a run. `open`: it holds the confirmation up (unless overridden)."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="troubles")
    person = models.CharField(max_length=64, blank=True)  # empty: the whole run
    name = models.CharField(max_length=64, blank=True)
    code = models.CharField(max_length=64)
    severity = models.CharField(max_length=8)  # error | warning
    open = models.BooleanField()
    path = models.CharField(max_length=300, blank=True)
    zh = models.TextField()
    en = models.TextField()
    found = models.TextField(blank=True)
    wanted = models.TextField(blank=True)
    article = models.CharField(max_length=300, blank=True)

    objects = OfRun.as_manager()

    class Meta:
        ordering: ClassVar = ["-open", "person", "id"]

    def __str__(self) -> str:
        return f"{self.person} {self.code}"


class Booking(models.Model):
    """What a payslip took of an adjustment or a loss, and what it carried on; signed yuan.

    Only the bookings of confirmed runs count: that is why nothing is booked twice, however often
    a run is calculated.
    """

    class Kind(models.TextChoices):
        ADJUSTMENT = "adjustment", _("差额")
        LOSS = "loss", _("损失赔偿")

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="bookings")
    person = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=100)  # Adjustment.id or LossClaim.id
    month = models.CharField(max_length=7, blank=True)  # an adjustment's closed month
    reason = models.CharField(max_length=500, blank=True)
    link = models.CharField(max_length=200, blank=True)
    amount = _yuan()  # what was due
    taken = _yuan()  # what the payslip took of it
    left = _yuan()  # amount − taken

    objects = OfRun.as_manager()

    class Meta:
        ordering: ClassVar = ["person", "id"]
        indexes: ClassVar = [models.Index(fields=["person", "key"], name="pay_booking_key")]

    def __str__(self) -> str:
        return f"{self.person} {self.key} {self.taken}"


class Difference(models.Model):
    """The story of one adjustment in a run: why a closed month would be paid otherwise today.

    `lines` [{path, code, name_zh, name_en, before, after}], `figures` [{metric, before, after}],
    `rows` [{table, id, day, amount, …}]: orders and refunds that came in since, `rulings` [{item,
    outcome, points, reason, by}] decided since.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="differences")
    person = models.CharField(max_length=64)
    month = models.CharField(max_length=7)  # the closed month
    adjustment = models.CharField(max_length=100)  # Adjustment.id
    amount = _yuan()
    total = _yuan()  # the whole difference of the month; `amount` is it without what was booked
    lines = models.JSONField(default=list)
    figures = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    rulings = models.JSONField(default=list)

    objects = OfRun.as_manager()

    class Meta:
        ordering: ClassVar = ["person", "month"]

    def __str__(self) -> str:
        return f"{self.person} {self.month} {self.amount}"


class Receipt(models.Model):
    """Its owner has read a payslip."""

    slip = models.OneToOneField(Slip, on_delete=models.PROTECT, related_name="receipt")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.slip} {self.at:%Y-%m-%d}"
