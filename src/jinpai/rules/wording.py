"""What pydantic found wrong with a document, as problems in words: place, found, wanted.

The key path is put together from the raw document, so that the names of alternatives that pydantic
adds to it (the `kind` of a component or curve) do not appear.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from pydantic import BaseModel, ValidationError

from jinpai.facts.rows import FLAGS
from jinpai.rules.checks import refused
from jinpai.rules.known import near
from jinpai.rules.places import Step, spell
from jinpai.rules.problems import Problem
from jinpai.rules.sections.strict import Code, MonthText

_SIMPLE = {
    "missing": ("缺少这一项", "this key is missing"),
    "string_type": ("应为文字(加引号)", "text in quotes is needed"),
    "int_type": ("应为整数", "a whole number is needed"),
    "int_parsing": ("应为整数", "a whole number is needed"),
    "int_from_float": ("应为整数,不带小数", "a whole number is needed, without decimals"),
    "bool_type": ("应为 true 或 false", "true or false is needed"),
    "bool_parsing": ("应为 true 或 false", "true or false is needed"),
    "decimal_type": ("应为数字(不加引号)", "a number is needed, without quotes"),
    "decimal_parsing": ("应为数字(不加引号)", "a number is needed, without quotes"),
    "finite_number": ("nan、inf 不是数字", "nan and inf are no numbers"),
    "model_type": ("应为一组键([…] 或 {…})", "a table of keys is needed ([…] or {…})"),
    "model_attributes_type": ("应为一组键([…] 或 {…})", "a table of keys is needed ([…] or {…})"),
    "dict_type": ("应为一组键([…] 或 {…})", "a table of keys is needed ([…] or {…})"),
    "tuple_type": ("应为列表([[…]] 或 […])", "a list is needed ([[…]] or […])"),
    "list_type": ("应为列表([[…]] 或 […])", "a list is needed ([[…]] or […])"),
    "union_tag_not_found": ("缺少 kind", "`kind` is missing"),
}
WANTED = {
    "int": "1", "decimal": "0.5", "finite": "0.5", "bool": "true / false", "string": '"…"',
    "model": "[…] / {…}", "dict": "[…] / {…}", "tuple": "[…]", "list": "[…]",
}  # fmt: skip
"""What would be right, by the first word of pydantic's kind of error."""


def _pattern(text: Any) -> str:
    """The pattern that a kind of text must match."""
    return next(str(m.pattern) for m in get_args(text)[1].metadata if hasattr(m, "pattern"))


_PATTERNS = {
    _pattern(Code): (
        "编号只能用小写字母、数字、_ 和 -,以字母开头,最多 64 个",
        "a code is small letters, digits, _ and -, begins with a letter, at most 64",
        "a-z 0-9 _ -",
    ),
    _pattern(MonthText): ("应为月份", "a month is needed", "2026-11"),
}
_CLOCK = ("应为钟点", "a time of day is needed", "11:00")


def in_words(error: ValidationError, document: Mapping[str, Any], model: type) -> list[Problem]:
    """Every error as a problem, in the document's order as pydantic found them."""
    found = [
        _problem(e["type"], e["loc"], e.get("ctx") or {}, document, model, e["msg"])
        for e in error.errors(include_url=False, include_input=False)
    ]
    return [p for p in found if p is not None]


def told(value: object) -> str:
    """What was found, short enough to print."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + ", ".join(list(map(str, value))[:4]) + (", …" if len(value) > 4 else "") + "}"
    if isinstance(value, list | tuple):
        return f"[{len(value)}]"
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _problem(
    kind: str,
    loc: tuple[Step, ...],
    ctx: Mapping[str, Any],
    document: Mapping[str, Any],
    model: type,
    message: str,
) -> Problem | None:
    path, value, wrong_key = _place(loc, document)
    place, found = spell(path), told(value)
    last = str(path[-1]) if path else ""
    if wrong_key:
        zh, en, wanted = _PATTERNS.get(str(ctx.get("pattern")), ("编号不对", "bad code", ""))
        return Problem("bad_code", place, f"「{last}」:{zh}", f"{last}: {en}", last, wanted)
    if kind == "extra_forbidden":
        return _unknown_key(path, place, last, found, _keys(model, loc[:-1]))
    if kind == "missing":
        zh, en = _SIMPLE[kind]
        return Problem("missing_key", place, f"缺少「{last}」", f"{last} is missing", "", last)
    if kind == "union_tag_invalid":
        tag = ctx.get("tag", "")
        law = refused.kind(str(tag), f"{place}.kind")
        if law is not None:
            return law
        allowed = [w.strip("'\" ") for w in str(ctx.get("expected_tags", "")).split(",")]
        return _choice(f"{place}.kind", str(tag), allowed)
    if kind in ("literal_error", "enum"):
        law = refused.consequence(path, str(value), place)
        if law is not None:
            return law
        expected = str(ctx.get("expected", "")).replace(" or ", ", ").replace("'", "")
        return _choice(place, found, [w.strip() for w in expected.split(",")])
    if kind in _SIMPLE:
        zh, en = _SIMPLE[kind]
        wanted = WANTED.get(kind.partition("_")[0], "")
        if kind == "union_tag_not_found":
            place, wanted = f"{place}.kind", ", ".join(_kinds(model, loc))
            zh, en = f"{zh},可选:{wanted}", f"{en}; choose: {wanted}"
        return Problem(
            "bad_value", place, f"{zh};现在是 {found}", f"{en}; found {found}", found, wanted
        )
    law = refused.too_low(path, value, place)
    if law is not None:
        return law
    for limit, (zh, en, sign) in {
        "le": ("最多", "at most", "≤"), "lt": ("必须小于", "less than", "<"),
        "ge": ("最少", "at least", "≥"), "gt": ("必须大于", "more than", ">"),
    }.items():  # fmt: skip
        if limit in ctx:
            hint_zh, hint_en = _percent_hint(ctx[limit], value) if limit == "le" else ("", "")
            return Problem(
                "out_of_range", place,
                f"{zh} {ctx[limit]},现在是 {found}{hint_zh}",
                f"{en} {ctx[limit]}, found {found}{hint_en}",
                found, f"{sign} {ctx[limit]}",
            )  # fmt: skip
    if kind == "value_error":  # a part's own rule, said in both languages: "中文 / English"
        zh, _, en = message.removeprefix("Value error, ").partition(" / ")
        if path[-1:] == ("flags_left_out",):
            colours = ", ".join(FLAGS)
            zh, en = f"旗的颜色只有:{colours}", f"flags are {colours}"
            found, wanted = ", ".join(map(str, cast(list[object], value))), colours
            return Problem("bad_value", place, zh, en, found, wanted)
        return Problem("bad_value", place, zh if en else f"值不对:{found}", en or zh, found)
    if kind == "string_pattern_mismatch":
        zh, en, wanted = _PATTERNS.get(str(ctx.get("pattern")), _CLOCK)
        return Problem(
            "bad_value", place, f"{zh};现在是「{found}」", f"{en}; found {found}", found, wanted
        )  # fmt: skip
    if kind in ("too_short", "string_too_short"):
        least = ctx.get("min_length", 1)
        if isinstance(value, list) and len(value) >= least:
            return None  # its parts are wrong, and said so
        return Problem(
            "empty", place, f"不能为空,最少 {least} 个", f"cannot be empty, at least {least}",
            found, f"≥ {least}",
        )  # fmt: skip
    if kind in ("too_long", "string_too_long"):
        most = ctx.get("max_length")
        return Problem(
            "too_long", place, f"太长,最多 {most}", f"too long, at most {most}", found, f"≤ {most}"
        )  # fmt: skip
    return Problem("bad_value", place, f"值不对:{found}", f"bad value {found}: {message}", found)


def _percent_hint(limit: object, value: object) -> tuple[str, str]:
    """1.5 where a fraction is asked for was probably meant as 1.5 %."""
    if limit != 1 or not isinstance(value, int | Decimal) or isinstance(value, bool):
        return "", ""
    percent = f"{Decimal(value) * 100:f}".rstrip("0").rstrip(".") if value % 1 else f"{value * 100}"
    meant = f"{Decimal(value) / 100:f}"
    return (
        f"(即 {percent}%);如果是 {value}%,写 {meant}",
        f" (that is {percent} %); if you mean {value} %, write {meant}",
    )


def _choice(place: str, found: str, allowed: list[str]) -> Problem:
    guess = near(found, allowed)
    listed = ", ".join(allowed)
    return Problem(
        "unknown_choice", place,
        f"没有「{found}」这种写法" + (f",是不是 {guess}?" if guess else f";可选:{listed}"),
        f"there is no {found!r}" + (f"; did you mean {guess}?" if guess else f"; choose: {listed}"),
        found, guess or listed,
    )  # fmt: skip


def _unknown_key(
    path: tuple[Step, ...], place: str, last: str, found: str, keys: list[str]
) -> Problem:
    law = refused.key(last, place, found) or refused.consequence(path, last, place)
    if law is not None:
        return law
    guess = near(last, keys)
    listed = ", ".join(keys)
    return Problem(
        "unknown_key", place,
        f"没有「{last}」这一项" + (f",是不是 {guess}?" if guess else f";这里可以写:{listed}"),
        f"there is no key {last!r}"
        + (f"; did you mean {guess}?" if guess else f"; here stand: {listed}"),
        last, guess or listed,
    )  # fmt: skip


def _place(
    loc: tuple[Step, ...], document: Mapping[str, Any]
) -> tuple[tuple[Step, ...], object, bool]:
    """The path as the writer of the document knows it, what stands there, and whether the key
    itself is what is wrong."""
    path: list[Step] = []
    here: Any = document
    for index, step in enumerate(loc):
        if step == "[key]":
            return tuple(path), here, True
        in_list = isinstance(here, list) and isinstance(step, int) and step < len(here)
        if in_list or (isinstance(here, Mapping) and step in here):
            here = here[step]
        elif isinstance(here, Mapping) and step == here.get("kind"):
            continue  # an alternative's name, which pydantic puts into the path
        elif index < len(loc) - 1:
            continue
        else:
            here = ""
        path.append(step)
    return tuple(path), here, False


def _keys(model: type, loc: tuple[Step, ...]) -> list[str]:
    """The keys that may stand at a place."""
    here: Any = model
    for step in loc:
        here = _inside(here, step)
    for option in _models(here):
        return [f.alias or name for name, f in option.model_fields.items()]
    return []


def _kinds(model: type, loc: tuple[Step, ...]) -> list[str]:
    """The kinds that an alternative at a place may be."""
    here: Any = model
    for step in loc:
        here = _inside(here, step)
    fields = [option.model_fields["kind"] for option in _models(here)]
    return [str(k) for f in fields for k in _literals(f.annotation)]


def _inside(kind: Any, step: Step) -> Any:
    origin = get_origin(kind)
    if origin is Annotated:
        return _inside(get_args(kind)[0], step)
    if origin in (Union, types.UnionType):
        if isinstance(step, str):
            for option in _models(kind):
                field = option.model_fields.get("kind")
                if field is not None and step in (field.default, *_literals(field.annotation)):
                    return option
        for option in get_args(kind):
            if option is not type(None):
                return _inside(option, step)
    if origin in (tuple, list):
        return get_args(kind)[0]
    if origin is dict:
        return get_args(kind)[1]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if step in (name, field.alias):
                return field.annotation
        if "kind" in kind.model_fields:
            return kind
    return kind


def _literals(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) is Literal else ()


def _models(kind: Any) -> Iterator[type[BaseModel]]:
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _models(get_args(kind)[0])
    elif origin in (Union, types.UnionType):
        for option in get_args(kind):
            yield from _models(option)
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
