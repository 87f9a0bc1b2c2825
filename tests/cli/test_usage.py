"""Bad usage and broken environments: exit 2, one sentence, no traceback, nothing on stdout."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["metrics"], "Give either --month 2026-10 or --from 2026-10-01 --to 2026-10-31."),
        (["metrics", "--month", "2026-13"], "A month is written like 2026-10, not '2026-13'."),
        (["metrics", "--month", "2026-1"], "A month is written like 2026-10, not '2026-1'."),
        (["metrics", "--month", "2026-10", "--from", "2026-10-01"], "Give either --month"),
        (["metrics", "--from", "2026-10-02", "--to", "2026-10-01"], "--to (2026-10-01) lies bef"),
        (["metrics", "--month", "2026-10", "--by", "hour"], "not hour"),
        (["metrics", "--month", "2026-10", "--metric", "receptoins"], "Did you mean receptions"),
        (["metrics", "--month", "2026-10", "--frob"], "No such option: --frob"),
        (["import"], "Missing argument 'FILE…'"),
        (["import", "no-such-file.csv"], "There is no such file or folder: no-such-file.csv."),
        (["import", ""], "There is no such file or folder"),
        (["import", "/dev/zero"], "/dev/zero is a device or a pipe, not a file"),
        (["import", ".", "--day", "soon"], "--day takes 2026-11-01 or 2026-11-01..2026-11-30"),
        (["explain", "metric", "nonsense", "2026-10"], "There is no metric 'nonsense'."),
        (["explain", "nonsense"], "No such command 'nonsense'"),
        (["simulate", "out", "--agents", "1"], "--agents is 2 to 100, not 1."),
        (["simulate", "out", "--agents", "many"], "Invalid value for '--agents'"),
        (["simulate", "out", "--as", "ebay"], "--as is exchange or taobao, not 'ebay'."),
        (["simulate", "out", "--container", "xml"], "--container is csv, jsonl or parquet"),
        (["simulate", "out", "--start", "1.10.2026"], "--start takes a day such as 2026-10-31"),
        (["serve", "--port", "0"], "A port lies between 1 and 65535, not 0."),
        (["serve", "--port", "65536"], "A port lies between 1 and 65535, not 65536."),
    ],
)
def test_bad_usage_exits_2_with_one_sentence(jinpai, words, sentence):
    done = jinpai(*words)
    assert done.code == 2
    assert sentence in done.err
    assert "Traceback" not in done.err
    assert done.err.count("\n") == 1
    assert done.out == ""


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nonsense"], "没有这个命令:nonsense"),
        (["metrics"], "请用 --month 2026-10"),
        (["metrics", "--month", "x"], "月份要写成 2026-10 这样"),
        (["metrics", "--month", "2026-10", "--frob"], "没有选项 --frob"),
        (["simulate", "out", "--agents", "many"], "--agents:需要一个整数"),
        (["import"], "缺少 FILE…"),
    ],
)
def test_a_chinese_user_reads_chinese(jinpai, monkeypatch, words, sentence):
    monkeypatch.setenv("JINPAI_LANG", "zh")
    done = jinpai(*words)
    assert done.code == 2
    assert done.err.startswith(sentence)


@pytest.mark.parametrize(
    "words",
    [
        ["facts"],
        ["metrics", "--month", "2026-10"],
        ["check"],
        ["explain", "order", "1"],
        ["explain", "metric", "receptions", "2026-10"],
    ],
)
def test_a_home_without_data_says_what_to_do_and_stays_empty(jinpai, home, words):
    done = jinpai(*words, "--json")
    assert done.code == 2
    assert done.err == (
        f"There are no data in {home} yet; run jinpai import FILE…, or jinpai demo for a "
        "demonstration.\n"
    )
    assert not home.exists()


def test_the_language_follows_the_locale_unless_jinpai_lang_says_otherwise():
    from jinpai.cli.speech import language

    assert language({}) == "en"
    assert language({"LANG": "zh_CN.UTF-8"}) == "zh"
    assert language({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}) == "en"
    assert language({"LANG": "en_US.UTF-8", "JINPAI_LANG": "zh"}) == "zh"


def test_a_used_port_is_named_with_the_cure(jinpai):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for command in ("serve", "demo"):
            done = jinpai(command, "--port", port)
            assert done.code == 2
            assert done.err == (
                f"Port {port} is in use: stop the program that uses it, or take another port, "
                f"for example --port {port + 1} (make run PORT={port + 1}).\n"
            )


def test_a_home_that_is_no_folder_is_named_with_the_cure(jinpai, home, exports):
    home.write_text("a file stands where the folder should be")
    done = jinpai("import", exports)
    assert done.code == 2
    assert done.err == (
        f"The data folder {home} cannot be written (File exists); point JINPAI_HOME to one "
        "that can.\n"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_home_is_named_with_the_cure(jinpai, home, exports):
    home.mkdir(mode=0o500)
    done = jinpai("import", exports)
    assert done.code == 2
    assert done.err.startswith(f"The data folder {home} cannot be written (Permission denied)")


def test_the_program_as_installed_has_the_same_exit_codes_and_keeps_stdout_clean(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "jinpai.cli", "metrics", "--month", "2026-10", "--json"],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "JINPAI_HOME": str(tmp_path / "none"),
            "LANG": "zh_CN.UTF-8",
            "LC_ALL": "",
        },
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode("utf-8").startswith(f"{tmp_path / 'none'} 里还没有数据")


def test_version_and_help_are_no_errors(jinpai):
    from jinpai import __version__

    assert jinpai("--version").out == f"{__version__}\n"
    for words in ([], ["--help"], ["metrics", "--help"], ["explain", "--help"]):
        done = jinpai(*words)
        assert done.code == 0
        assert "--help" in done.out
