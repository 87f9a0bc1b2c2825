"""`jinpai demo` and `jinpai serve` as processes: they answer, keep their data, and stop cleanly."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def environment(home: Path, **more: str) -> dict[str, str]:
    return {
        **{k: v for k, v in os.environ.items() if not k.startswith("JINPAI_")},
        "PYTHONPATH": str(ROOT / "src"),
        "JINPAI_HOME": str(home),
        "JINPAI_LANG": "en",
        **more,
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(home: Path, *words: str, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "jinpai.cli", *words],
        env=environment(home, **more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def document(process: subprocess.Popen[str]) -> dict:
    """The JSON a server prints once it is ready."""
    assert process.stdout
    text = ""
    for line in process.stdout:
        text += line
        if line.startswith("}"):
            return json.loads(text)
    assert process.stderr
    raise AssertionError(process.stderr.read())


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def workers(parent: int) -> list[int]:
    """Children of a process (Linux)."""
    found = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(x) for x in found.read_text().split()] if found.exists() else []


@pytest.fixture(scope="module")
def served_home(tmp_path_factory):
    """A home that the first of its tests sets up and the next finds as it was."""
    return tmp_path_factory.mktemp("served")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_answers_and_stops_cleanly_with_its_worker(served_home, number):
    port = free_port()
    process = start(served_home, "serve", "--port", str(port), "--json",
                    JINPAI_OWNER_PASSWORD="a-long-enough-secret-7")  # fmt: skip
    try:
        ready = document(process)
        assert ready == {"address": f"http://127.0.0.1:{port}", "home": str(served_home)}
        assert status(ready["address"] + "/login/") == 200
        children = workers(process.pid)
        process.send_signal(number)
        assert process.wait(40) == 0
        assert process.stderr and "Traceback" not in process.stderr.read()
        assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []
    finally:
        process.kill()
        process.wait()


def test_a_first_start_without_a_password_says_how_to_give_one(tmp_path):
    process = start(tmp_path, "serve", "--port", str(free_port()))
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "JINPAI_OWNER_PASSWORD" in said
    assert "Traceback" not in said
    assert not (tmp_path / "db.sqlite3").exists()  # nothing was made for nobody


def test_a_first_start_with_a_weak_password_is_refused(tmp_path):
    process = start(tmp_path, "serve", "--port", str(free_port()), JINPAI_OWNER_PASSWORD="1234")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "JINPAI_OWNER_PASSWORD" in said
    assert "Traceback" not in said


def test_the_demo_is_made_once_kept_and_never_mixed_with_real_data(tmp_path):
    home = tmp_path / "demo"
    made = start(home, "demo", "--no-serve", "--days", "3", "--json")
    out, said = made.communicate(timeout=240)
    assert made.returncode == 0, said
    accounts = json.loads(out)["accounts"]
    assert [one["role"] for one in accounts] == [
        "owner", "supervisor", "assistant", "agent", "warehouse", "operations",
    ]  # fmt: skip
    assert next(one for one in accounts if one["role"] == "agent")["person"]
    commits = sorted((home / "lake" / "_commits").iterdir())

    again = start(home, "demo", "--no-serve", "--json")
    out, said = again.communicate(timeout=120)
    assert again.returncode == 0
    assert json.loads(out)["accounts"] == accounts
    assert sorted((home / "lake" / "_commits").iterdir()) == commits

    served = start(home, "serve", "--port", str(free_port()))
    _, said = served.communicate(timeout=60)
    assert served.returncode == 2
    assert "holds the demo shop, whose passwords are public" in said

    real = tmp_path / "real"
    (real / "lake").mkdir(parents=True)
    refused = start(real, "demo", "--no-serve")
    _, said = refused.communicate(timeout=60)
    assert refused.returncode == 2
    assert "holds real data, and the demo never mixes with them" in said
