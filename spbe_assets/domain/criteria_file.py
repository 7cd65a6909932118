"""Reading criteria from TOML text; a broken file is refused with the line and the reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from math import isfinite
from typing import Any, TypeVar

from spbe_assets.domain.criteria import Amount, Argument, Aspect, Criteria, Criterion, Framework, SettingSpec
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.measures import MEASURES, Applies, Measure, Parameter, exists
from spbe_assets.i18n import _

FORMAT = 1
MAX_CHARACTERS = 1_000_000
TEXTS = ("title", "finding", "lacking", "remedy")
CERTAINTIES = ("S", "K", "setting")
KEYS = {"id", "aspect", "measure", "floor", "target", "unit", "weight", "applies", "certainty", *Framework}
E = TypeVar("E", bound=StrEnum)


class _Fault(Exception):
    """A value that can't be right; `section` and `key` say where to look for its line."""

    def __init__(self, reason: str, key: str = "") -> None:
        super().__init__(reason)
        self.key = key


def parse(text: str, source: str) -> Criteria:
    """The criteria that a TOML text holds; `source` is how an error names the file.

    Raises:
        Invalid: the text is no criteria file; the sentence names line and reason.
    """
    if len(text) > MAX_CHARACTERS:
        raise Invalid(_("{file} is too large for a criteria file.").format(file=source))
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _invalid(source, _line_in(error), _reason_in(error)) from None
    return _Reader(text, source, data).criteria()


class _Reader:
    """Builds the values of one file; knows which section it is in, to name the line of a fault."""

    def __init__(self, text: str, source: str, data: dict[str, Any]) -> None:
        self._lines, self._source, self._data = text.splitlines(), source, data
        self._header, self._nth = "", 0
        self._settings: dict[str, SettingSpec] = {}

    def criteria(self) -> Criteria:
        try:
            return self._criteria()
        except _Fault as fault:
            raise _invalid(self._source, self._line(fault.key), str(fault)) from None

    def _criteria(self) -> Criteria:
        if self._data.get("format") != FORMAT:
            raise _Fault(_("“format” must be {n}").format(n=FORMAT), "format")
        version = _text(self._data, "version")
        texts = _texts(self._data, ("title",))
        self._settings = {key: self._setting(key, table) for key, table in _tables(self._data).items()}
        rows = self._data.get("criterion")
        if not isinstance(rows, list) or not rows:
            raise _Fault(_("there is no [[criterion]]"))
        return Criteria(version, texts, self._settings, tuple(self._all(rows)))

    def _setting(self, key: str, table: object) -> SettingSpec:
        self._header, self._nth = rf"\[\s*setting\s*\.\s*{re.escape(key)}\s*\]", 1
        row = _row(table)
        _only(row, {"default", "unit", "title_id", "title_en"})
        return SettingSpec(key, _number(row, "default"), str(row.get("unit", "")), _texts(row, ("title",)))

    def _all(self, rows: list[object]) -> list[Criterion]:
        made: list[Criterion] = []
        self._header = r"\[\[\s*criterion\s*\]\]"
        for self._nth, table in enumerate(rows, 1):
            criterion = self._criterion(_row(table))
            if any(criterion.id == other.id for other in made):
                raise _Fault(_("the id “{id}” is used twice").format(id=criterion.id), "id")
            made.append(criterion)
        return made

    def _criterion(self, row: Mapping[str, Any]) -> Criterion:
        measure_name = _text(row, "measure")
        if measure_name not in MEASURES:
            raise _Fault(_("there is no measure “{name}”").format(name=measure_name), "measure")
        measure = MEASURES[measure_name]
        _only(row, KEYS | set(measure.parameters) | {f"{part}_{code}" for part in TEXTS for code in ("id", "en")})
        return Criterion(
            id=_text(row, "id"),
            aspect=_choice(row, "aspect", Aspect),
            measure_name=measure_name,
            arguments=self._arguments(row, measure.parameters, measure.required),
            floor=self._amount(row, "floor"),
            target=self._target(row, measure),
            unit=_text(row, "unit"),
            weight=_weight(row),
            applies=_choice(row, "applies", Applies),
            references={framework: _numbers(row, framework) for framework in Framework if framework in row},
            certainty=_certainty(row),
            texts=_texts(row, TEXTS),
        )

    def _arguments(
        self, row: Mapping[str, Any], allowed: Mapping[str, Parameter], required: tuple[str, ...]
    ) -> dict[str, Argument]:
        for key in required:
            if key not in row:
                raise _Fault(_("“{key}” is missing").format(key=key))
        return {
            key: self._amount(row, key) if kind is Parameter.NUMBER else _values(row, key, kind)
            for key, kind in allowed.items()
            if key in row
        }

    def _amount(self, row: Mapping[str, Any], key: str) -> Amount:
        value = row.get(key)
        if not isinstance(value, str):
            return Amount(_number(row, key))
        name, slash, divisor = (part.strip() for part in value.partition("/"))
        if name not in self._settings:
            raise _Fault(_("there is no setting “{name}”").format(name=name), key)
        if slash and not (divisor.replace(".", "", 1).isdecimal() and float(divisor) > 0):
            raise _Fault(_("“{value}” is not a setting divided by a number").format(value=value), key)
        return Amount(setting=name, divisor=float(divisor) if slash else 1.0)

    def _target(self, row: Mapping[str, Any], measure: Measure) -> Amount:
        defaults = {key: setting.default for key, setting in self._settings.items()}
        floor, target = self._amount(row, "floor"), self._amount(row, "target")
        if target.under(defaults) <= floor.under(defaults):
            raise _Fault(_("the target must be above the floor"), "target")
        if measure.read is exists and target.under(defaults) > 1:
            raise _Fault(_("the target of a yes or no measure is 1"), "target")
        return target

    def _line(self, key: str) -> int:
        """The line of `key` in the current section, or of the section, or the first."""
        start, end = self._section()
        if key:
            pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
            for number in range(start, end):
                if pattern.match(self._lines[number]):
                    return number + 1
        return min(start + 1, max(len(self._lines), 1))

    def _section(self) -> tuple[int, int]:
        heads = [number for number, line in enumerate(self._lines) if line.lstrip().startswith("[")]
        if not self._header:
            return 0, heads[0] if heads else len(self._lines)
        own = [number for number in heads if re.match(rf"\s*{self._header}", self._lines[number])]
        if len(own) < self._nth:
            return 0, len(self._lines)
        start = own[self._nth - 1]
        return start, next((number for number in heads if number > start), len(self._lines))


def _tables(data: Mapping[str, Any]) -> Mapping[str, Any]:
    tables = data.get("setting", {})
    if not isinstance(tables, dict):
        raise _Fault(_("“{key}” must be a table").format(key="setting"), "setting")
    return tables


def _row(table: object) -> Mapping[str, Any]:
    if not isinstance(table, dict):
        raise _Fault(_("a section of keys is expected here"))
    return table


def _only(row: Mapping[str, Any], allowed: set[str]) -> None:
    for key in row:
        if key not in allowed:
            raise _Fault(_("“{key}” is not known here").format(key=key), key)


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _Fault(_("“{key}” must be a text").format(key=key), key)
    return value.strip()


def _texts(row: Mapping[str, Any], parts: tuple[str, ...]) -> dict[str, str]:
    return {f"{part}_{code}": _text(row, f"{part}_{code}") for part in parts for code in ("id", "en")}


def _number(row: Mapping[str, Any], key: str) -> float:
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < 0:
        raise _Fault(_("“{key}” must be a number, zero or more").format(key=key), key)
    return float(value)


def _numbers(row: Mapping[str, Any], key: str) -> tuple[int, ...]:
    value = row[key]
    if not isinstance(value, list) or any(type(number) is not int for number in value):
        raise _Fault(_("“{key}” must be a list of whole numbers").format(key=key), key)
    return tuple(value)


def _weight(row: Mapping[str, Any]) -> float:
    weight = _number(row, "weight")
    if not weight:
        raise _Fault(_("the weight must be above zero; take the criterion out instead"), "weight")
    return weight


def _choice(row: Mapping[str, Any], key: str, kind: type[E]) -> E:
    try:
        return kind(str(row.get(key)))
    except ValueError:
        raise _Fault(_one_of(key, tuple(kind)), key) from None


def _certainty(row: Mapping[str, Any]) -> str:
    if row.get("certainty") not in CERTAINTIES:
        raise _Fault(_one_of("certainty", CERTAINTIES), "certainty")
    return str(row["certainty"])


def _values(row: Mapping[str, Any], key: str, kind: Parameter) -> tuple[str, ...]:
    value, known = row[key], tuple(kind.value)
    if not isinstance(value, list) or not value or any(entry not in known for entry in value):
        raise _Fault(_one_of(key, known), key)
    return tuple(value)


def _one_of(key: str, known: tuple[str, ...]) -> str:
    return _("“{key}” must be one of: {known}").format(key=key, known=", ".join(str(value) for value in known))


def _invalid(source: str, line: int, reason: str) -> Invalid:
    return Invalid(_("{file}, line {line}: {reason}.").format(file=source, line=line, reason=reason))


def _line_in(error: Exception) -> int:
    found = re.search(r"at line (\d+)", str(error))
    return int(found.group(1)) if found else 1


def _reason_in(error: Exception) -> str:
    return re.sub(r"\s*\(at .*\)$", "", str(error)) or _("this is not TOML")
