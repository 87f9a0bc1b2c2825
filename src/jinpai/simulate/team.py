"""The people of the shop: who they truly are, and when they sit at which account."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from jinpai.simulate.wall import DAY, at_clock, moment

DAY_SHIFT = ("白班", at_clock("08:30"), at_clock("17:30"))
NIGHT_SHIFT = ("晚班", at_clock("16:30"), at_clock("24:30"))
MAIN = "舒摩旗舰店"


@dataclass(frozen=True)
class Traits:
    """The truth about one agent, which no figure shows without noise."""

    skill: float  # added to the logit of a conversion
    pace: float  # median seconds before an answer
    spread: float  # sigma of the lognormal around it
    typing: float  # seconds a character
    warmth: float  # probability of a 4 or 5 when rated
    cross: float  # probability of offering a second product
    luck: float  # added to the logit of her buyers: easier or harder ones, not skill
    misses: float  # share of night rings that she does not answer in time


@dataclass(frozen=True)
class Agent:
    person: str
    name: str  # how she introduces herself
    account: str
    first: date
    last: date | None  # the last day she serves
    group: str  # 售前 or 售后
    slot: int
    traits: Traits
    weak: bool = False


@dataclass(frozen=True)
class Change:
    """A row of people.csv: what holds from a day on."""

    person: str
    start: date
    name: str
    role: str
    group: str
    level: str
    base_pay: int  # fen
    hired_on: date
    left_on: date | None = None


@dataclass(frozen=True)
class Binding:
    account: str
    person: str
    start: date
    end: date | None  # exclusive


@dataclass
class Duty:
    """One agent's shift on one day."""

    agent: Agent
    shift: str
    start: int
    end: int
    came: int
    left: int
    away: list[tuple[int, int]] = field(default_factory=list)
    busy: list[tuple[int, int]] = field(default_factory=list)
    load: dict[int, int] = field(default_factory=dict)  # receptions by half hour


_NAMES = (
    ("陈晓艾", "小艾"),
    ("林宁", "阿宁"),
    ("周可", "可可"),
    ("王朵朵", "朵朵"),
    ("赵小七", "小七"),
    ("孙悦", "悦悦"),
    ("李楠", "楠楠"),
    ("郑一诺", "一诺"),
    ("何苗", "苗苗"),
    ("许甜", "甜甜"),
    ("冯夏", "小夏"),
    ("蒋南星", "南星"),
    ("沈小满", "小满"),
    ("韩青柠", "青柠"),
    ("杨木子", "木子"),
    ("朱安安", "安安"),
)

# skill, pace, spread, typing, warmth, cross, luck, misses: a team that differs in every way
_TRAITS = (
    Traits(0.42, 9.0, 0.50, 0.05, 0.975, 0.30, 0.00, 0.004),  # the champion
    Traits(0.10, 8.0, 0.45, 0.04, 0.960, 0.12, -0.12, 0.004),  # fast, average seller
    Traits(0.22, 12.0, 0.55, 0.06, 0.965, 0.20, 0.00, 0.008),
    Traits(-0.02, 11.0, 0.50, 0.05, 0.955, 0.12, 0.16, 0.008),  # looks better than she is
    Traits(-0.55, 38.0, 0.80, 0.16, 0.880, 0.03, 0.00, 0.20),  # the weak one
    Traits(0.05, 13.0, 0.60, 0.06, 0.950, 0.15, 0.00, 0.010),
    Traits(-0.15, 14.0, 0.55, 0.08, 0.950, 0.08, 0.00, 0.012),
    Traits(0.30, 15.0, 0.60, 0.07, 0.980, 0.25, -0.05, 0.006),  # slow but good
)
_NEW_HIRE = Traits(-0.05, 16.0, 0.65, 0.10, 0.960, 0.10, 0.00, 0.012)
_TEMP = Traits(-0.20, 18.0, 0.60, 0.10, 0.940, 0.05, 0.00, 0.02)
WEAK_SLOT = 4


@dataclass(frozen=True)
class Team:
    agents: tuple[Agent, ...]
    temp: Agent  # serves on busy days from an account that is bound to nobody
    robot: str  # the account of unattended hours, bound to nobody either
    changes: tuple[Change, ...]
    bindings: tuple[Binding, ...]


def team(prefix: str, size: int, start: date, days: int, seed: int) -> Team:
    """`size` serving agents from `start` on. One of them leaves half-way and a new
    graduate takes over her account; the after-sales group has one agent in five."""
    random = Random(f"{seed}/team")
    end = start + timedelta(days=days)
    swap_slot = min(5, size - 1) if size > 2 else -1
    swap_day = start + timedelta(days=days // 2)
    after = {size - 1 - 5 * k for k in range(max(1, size // 5))} if size >= 4 else set()
    after.discard(swap_slot if swap_slot != size - 1 else -1)
    weak = WEAK_SLOT if size > WEAK_SLOT else size - 1
    if weak in after:
        weak = max(0, weak - 1)
    agents: list[Agent] = []
    changes: list[Change] = []
    bindings: list[Binding] = []
    hired = start - timedelta(days=900)

    def staff(person: str, name: str, role: str, level: str, pay: int, since: date) -> None:
        changes.append(Change(person, since, name, role, "", level, pay, since))

    staff("P01", "孟敏", "owner", "", 0, hired)
    staff("P02", "高静", "supervisor", "M2", 6_000_00, hired + timedelta(days=60))
    staff("P03", "刘畅", "assistant", "M1", 3_500_00, start - timedelta(days=400))
    staff("P04", "老吴", "warehouse", "", 4_200_00, start - timedelta(days=300))
    number = 5
    for slot in range(size):
        full, short = _NAMES[slot % len(_NAMES)]
        if slot >= len(_NAMES):
            full, short = f"{full}{slot // len(_NAMES) + 1}", f"{short}{slot // len(_NAMES) + 1}"
        if slot == weak:
            traits = _TRAITS[WEAK_SLOT]
        else:
            others = _TRAITS[:WEAK_SLOT] + _TRAITS[WEAK_SLOT + 1 :]
            base = others[slot % len(others)]
            shift = random.gauss(0, 0.08) if slot >= len(others) else 0.0
            traits = Traits(
                base.skill + shift, base.pace * (1 + shift), base.spread, base.typing,
                base.warmth, base.cross, base.luck, base.misses,
            )  # fmt: skip
        group = "售后" if slot in after else "售前"
        account = f"{prefix}:{short}"
        person = f"P{number:02d}"
        number += 1
        since = start - timedelta(days=60 + 37 * slot % 400)
        role = "lead" if slot == 0 else "agent"
        level = ("P3", "P2", "P2", "P1")[slot % 4]
        leaves = swap_day if slot == swap_slot else None
        pay = {"P3": 3_500_00, "P2": 3_200_00, "P1": 3_000_00}[level]
        changes.append(Change(person, since, full, role, group, level, pay, since, None))
        if slot % 4 == 3 and days >= 20:  # a promotion inside the period
            risen = start + timedelta(days=days // 3)
            changes.append(Change(person, risen, full, role, group, "P2", 3_200_00, since))
        if leaves is not None:
            changes.append(Change(person, leaves, full, role, group, level, pay, since, leaves))
        last = leaves - timedelta(days=1) if leaves else None
        agents.append(Agent(person, short, account, start, last, group, slot, traits, slot == weak))
        bindings.append(Binding(account, person, since, leaves))
        if leaves is not None and leaves < end:
            heir = f"P{number:02d}"
            number += 1
            changes.append(
                Change(heir, leaves, "田小禾", "agent", group, "P1", 3_000_00, leaves)
            )  # fmt: skip
            agents.append(Agent(heir, short, account, leaves, None, group, slot, _NEW_HIRE))
            bindings.append(Binding(account, heir, leaves, None))
    temp = Agent("", "小九", f"{prefix}:小九", start, None, "售前", size, _TEMP)
    return Team(tuple(agents), temp, f"{prefix}:服务助手", tuple(changes), tuple(bindings))


def roster(
    team: Team, day: date, seed: int, busy_day: bool
) -> tuple[list[Duty], list[tuple[Agent, str]]]:
    """Who serves on a day, and who is on leave and why. At least one agent sits at
    each of day and night as long as there are two."""
    random = Random(f"{seed}/roster/{day}")
    week = day.toordinal() // 7
    working: list[Agent] = []
    leave: list[tuple[Agent, str]] = []
    present = [a for a in team.agents if a.first <= day and (a.last is None or day <= a.last)]
    for agent in present:
        off = day.weekday() == (agent.slot * 2 + 1) % 7
        if off and not busy_day and len(present) > 2:
            continue
        if random.random() < 0.012 and not busy_day and len(present) > 3:
            leave.append((agent, ("事假", "病假", "年假")[int(random.random() * 3)]))
            continue
        working.append(agent)
    night = [
        a for a in working
        if a.group == "售前" and ((a.slot + week) % 3 == 0 or (a.weak and week % 3 != 0))
    ]  # fmt: skip
    if not night:
        night = [a for a in working if a.group == "售前"][-1:]
    if len(night) == len(working) and len(working) > 1:
        night = night[:1]
    nights = {a.person for a in night}
    if busy_day:
        working.append(team.temp)
    duties = []
    for agent in working:
        shift, begin, end = NIGHT_SHIFT if agent.person in nights else DAY_SHIFT
        base = moment(day)
        late = random.random() < (0.15 if agent.weak else 0.03)
        came = (
            base
            + begin
            + (int(60 + random.random() * 1500) if late else -int(random.random() * 600))
        )
        left = base + end + int(random.random() * 900)
        duty = Duty(agent, shift, max(came, base + begin), base + end, came, left)
        meal = base + (at_clock("11:40") if shift == "白班" else at_clock("19:30"))
        meal += (agent.slot % 3) * 1800
        duty.busy.append((meal, meal + 1500 + int(random.random() * 600)))
        if agent.weak and shift == "晚班":
            at = duty.start + 2 * 3600
            while at < duty.end - 3600:
                at += int(1800 + random.random() * 5400)
                stay = int(400 + random.random() * 1500)
                if at + stay < duty.end and not _meets(duty.busy, at, at + stay):
                    duty.away.append((at, at + stay))
                at += stay
        duties.append(duty)
    return duties, leave


def _meets(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in spans)


def state_rows(duty: Duty) -> list[tuple[int, int, str]]:
    """Presence of one shift: (from, to, state), without gaps or overlaps."""
    marks = sorted([(a, b, "away") for a, b in duty.away] + [(a, b, "busy") for a, b in duty.busy])
    rows: list[tuple[int, int, str]] = []
    at = duty.start
    for a, b, state in marks:
        if a > at:
            rows.append((at, a, "online"))
        rows.append((max(a, at), b, state))
        at = b
    if at < duty.end:
        rows.append((at, duty.end, "online"))
    next_morning = (duty.start // DAY + 1) * DAY + at_clock("08:30")
    rows.append((duty.end, max(duty.end + 60, next_morning), "offline"))
    return rows
