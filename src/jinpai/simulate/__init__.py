"""A shop that never was: believable files to try Jinpai on.

    made = shop(date(2026, 9, 1), days=30, agents=7, seed=1, orders_per_day=250)
    write_exchange(made, Path("out"), as_of=datetime(2026, 10, 1), container="csv")

    from jinpai.simulate.taobao import write_taobao
    write_taobao(made, Path("out"), as_of=datetime(2026, 10, 1))

    from jinpai.simulate.bulk import Bulk, write_bulk     # numpy, any size, Parquet only
    write_bulk(Bulk(date(2026, 9, 1)), Path("out"), range(30), as_of=datetime(2026, 10, 1))

Pure: no clock, no network; dates and seed are arguments and equal arguments give equal
files. `demo(today)` is the shop that a newcomer sees.

    shop.py        arguments, truth            story.py      the frame of a day, who serves
    products.py    what is sold                presales.py   before the order
    team.py        agents, shifts, accounts    till.py       orders, payments, reminders
    season.py      how many come, campaigns    aftercare.py  after the order
    talk/          what is said                daybook.py    attendance, traffic, advertising
    dialogue.py    when it is said             ledger.py     parcels, refunds, reviews
    cut.py         what an export knows        exchange.py, taobao.py, report_card.py  writers
"""

from jinpai.simulate.demo import demo
from jinpai.simulate.exchange import write_exchange
from jinpai.simulate.shop import Shop, shop

__all__ = ["Shop", "demo", "shop", "write_exchange"]
