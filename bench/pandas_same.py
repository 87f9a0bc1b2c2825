"""The same month in pandas, as one would write it in a notebook: receptions, rounds, credit.

Simplified in its favour: no transfers, no cross-day replies, no exclusions, one credit judgment,
nothing written to disk. It shows what the engine is worth, not what pandas could be made to do.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from bench.part import finish, result, timed

THREAD = ["shop", "account", "buyer"]


def read(files: list[str], columns: list[str]) -> pd.DataFrame:
    return pd.concat([pq.read_table(f, columns=columns).to_pandas() for f in files])


def main(home: Path) -> None:
    from jinpai.facts.lake import Lake

    snapshot = Lake(home / "lake").snapshot()
    with timed("seconds"):
        rows = read(snapshot.files("messages"), [*THREAD, "local_at", "sender", "kind", "text"])
        for name in (*THREAD, "sender", "kind"):
            rows[name] = rows[name].astype("category")
        rows["chars"] = rows.pop("text").str.len()
        rows["day"] = rows.local_at.dt.normalize()
        rows = rows.sort_values([*THREAD, "local_at"], kind="stable", ignore_index=True)

        human = rows[rows.sender.isin(["buyer", "agent"]) & (rows.kind != "mass")]
        reception = [*THREAD, "day"]
        by = human.groupby(reception, observed=True, sort=False)
        previous = by.sender.shift()
        opens = human[(human.sender == "buyer") & (previous != "buyer")].copy()
        turns = human[(human.sender == "agent") & (previous == "buyer")]
        opens["no"] = opens.groupby(reception, observed=True, sort=False).cumcount()
        closes = turns.assign(no=turns.groupby(reception, observed=True, sort=False).cumcount())
        rounds = opens.merge(
            closes[[*reception, "no", "local_at"]], on=[*reception, "no"], how="left",
            suffixes=("", "_closed"),
        )  # fmt: skip
        rounds["seconds"] = (rounds.local_at_closed - rounds.local_at).dt.total_seconds()
        receptions = rows.groupby(reception, observed=True, sort=False).agg(
            first=("local_at", "min"), last=("local_at", "max"), messages=("chars", "size"),
            chars=("chars", "sum"),
        )  # fmt: skip

        orders = read(
            snapshot.files("orders"), ["shop", "order_id", "buyer", "created_local", "amount_paid"]
        )
        said = rows.loc[rows.sender == "agent", ["shop", "buyer", "account", "local_at"]]
        said = said.astype({"shop": "str", "buyer": "str"}).sort_values("local_at")
        orders = orders.dropna(subset=["created_local"]).sort_values("created_local")
        credit = pd.merge_asof(
            orders, said, left_on="created_local", right_on="local_at", by=["shop", "buyer"],
            tolerance=pd.Timedelta(hours=48),
        )  # fmt: skip
        per_day = rounds.groupby(["shop", "account", "day"], observed=True).seconds.agg(
            ["sum", "count"]
        )
        sales = credit.dropna(subset=["account"]).groupby("account", observed=True).size()
    result["receptions"] = len(receptions)
    result["rounds"] = len(rounds)
    result["figures"] = len(per_day) + len(sales)
    finish()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
