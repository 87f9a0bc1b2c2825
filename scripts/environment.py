"""Make .venv and install the exact versions of constraints.txt, or say in one sentence why not.

Started by scripts/setup. A stamp inside .venv holds the hash of everything the environment
depends on, so that the second time costs nothing. Uses the standard library only.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

OLDEST = (3, 11)
NEEDED_MB = {"run": 1200, "dev": 1800}  # measured: 0.9 GB and 1.4 GB, with room for pip's own work

NETWORK = (
    "name resolution",
    "NewConnectionError",
    "Failed to establish",
    "ConnectTimeout",
    "Read timed out",
    "Connection refused",
    "Network is unreachable",
    "ProxyError",
    "SSLError",
    "No matching distribution",
    "Could not find a version",
    "nodename nor servname",
    "Could not fetch URL",
    "Max retries exceeded",
)


class Stop(Exception):
    """What stands in the way, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en

    def sentence(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


def language(environ: dict[str, str] | os._Environ[str] = os.environ) -> str:
    """ "zh" or "en": JINPAI_LANG first, then the usual locale variables."""
    for name in ("JINPAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return "zh" if environ[name].lower().startswith("zh") else "en"
    return "en"


def check_python(version: Sequence[int]) -> None:
    if tuple(version[:2]) < OLDEST:
        have = ".".join(str(n) for n in version[:2])
        raise Stop(
            f"需要 Python 3.11 或更新版本,现在是 {have};安装后再试。",
            f"Python 3.11 or newer is needed, this is {have}; install one and try again.",
        )


def check_folder(root: Path) -> None:
    probe = root / ".jinpai-write-test"
    try:
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise Stop(
            f"不能写入文件夹 {root}({error.strerror});请把项目放到可写的位置。",
            f"The folder {root} cannot be written ({error.strerror}); "
            "move the project to a place that you may write.",
        ) from error


def check_disk(free_bytes: int, kind: str) -> None:
    free = free_bytes // 2**20
    if free < NEEDED_MB[kind]:
        raise Stop(
            f"磁盘空间不够:安装需要 {NEEDED_MB[kind]} MB,只剩 {free} MB。",
            f"Not enough disk space: installing needs {NEEDED_MB[kind]} MB, {free} MB are left.",
        )


def failure(output: str) -> Stop:
    """Read what pip said and turn it into one sentence."""
    if "No space left" in output:
        return Stop(
            "安装时磁盘已满;请腾出空间后再试。",
            "The disk filled up while installing; free some space and try again.",
        )
    if "ensurepip" in output:
        return Stop(
            "这个 Python 缺少 venv 模块;Debian/Ubuntu 请执行 "
            "sudo apt-get install python3-venv 后再试。",
            "This Python lacks its venv module; on Debian or Ubuntu run "
            "sudo apt-get install python3-venv and try again.",
        )
    if any(word in output for word in NETWORK):
        return Stop(
            "下载不了需要的包:请检查网络或代理(或 pip 的镜像设置)后再试。",
            "The packages could not be downloaded: check the network, the proxy or pip's mirror "
            "setting and try again.",
        )
    last = next((x.strip() for x in reversed(output.splitlines()) if x.strip()), "?")
    return Stop(f"安装失败:{last}", f"Installing failed: {last}")


def fingerprint(root: Path) -> str:
    """Changes when any input of the environment changes."""
    digest = hashlib.sha256(f"{root.resolve()} {sys.version} {sys.prefix}".encode())
    for name in ("constraints.txt", "pyproject.toml", "scripts/environment.py"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def fresh(venv: Path, kind: str, stamp: str) -> bool:
    """A developer's environment also serves for running."""
    kinds = ("dev",) if kind == "dev" else ("run", "dev")
    return any(
        (venv / f".jinpai-{k}").is_file() and (venv / f".jinpai-{k}").read_text() == stamp
        for k in kinds
    )


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        check=False,
    )
    if done.returncode:
        raise failure(done.stdout)


def install(root: Path, kind: str) -> None:
    venv = root / ".venv"
    stamp = fingerprint(root)
    if fresh(venv, kind, stamp):
        return
    check_folder(root)
    check_disk(shutil.disk_usage(root).free, kind)
    say(
        f"准备运行环境(第一次约一分钟)… {venv}",
        f"Preparing the environment (about a minute the first time)… {venv}",
    )
    python = venv / "bin" / "python"
    if not python.exists():
        run([sys.executable, "-m", "venv", "--clear", str(venv)])
    constraints = root / "constraints.txt"
    # the build environment of the editable install obeys the same list
    environment = {**os.environ, "PIP_CONSTRAINT": str(constraints)}
    what = f"{root}[dev]" if kind == "dev" else str(root)
    run(
        [
            str(python),
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--quiet",
            "--no-input",
            "--retries",
            "1",
            "-c",
            str(constraints),
            "-e",
            what,
        ],
        environment,
    )
    (venv / f".jinpai-{kind}").write_text(stamp)


def say(zh: str, en: str) -> None:
    print(zh if language() == "zh" else en, file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    kind = arguments[0] if arguments else "run"
    try:
        check_python(sys.version_info)
        install(Path(__file__).resolve().parent.parent, kind)
    except Stop as stop:
        say(stop.zh, stop.en)
        return 2
    except KeyboardInterrupt:
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
