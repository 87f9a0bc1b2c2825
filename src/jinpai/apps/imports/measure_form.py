"""The measure section as a form: built from the document's own fields and their words."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ValidationError

from jinpai.apps.imports.measure_words import GROUPS, SWITCHES, Group, Switch
from jinpai.apps.imports.sentences import in_tongue
from jinpai.metrics.policies import Measure

YES = (("yes", _("开")), ("no", _("关")))


def field_of(path: str, model: type[BaseModel] = Measure) -> Any:
    """The pydantic field of a dotted path."""
    head, _dot, rest = path.partition(".")
    info = model.model_fields[head]
    if rest:
        return field_of(rest, info.annotation)  # type: ignore[arg-type]
    return info


def paths(model: type[BaseModel] = Measure, prefix: str = "") -> Iterator[str]:
    """Every switch of the document, nested ones with a dot."""
    for name, info in model.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from paths(info.annotation, f"{prefix}{name}.")
        else:
            yield prefix + name


def value_at(document: dict[str, Any], path: str) -> Any:
    for part in path.split("."):
        document = document[part]
    return document


def _put(document: dict[str, Any], path: str, value: Any) -> None:
    *heads, last = path.split(".")
    for part in heads:
        document = document.setdefault(part, {})
    document[last] = value


def said_value(switch: Switch, value: Any) -> str:
    """A value in words, for differences and earlier versions."""
    if isinstance(value, bool):
        return str(_("开") if value else _("关"))
    if value is None or value in ("", (), [], {}):
        return in_tongue(switch, "empty") or str(_("没有"))
    names = {choice.value: in_tongue(choice) for choice in switch.choices}
    if isinstance(value, dict):
        return ", ".join(f"{k} = {v}" for k, v in sorted(value.items()))
    if isinstance(value, list | tuple):
        return ", ".join(names.get(str(v), str(v)) for v in value)
    unit = in_tongue(switch, "unit")
    return names.get(str(value)) or (f"{value} {unit}" if unit else str(value))


def differences(before: Measure, after: Measure) -> list[tuple[Switch, str, str]]:
    """(switch, before, after) in words, for the switches that differ."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    return [
        (switch, said_value(switch, value_at(old, switch.path)),
         said_value(switch, value_at(new, switch.path)))
        for switch in SWITCHES
        if value_at(old, switch.path) != value_at(new, switch.path)
    ]  # fmt: skip


class Lines(forms.CharField):
    """A tuple of words, one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        words = [line.strip() for line in (value or "").splitlines()]
        return list(dict.fromkeys(word for word in words if word))


class Pairs(forms.CharField):
    """A mapping, one `key = value` a line."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return "\n".join(f"{k} = {v}" for k, v in sorted(value.items()))
        return value

    def to_python(self, value: Any) -> dict[str, str]:  # type: ignore[override]
        pairs = {}
        for line in (value or "").splitlines():
            if not line.strip():
                continue
            key, equals, word = line.partition("=")
            if not equals or not key.strip() or not word.strip():
                raise forms.ValidationError(
                    _("“%(line)s”看不懂,要写成“指标 = 值”。"), params={"line": line.strip()}
                )
            pairs[key.strip()] = word.strip()
        return pairs


def _bounds(info: Any) -> dict[str, int]:
    found = {}
    for rule in _metadata(info.annotation, info.metadata):
        if (low := getattr(rule, "ge", None)) is not None:
            found["min_value"] = low
        if (high := getattr(rule, "le", None)) is not None:
            found["max_value"] = high
    return found


def _metadata(annotation: Any, own: list[Any]) -> Iterator[Any]:
    for rule in own:
        yield rule
        yield from getattr(rule, "metadata", ())
    if typing.get_origin(annotation) is typing.Annotated:
        yield from annotation.__metadata__


def _field(switch: Switch) -> forms.Field:
    info = field_of(switch.path)
    kind = info.annotation
    optional = False
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        optional = type(None) in typing.get_args(kind)
        kind = next(a for a in typing.get_args(kind) if a is not type(None))
    words = [(choice.value, in_tongue(choice)) for choice in switch.choices]
    field: forms.Field
    if kind is bool:
        field = forms.BooleanField(required=False)
    elif typing.get_origin(kind) is dict:
        field = Pairs(required=False)
    elif typing.get_origin(kind) is tuple:
        if words:
            field = forms.MultipleChoiceField(
                choices=words, required=False, widget=forms.CheckboxSelectMultiple
            )
        else:
            field = Lines(required=False)
    elif words:
        known = set(typing.get_args(kind))
        field = forms.ChoiceField(
            choices=[w for w in words if w[0] in known],
            widget=forms.RadioSelect if len(words) <= 3 else forms.Select,
        )
    elif kind is int:
        field = forms.IntegerField(required=not optional, **_bounds(info))  # type: ignore[arg-type]
    else:
        field = forms.CharField(
            required=not optional,
            max_length=5,
            widget=forms.TextInput(attrs={"placeholder": "HH:MM", "inputmode": "numeric"}),
        )
    field.label = in_tongue(switch)
    return field


class MeasureForm(forms.Form):
    """Every switch, then the day from which it counts and why. `document()` is the outcome."""

    base = forms.CharField(widget=forms.HiddenInput)
    from_day = forms.DateField(
        label=_("从哪一天起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=_("为什么改"), min_length=4, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, measure: Measure, base: str, first_free: date | None = None
    ) -> None:
        document = measure.model_dump(mode="json")
        initial: dict[str, Any] = {"base": base, "from_day": first_free}
        initial |= {s.path: value_at(document, s.path) for s in SWITCHES}
        super().__init__(data, initial=initial)
        self.fields |= {switch.path: _field(switch) for switch in SWITCHES}
        self.measure: Measure | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        document: dict[str, Any] = {}
        for switch in SWITCHES:
            if switch.path not in cleaned:
                return cleaned  # the field has said its own error
            value = cleaned[switch.path]
            _put(document, switch.path, None if value == "" else value)
        try:
            self.measure = Measure.model_validate(document)
        except ValidationError as error:
            for one in error.errors():
                path = ".".join(str(part) for part in one["loc"])
                known = next(
                    (p for p in self.fields if path == p or path.startswith(p + ".")), None
                )
                self.add_error(known, _pydantic_sentence(one))
        self._known_metrics(cleaned)
        return cleaned

    def _known_metrics(self, cleaned: dict[str, Any]) -> None:
        from jinpai.metrics.catalogue import CATALOGUE

        for path in ("source", "reported_weight"):
            for code in cleaned.get(path) or {}:
                if code not in CATALOGUE:
                    self.add_error(path, _("没有“%(code)s”这个指标。") % {"code": code})

    def groups(self) -> list[tuple[Group, list[tuple[Switch, forms.BoundField, str, bool]]]]:
        """(group, [(switch, field, default in words, is it the default now)]), as on the page."""
        usual = Measure().model_dump(mode="json")
        return [
            (
                group,
                [
                    (
                        switch,
                        self[switch.path],
                        said_value(switch, value_at(usual, switch.path)),
                        self.initial[switch.path] == value_at(usual, switch.path),
                    )
                    for switch in SWITCHES
                    if switch.group == group.code
                ],
            )
            for group in GROUPS
        ]


def _pydantic_sentence(error: Any) -> str:
    kind = error["type"]
    if kind == "string_pattern_mismatch":
        return str(_("时间要写成 HH:MM,比如 08:00。"))
    if kind in ("greater_than_equal", "less_than_equal"):
        limit = error["ctx"].get("ge", error["ctx"].get("le"))
        return str(_("超出了允许的范围(界限 %(limit)s)。") % {"limit": limit})
    if kind == "literal_error":
        return str(_("没有这个选项;可以用 %(words)s。") % {"words": error["ctx"]["expected"]})
    return str(error["msg"])
