"""Each command on a small shop written by hand: exact JSON, exact exit codes."""

from __future__ import annotations

import json
import zipfile

import duckdb
import pytest


def _row(rows, metric, **keys):
    found = [r for r in rows if r["metric"] == metric and all(r[k] == v for k, v in keys.items())]
    assert len(found) == 1, found
    return found[0]


def test_an_import_says_what_became_of_every_row(jinpai, exports):
    done = jinpai("import", exports, "--json")
    assert done.code == 0
    report = done.json
    assert report["import_no"] == 1
    files = {file["name"]: file for file in report["files"]}
    assert sorted(files) == [
        "accounts.csv",
        "messages.csv",
        "orders.csv",
        "people.csv",
        "shops.csv",
    ]
    messages = files["messages.csv"]
    assert messages["status"] == "imported"
    assert messages["as_of"] == "2026-04-15T00:00:00"
    assert len(messages["sha256"]) == 64
    assert messages["problems"] == []
    assert messages["tables"] == {
        "messages": {
            "read": 6, "new": 6, "changed": 0, "same": 0, "duplicate": 0, "rejected": 0,
            "waiting": 0,
        }
    }  # fmt: skip


def test_the_same_import_again_changes_nothing(shop, exports):
    before = shop("metrics", "--month", "2026-03", "--json").json
    done = shop("import", exports, "--json")
    assert done.code == 0
    for file in done.json["files"]:
        for counts in file["tables"].values():
            assert counts["new"] == counts["changed"] == 0
            assert counts["read"] == counts["same"]
    assert shop("metrics", "--month", "2026-03", "--json").json == before


def test_a_zip_is_imported_like_its_files(jinpai, exports, tmp_path):
    archive = tmp_path / "导出.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for path in sorted(exports.iterdir()):
            made.write(path, f"三月/{path.name}")
        made.writestr("__MACOSX/三月/._orders.csv", b"\0\5\26\7")
        made.writestr("三月/.DS_Store", b"\0\0\0\1")
    done = jinpai("import", archive, "--json")
    assert done.code == 0
    assert sorted(file["name"] for file in done.json["files"]) == [
        "三月/accounts.csv", "三月/messages.csv", "三月/orders.csv", "三月/people.csv",
        "三月/shops.csv",
    ]  # fmt: skip


def test_a_rejected_row_makes_the_exit_code_1_and_the_rest_is_in(shop, tmp_path):
    mended = tmp_path / "orders.csv"
    mended.write_text(
        "# as_of: 2026-04-16T00:00:00\n"
        "shop,order_id,buyer,created_at,amount_paid\n"
        "S1,1003,b5,2026-03-03 10:00:00,10.00\n"
        "S1,3.30438E+18,b6,2026-03-03 10:00:00,10.00\n",
        encoding="utf-8",
    )
    done = shop("import", mended, "--json")
    assert done.code == 1
    (file,) = done.json["files"]
    assert file["tables"]["orders"]["read"] == 2
    assert file["tables"]["orders"]["new"] == 1
    assert file["tables"]["orders"]["rejected"] == 1
    (problem,) = file["problems"]
    assert problem["line"] == 4
    assert problem["zh"] and problem["en"] and problem["cure_zh"] and problem["cure_en"]


def test_a_file_of_no_known_kind_is_refused_and_nothing_is_lost(shop, tmp_path):
    strange = tmp_path / "notes.txt"
    strange.write_text("milk\neggs\n", encoding="utf-8")
    done = shop("import", strange, "--json")
    assert done.code == 1
    (file,) = done.json["files"]
    assert file["status"] == "refused"
    assert shop("check").code == 0


def test_metrics_by_account_hold_the_worked_case(shop):
    rows = shop("metrics", "--month", "2026-03", "--json").json["rows"]
    assert set(rows[0]) == {
        "shop", "account", "person", "day", "metric", "num", "den", "value", "status", "source",
    }  # fmt: skip
    assert _row(rows, "first_response", account="A1") == {
        "shop": None, "account": "A1", "person": None, "day": None, "metric": "first_response",
        "num": 505, "den": 2, "value": 252.5, "status": "final", "source": "computed",
    }  # fmt: skip
    within = _row(rows, "within_3min", account="A1")
    assert (within["num"], within["den"], within["value"]) == (1, 2, 0.5)
    sales = _row(rows, "sales", account="A1")
    assert (sales["num"], sales["value"]) == ("128.00", "128.00")
    aov = _row(rows, "aov", account="A1")
    assert (aov["num"], aov["den"], aov["value"]) == ("128.00", 1, "128.00")
    receptions = _row(rows, "receptions", account="A1")
    assert (receptions["num"], receptions["value"]) == (2, 2)
    unanswered = _row(rows, "unanswered", account="A2")
    assert (unanswered["num"], unanswered["value"]) == (1, 1)


def test_metrics_by_shop_hold_the_silent_sales_and_the_share(shop):
    rows = shop("metrics", "--month", "2026-03", "--by", "shop", "--json").json["rows"]
    assert {row["account"] for row in rows} == {None}
    silent = _row(rows, "silent_sales", shop="S1")
    assert (silent["num"], silent["value"]) == ("59.90", "59.90")
    share = _row(rows, "sales_share", shop="S1")
    assert (share["num"], share["den"]) == ("128.00", "187.90")
    assert share["value"] == pytest.approx(128 / 187.9, abs=1e-9)


@pytest.mark.parametrize(
    ("by", "filled"),
    [
        ("account", {"account"}),
        ("account,day", {"account", "day"}),
        ("shop,account,day", {"shop", "account", "day"}),
        ("person", {"person"}),
        ("shop,day", {"shop", "day"}),
        ("person,day", {"person", "day"}),
    ],
)
def test_the_keys_of_the_grain_are_filled_and_the_others_are_null(shop, by, filled):
    rows = shop("metrics", "--month", "2026-03", "--by", by, "--metric", "consulted", "--json").json
    assert rows["rows"]
    for row in rows["rows"]:
        assert {key for key in ("shop", "account", "person", "day") if row[key] is not None} == (
            filled
        )


def test_days_add_up_to_the_month(shop):
    words = ("--metric", "consulted,receptions,messages_in", "--json")
    month = shop("metrics", "--month", "2026-03", *words).json["rows"]
    days = shop("metrics", "--month", "2026-03", "--by", "account,day", *words).json["rows"]
    for row in month:
        parts = [
            d["num"] for d in days
            if (d["account"], d["metric"]) == (row["account"], row["metric"])
        ]  # fmt: skip
        assert sum(parts) == row["num"]


def test_a_month_and_its_first_and_last_day_are_the_same_period(shop):
    month = shop("metrics", "--month", "2026-03", "--json").out
    assert shop("metrics", "--from", "2026-03-01", "--to", "2026-03-31", "--json").out == month


def test_an_unknown_shop_is_named_with_the_known_ones(shop):
    done = shop("metrics", "--month", "2026-03", "--shop", "S9")
    assert done.code == 2
    assert done.err == "There is no shop 'S9'; there are: S1.\n"


def test_an_order_explains_whose_it_is(shop):
    done = shop("explain", "order", "1001", "--json")
    assert done.code == 0
    found = done.json
    assert (found["shop"], found["order_id"], found["found"]) == ("S1", "1001", True)
    assert found["order"]["amount_paid"] == "128.00"
    assert found["sentence_zh"] and found["sentence_en"]
    assert "A1" in str(found["credit"])
    told = shop("explain", "order", "1001")
    assert told.code == 0
    assert found["sentence_en"] in told.out


def test_an_order_that_is_not_there_exits_1(shop):
    done = shop("explain", "order", "4711", "--json")
    assert done.code == 1
    assert done.json == {"order_id": "4711", "found": False}
    assert done.err == "There is no order 4711.\n"


def test_a_metric_explains_itself_with_the_rows_behind_it(shop):
    done = shop("explain", "metric", "first_response", "2026-03", "P1", "--json")
    assert done.code == 0
    found = done.json
    assert found["metric"]["code"] == "first_response"
    assert found["metric"]["numerator_zh"] and found["metric"]["denominator_en"]
    (figure,) = found["figures"]
    assert (figure["person"], figure["num"], figure["den"]) == ("P1", 505, 2)
    assert found["rows"]["total"] == 2
    assert len(found["rows"]["rows"]) == 2


def test_a_metric_of_somebody_unknown_exits_1(shop):
    done = shop("explain", "metric", "first_response", "2026-03", "P9")
    assert done.code == 1
    assert "There is no such figure for 'P9'" in done.err


def test_facts_say_what_the_lake_holds_and_what_found_no_match(shop, home):
    done = shop("facts", "--json")
    assert done.code == 0
    found = done.json
    assert found["home"] == str(home)
    assert found["import_no"] == 1
    tables = {table["table"]: table for table in found["tables"]}
    assert tables["messages"]["rows"] == 6
    assert (tables["messages"]["first_day"], tables["messages"]["last_day"]) == (
        "2026-03-01", "2026-03-02",
    )  # fmt: skip
    assert (found["orders"], found["unmatched_orders"]) == (2, 1)
    assert found["unknown_accounts"] == []


def test_check_finds_nothing_in_a_sound_lake(shop):
    done = shop("check", "--json")
    assert (done.code, done.json) == (0, {"ok": True, "found": 0, "differences": []})


def test_check_finds_a_figure_that_was_tampered_with(shop, home):
    manifest = json.loads((home / "figures" / "manifest.json").read_text())
    (name,) = [file for part, file in manifest["tables"]["figures"].items() if part == "2026-03"]
    path = home / "figures" / name
    con = duckdb.connect()
    con.execute(f"CREATE TABLE t AS SELECT * FROM read_parquet('{path}')")
    con.execute("UPDATE t SET receptions = receptions + 1 WHERE account = 'A1'")
    con.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    done = shop("check", "--json")
    assert done.code == 1
    assert done.json["ok"] is False
    assert any("account=A1" in one["where"] for one in done.json["differences"])
    assert set(done.json["differences"][0]) == {"law", "where", "expected", "found"}


def test_tables_for_the_eye_hold_the_same_figures(shop):
    done = shop("metrics", "--month", "2026-03", "--metric", "sales")
    assert done.code == 0
    assert "¥128.00" in done.out
    assert "Traceback" not in done.err
    assert "messages" in shop("facts").out
    assert shop("explain", "metric", "sales", "2026-03").code == 0


def test_simulate_writes_the_same_files_for_the_same_seed(jinpai, tmp_path):
    words = ("--days", "2", "--agents", "2", "--orders", "10", "--start", "2026-03-01", "--json")
    first = jinpai("simulate", tmp_path / "one", *words)
    second = jinpai("simulate", tmp_path / "two", *words)
    assert first.code == second.code == 0
    assert first.json["written"] == second.json["written"]
    assert first.json["written"]["orders"] > 0
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_simulate_never_writes_into_a_folder_that_holds_something(jinpai, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "precious.txt").write_text("x")
    done = jinpai("simulate", tmp_path / "full")
    assert done.code == 2
    assert done.err == f"{tmp_path / 'full'} exists and is not an empty folder; name another.\n"


def test_what_simulate_writes_is_imported_and_checks_out(jinpai, tmp_path):
    made = jinpai("simulate", tmp_path / "shop", "--days", "4", "--agents", "2", "--orders", "15",
                  "--start", "2026-03-01", "--json")  # fmt: skip
    assert made.code == 0
    done = jinpai("import", tmp_path / "shop", "--json")
    assert done.code == 0, done.out
    read = {}
    for file in done.json["files"]:
        for table, counts in file["tables"].items():
            read[table] = read.get(table, 0) + counts["new"]
    assert read == made.json["written"]
    assert jinpai("check").code == 0


def test_a_shop_in_the_platforms_own_files_comes_in_by_the_same_command(jinpai, tmp_path):
    made = jinpai("simulate", tmp_path / "shop", "--as", "taobao", "--days", "2", "--agents", "2",
                  "--orders", "10", "--start", "2026-10-01", "--json")  # fmt: skip
    assert made.code == 0
    done = jinpai("import", tmp_path / "shop", "--json")
    assert done.code == 0, done.out
    assert {file["reader"] for file in done.json["files"]} >= {
        "exchange", "taobao_orders", "taobao_order_lines", "qianniu_kpi", "qianniu_chat_clipboard",
    }  # fmt: skip
    rows = jinpai("metrics", "--month", "2026-10", "--json").json["rows"]
    assert {row["source"] for row in rows} == {"computed", "reported"}


def test_simulate_in_bulk_writes_about_as_many_messages_as_asked(jinpai, tmp_path):
    made = jinpai("simulate", tmp_path / "bulk", "--bulk", "30000", "--days", "3", "--agents", "10",
                  "--start", "2026-10-01", "--json")  # fmt: skip
    assert made.code == 0
    assert 2000 < made.json["written"]["messages"] < 4500
    assert (tmp_path / "bulk" / "messages.parquet").exists()
