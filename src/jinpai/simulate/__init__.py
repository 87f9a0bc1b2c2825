"""A shop that never was: believable files to try Jinpai on.

    made = shop(date(2026, 9, 1), days=30, agents=7, seed=1, orders_per_day=250)
    write_exchange(made, Path("out"), as_of=datetime(2026, 10, 1), container="csv")

Pure: no clock, no network; dates and seed are arguments and equal arguments give equal
files. See shop.py (arguments, truth), story.py (what happens), exchange.py (the writer).
"""

from jinpai.simulate.demo import demo
from jinpai.simulate.exchange import write_exchange
from jinpai.simulate.shop import Shop, shop

__all__ = ["Shop", "demo", "shop", "write_exchange"]
