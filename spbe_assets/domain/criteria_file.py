"""Reading criteria from TOML text; a broken file is refused with the line and the reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from typing import Any

from spbe_assets.domain import criteria_checks as checks
from spbe_assets.domain.criteria import Criteria, Criterion, SettingSpec
from spbe_assets.domain.criteria_checks import Fault
from spbe_assets.domain.criterion_rows import criterion_of, setting_of
from spbe_assets.domain.errors import Invalid
from spbe_assets.i18n import _

FORMAT = 1
MAX_CHARACTERS = 1_000_000
TOP = {"format", "version", "title_id", "title_en", "setting", "criterion"}


def parse(text: str, source: str, goods: Collection[str] | None = None) -> Criteria:
    """The criteria that a TOML text holds.

    Args:
        text: the TOML.
        source: how an error names the file.
        goods: the ids of goods that remedies may name; None for any.

    Raises:
        Invalid: the text is no criteria file; the sentence names line and reason.
    """
    if len(text) > MAX_CHARACTERS:
        raise Invalid(_("{file} is too large for a criteria file.").format(file=source))
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise _invalid(source, _line_in(error), _reason_in(error)) from None
    return _Reader(text, source, data, goods).criteria()


class _Reader:
    """Builds the values of one file; knows which section it is in, to name the line of a fault."""

    def __init__(self, text: str, source: str, data: dict[str, Any], goods: Collection[str] | None) -> None:
        self._lines, self._source, self._data, self._goods = text.splitlines(), source, data, goods
        self._header, self._nth = "", 0
        self._settings: dict[str, SettingSpec] = {}

    def criteria(self) -> Criteria:
        try:
            return self._criteria()
        except Fault as fault:
            raise _invalid(self._source, self._line(fault.key), str(fault)) from None

    def _criteria(self) -> Criteria:
        if self._data.get("format") != FORMAT:
            raise Fault(_("“format” must be {n}").format(n=FORMAT), "format")
        checks.only(self._data, TOP)
        version = checks.text(self._data, "version")
        texts = checks.texts(self._data, ("title",))
        self._settings = {key: self._setting(key, table) for key, table in _tables(self._data).items()}
        self._header = ""
        rows = self._data.get("criterion")
        if not isinstance(rows, list) or not rows:
            raise Fault(_("there is no [[criterion]]"))
        return Criteria(version, texts, self._settings, tuple(self._all(rows)))

    def _setting(self, key: str, table: object) -> SettingSpec:
        self._header, self._nth = rf"\[\s*setting\s*\.\s*[\"']?{re.escape(key)}[\"']?\s*\]", 1
        return setting_of(key, checks.table(table))

    def _all(self, rows: list[object]) -> list[Criterion]:
        made: list[Criterion] = []
        self._header = r"\[\[\s*criterion\s*\]\]"
        for self._nth, table in enumerate(rows, 1):
            criterion = criterion_of(checks.table(table), self._settings, self._goods)
            if any(criterion.id == other.id for other in made):
                raise Fault(_("the id “{id}” is used twice").format(id=criterion.id), "id")
            made.append(criterion)
        return made

    def _line(self, key: str) -> int:
        """The line of `key` in the current section, or of the section, or the first."""
        start, end = self._section()
        if key:
            pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
            header = re.compile(rf"\s*\[+\s*[\"']?{re.escape(key)}\b")
            for number in range(start, end if self._header else len(self._lines)):
                if (pattern if number < end else header).match(self._lines[number]):
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
        raise Fault(_("“{key}” must be a table").format(key="setting"), "setting")
    return tables


def _invalid(source: str, line: int, reason: str) -> Invalid:
    return Invalid(_("{file}, line {line}: {reason}.").format(file=source, line=line, reason=reason))


def _line_in(error: Exception) -> int:
    found = re.search(r"at line (\d+)", str(error))
    return int(found.group(1)) if found else 1


def _reason_in(error: Exception) -> str:
    return re.sub(r"\s*\(at .*\)$", "", str(error)) or _("this is not TOML")
