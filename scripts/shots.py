"""A picture of every page of the demo shop, at 1440 and 360 px: `make shots`.

Starts the demo on a free port, logs in as the owner, and walks the pages' own links until every
address of the project was seen once. Writes shots/<width>/<name>.png. With `--pictures` it renews
the pictures of the readme in docs/pictures instead.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = {1440: 900, 360: 740}
README = {
    "board-month": "month.png", "board-agents": "agents.png", "board-order": "order.png",
    "board-reception": "reception.png", "imports-import": "imports.png",
}  # fmt: skip
NOT_PAGES = (
    "board-picture", "imports-rejected", "language", "theme", "logout", "rulebooks-download",
    "payroll-file", "payroll-slip_xlsx",
)  # fmt: skip
ANSWER_ONLY = ("download=", "format=", "export=")


def chromium() -> str | None:
    """Where the browser is: JINPAI_CHROMIUM, the PATH, or Chrome on macOS."""
    mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    named = os.environ.get("JINPAI_CHROMIUM")
    for name in [named] if named else ["chromium", "chromium-browser", "google-chrome", mac]:
        if found := shutil.which(str(name)):
            return found
    return None


def demo() -> tuple[subprocess.Popen[str], dict[str, Any]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "jinpai.cli", "demo", "--port", str(port), "--json"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    text = ""
    for line in process.stdout:
        text += line
        if line.startswith("}"):
            return process, json.loads(text)
    sys.exit(process.wait() or 2)


def name_of(address: str) -> str | None:
    """The name under which a picture of this address is kept; None for what is no page."""
    from django.urls import Resolver404, resolve

    try:
        name = resolve(urlsplit(address).path).view_name.replace(":", "-")
    except Resolver404:
        return None
    if name in NOT_PAGES or any(word in address for word in ANSWER_ONLY):
        return None
    return str(name)


def walk(page: Any, start: str) -> dict[str, str]:
    """One address for every page that links lead to from the first one."""
    found = {"login": urljoin(start, "/login/"), "board-month": start}
    queue = [start]
    for address in queue:
        page.goto(address)
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        for link in links:
            link = link.split("#")[0]
            if urlsplit(link).netloc != urlsplit(start).netloc:
                continue
            name = name_of(link)
            if name and name not in found:
                found[name] = link
                queue.append(link)
    return found


def main(arguments: list[str]) -> int:
    from playwright.sync_api import sync_playwright

    browser_path = chromium()
    if browser_path is None:
        print("No Chromium: install it, or name it with JINPAI_CHROMIUM.", file=sys.stderr)
        return 2
    pictures = "--pictures" in arguments
    process, told = demo()
    try:
        os.environ["JINPAI_HOME"] = told["home"]
        from jinpai.web.manage import setup

        setup()
        owner = told["accounts"][0]
        target = ROOT / ("docs/pictures" if pictures else "shots")
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
            for width, height in WIDTHS.items():
                if pictures and width != 1440:
                    continue
                context = browser.new_context(
                    viewport={"width": width, "height": height}, locale="zh-CN"
                )
                page = context.new_page()
                page.goto(told["address"] + "/login/")
                login = page.screenshot()
                page.fill("input[name=username]", owner["username"])
                page.fill("input[name=password]", owner["password"])
                page.press("input[name=password]", "Enter")
                page.wait_for_url(told["address"] + "/")
                for name, address in sorted(walk(page, told["address"] + "/").items()):
                    if pictures and name not in README:
                        continue
                    file = target / (README[name] if pictures else f"{width}/{name}.png")
                    file.parent.mkdir(parents=True, exist_ok=True)
                    if name == "login":
                        file.write_bytes(login)
                        continue
                    page.goto(address, wait_until="networkidle")
                    page.screenshot(path=file, full_page=not pictures)
                    print(f"{file.relative_to(ROOT)}  {urlsplit(address).path}")
            browser.close()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
