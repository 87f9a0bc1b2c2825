"""Every setting that can be set from outside, in one table.

`SETTINGS` is what the program reads, what `docs/settings.md` is written from
(`python -m jinpai.web.environment`), and what the test of that page checks.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

TRUE = ("1", "true", "yes", "on")
FALSE = ("0", "false", "no", "off", "")


class BadSetting(ValueError):
    """A setting has a value that cannot be read; the message names it, in both languages."""


@dataclass(frozen=True)
class Setting:
    name: str  # the environment variable
    default: str  # as one would type it
    zh: str
    en: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "JINPAI_HOME",
        "~/.jinpai",
        "数据放在哪个文件夹:数据湖、数据库、上传的文件、密钥。",
        "The folder that holds the data: lake, database, uploads, secret.",
    ),
    Setting(
        "DATABASE_URL",
        "",
        "数据库地址。空着用 JINPAI_HOME 里的 SQLite;"
        "多进程或多店用 `postgresql://用户:密码@主机:端口/库名`。",
        "The database. Empty means SQLite inside JINPAI_HOME; for several processes or many "
        "shops use `postgresql://user:password@host:port/name`.",
    ),
    Setting(
        "JINPAI_ADDRESS",
        "http://127.0.0.1:8000",
        "大家在浏览器里打开的地址。以 https 开头时,Cookie 只走加密连接,并发送 HSTS。",
        "The address that people open in the browser. When it begins with https, cookies are "
        "sent over encrypted connections only, and HSTS is sent.",
    ),
    Setting(
        "JINPAI_LISTEN",
        "127.0.0.1:8000",
        "服务监听的主机和端口。",
        "The host and port the server listens on.",
    ),
    Setting(
        "JINPAI_HOSTS",
        "",
        "除了上面的地址和本机,还接受哪些主机名,逗号分隔。",
        "Further host names to accept, besides the address above and this machine, separated "
        "by commas.",
    ),
    Setting(
        "JINPAI_INSECURE_HTTP",
        "0",
        "允许在非本机地址上用不加密的 http 登录。只在可信的内网用,密码会明文经过网络。",
        "Allow logging in over plain http at an address that is not this machine. Only for a "
        "trusted network: passwords cross it in the clear.",
    ),
    Setting(
        "JINPAI_PROXIES",
        "0",
        "前面有几层自己的反向代理。0 表示没有,不相信 X-Forwarded-* 头。",
        "How many reverse proxies of your own stand in front. 0 means none: X-Forwarded-* "
        "headers are not believed.",
    ),
    Setting(
        "JINPAI_SECRET",
        "",
        "签名密钥。空着就在 JINPAI_HOME 里自动生成一个(只有自己能读)。",
        "The signing secret. Empty means one is made in JINPAI_HOME, readable by its owner only.",
    ),
    Setting(
        "JINPAI_OWNER_PASSWORD",
        "",
        "第一次启动时店主账号的密码,给没有人在场的安装用;空着就当面问。",
        "The owner's password at the first start, for installations with nobody present; "
        "empty means it is asked for.",
    ),
    Setting(
        "JINPAI_LANGUAGE",
        "zh-hans",
        "没有选过语言、浏览器也没说时用哪种:`zh-hans` 或 `en`。",
        "The language when nobody chose and the browser does not say: `zh-hans` or `en`.",
    ),
    Setting(
        "JINPAI_LANG",
        "",
        "命令行说哪种话:`zh` 或 `en`;空着就跟随系统(LANG)。",
        "The language of the command line: `zh` or `en`; empty means the system's (LANG).",
    ),
    Setting(
        "JINPAI_TIME_ZONE",
        "Asia/Shanghai",
        "页面上操作时间(登录、导入、日志)用的时区。店铺的指标用店铺自己的时区。",
        "The time zone of moments on pages (log-ins, imports, the log). Figures use their "
        "shop's own.",
    ),
    Setting(
        "JINPAI_SESSION_HOURS",
        "12",
        "登录多少小时后要重新登录。",
        "Hours after which one has to log in again.",
    ),
    Setting(
        "JINPAI_LOGIN_TRIES",
        "5",
        "同一账号在时间窗内可以输错几次密码。",
        "Wrong passwords allowed per account within the window.",
    ),
    Setting(
        "JINPAI_LOGIN_TRIES_ADDRESS",
        "30",
        "同一网络地址在时间窗内可以输错几次密码(一间办公室共用一个地址)。",
        "Wrong passwords allowed per network address within the window (an office shares one).",
    ),
    Setting(
        "JINPAI_LOGIN_WINDOW",
        "15",
        "输错密码的时间窗,分钟。",
        "The window for wrong passwords, in minutes.",
    ),
    Setting(
        "JINPAI_UPLOAD_MB",
        "2048",
        "一次上传最多多少 MB。",
        "The most that one upload may hold, in MB.",
    ),
    Setting(
        "JINPAI_DB_WAIT",
        "20",
        "数据库忙时最多等多少秒。",
        "Seconds to wait while the database is busy.",
    ),
    Setting(
        "JINPAI_JOBS",
        "worker",
        "后台任务在哪里跑:`worker`(另一个进程,`jinpai serve` 会启动它)或 `inline`(当场跑完)。",
        "Where jobs run: `worker` (another process, which `jinpai serve` starts) or `inline` "
        "(at once, within the request).",
    ),
    Setting(
        "JINPAI_LOG",
        "info",
        "日志写多细:`debug`、`info`、`warning`、`error`。",
        "How much is logged: `debug`, `info`, `warning`, `error`.",
    ),
    Setting(
        "JINPAI_DEBUG",
        "0",
        "开发用:出错时显示细节。正式使用必须关着。",
        "For development: show details of errors. Must stay off in use.",
    ),
    Setting(
        "JINPAI_CHROMIUM",
        "",
        "浏览器测试和截图用的 Chromium 在哪里;空着就在 PATH 里找。",
        "Where Chromium is, for browser tests and pictures; empty means it is looked for on PATH.",
    ),
)

_BY_NAME = {setting.name: setting for setting in SETTINGS}


def text(name: str) -> str:
    """The value of a declared setting, or its default; an empty variable counts as unset."""
    return os.environ.get(name, "").strip() or _BY_NAME[name].default


def flag(name: str) -> bool:
    value = text(name).lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise BadSetting(
        f"环境变量 {name} 只能是 1 或 0,现在是「{value}」。 / {name} must be 1 or 0, not {value!r}."
    )


def whole(name: str) -> int:
    value = text(name)
    if not value.isascii() or not value.isdigit():
        raise BadSetting(
            f"环境变量 {name} 要是一个整数,现在是「{value}」。"
            f" / {name} must be a whole number, not {value!r}."
        )
    return int(value)


def words(name: str) -> list[str]:
    return [word.strip() for word in text(name).split(",") if word.strip()]


def page() -> str:
    """`docs/settings.md`, both languages."""
    lines = [
        "# 设置 · Settings",
        "",
        "全部用环境变量设置;不设就是默认值。 / Everything is set by environment variables;",
        "what is not set has its default.",
        "",
        "| 变量 Variable | 默认 Default | 说明 What it does |",
        "|---|---|---|",
    ]
    for s in SETTINGS:
        default = f"`{s.default}`" if s.default else "(空 empty)"
        lines.append(f"| `{s.name}` | {default} | {s.zh}<br>{s.en} |")
    lines += [
        "",
        "本页由 `python -m jinpai.web.environment` 写出。 / This page is written by that command.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")
