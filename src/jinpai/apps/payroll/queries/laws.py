"""What the law says of the lines on a payslip: the article and a sentence, once each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinpai.rules.outcomes import Line


@dataclass(frozen=True)
class Saying:
    """An article and what it means here."""

    article: str
    zh: str
    en: str


BY_KIND: dict[str, Saying] = {
    "overtime": Saying(
        "劳动法 第四十四条",
        "加班工资:工作日 150%,休息日未补休 200%,法定节假日 300%。",
        "Overtime pays 150 % on workdays, 200 % on rest days without time off, 300 % on "
        "statutory holidays.",
    ),
    "income_tax": Saying(
        "税务总局公告2018年第61号 第六条",
        "个人所得税按累计预扣法:本年累计应纳税额减去已预扣的;多扣的次年汇算时退。",
        "Income tax is withheld on the year so far; too much is returned at the year's end.",
    ),
    "adjustment": Saying(
        "工资支付暂行规定 第十六条",
        "追回和赔偿合计每月不超过当月工资的 20%,扣后不低于当地最低工资,余下的结转。",
        "Clawback and compensation together take at most 20 % of a month's wage and leave the "
        "local minimum; the rest is carried on.",
    ),
    "loss_compensation": Saying(
        "工资支付暂行规定 第十六条",
        "追回和赔偿合计每月不超过当月工资的 20%,扣后不低于当地最低工资,余下的结转。",
        "Clawback and compensation together take at most 20 % of a month's wage and leave the "
        "local minimum; the rest is carried on.",
    ),
    "performance_wage": Saying(
        "最高法指导案例18号",
        "考核居末位不等于不能胜任工作,不能只凭排名解除合同。",
        "Coming last in an appraisal is not being unfit: rank alone ends no contract.",
    ),
}
ALWAYS = Saying(
    "工资支付暂行规定 第六条",
    "每月给劳动者一份工资清单,记录至少保存两年。有疑问先找发薪的人,也可以向当地劳动保障监察投诉。",
    "Everyone gets a pay slip each month, kept two years at least. Ask whoever runs pay first; the "
    "local labour inspection hears complaints.",
)


def of(lines: Sequence[Line]) -> list[Saying]:
    """Each sentence that concerns one of the lines with an amount in it, then the general one."""
    found: dict[str, Saying] = {}
    for line in lines:
        saying = BY_KIND.get(line.kind)
        if saying is not None and (line.amount < 0 or line.part == "earning"):
            found.setdefault(saying.article, saying)
    return [*found.values(), ALWAYS]
