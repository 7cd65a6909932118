"""Writing criteria as TOML that `criteria_file.parse` reads back as the same value."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from spbe_assets.domain.criteria import Amount, Argument, Criteria, Criterion
from spbe_assets.domain.criteria_file import FORMAT
from spbe_assets.domain.criterion_rows import TEXTS

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def written(criteria: Criteria) -> str:
    """The set as TOML text, with the criteria in their order."""
    head = {"format": FORMAT, "version": criteria.version, **criteria.texts}
    blocks = [_section("", head)]
    for setting in criteria.settings.values():
        row = {"default": _plain(setting.default), "unit": setting.unit, **setting.texts}
        blocks.append(_section(f"[setting.{setting.key}]", row))
    blocks += [_section("[[criterion]]", row_of(criterion)) for criterion in criteria.criteria]
    return "\n".join(blocks)


def row_of(criterion: Criterion) -> dict[str, Any]:
    """The keys and values that make this criterion again; what has its usual value is left out."""
    row: dict[str, Any] = {"id": criterion.id, "aspect": str(criterion.aspect)}
    row |= {f"{part}_{code}": criterion.texts[f"{part}_{code}"] for part in TEXTS for code in ("id", "en")}
    row |= {"measure": criterion.measure_name}
    row |= {key: _argument(value) for key, value in criterion.arguments.items()}
    row |= {"floor": _argument(criterion.floor), "target": _argument(criterion.target), "unit": criterion.unit}
    row |= {"weight": _plain(criterion.weight), "applies": str(criterion.applies)}
    row |= {str(framework): list(numbers) for framework, numbers in criterion.references.items()}
    row |= {"certainty": str(criterion.certainty), "source": criterion.source}
    row |= {"remedy_kind": str(criterion.remedy_kind or ""), "remedy_good": list(criterion.remedy_goods)}
    if not criterion.active:
        row["active"] = False
    kept_empty = set(criterion.references)
    return {key: value for key, value in row.items() if value not in ("", []) or key in kept_empty}


def _argument(value: Argument) -> Any:
    if not isinstance(value, Amount):
        return list(value)
    if not value.setting:
        return _plain(value.number)
    return value.setting if value.divisor == 1 else f"{value.setting}/{_decimal(value.divisor)}"


def _plain(number: float) -> int | float:
    return int(number) if number == int(number) else number


def _section(header: str, row: Mapping[str, Any]) -> str:
    lines = [header] if header else []
    return "".join(f"{line}\n" for line in [*lines, *(f"{key} = {_value(value)}" for key, value in row.items())])


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return f'"{"".join(map(_character, value))}"'


def _character(mark: str) -> str:
    if mark in _ESCAPES:
        return _ESCAPES[mark]
    return f"\\u{ord(mark):04X}" if ord(mark) < 0x20 or ord(mark) == 0x7F else mark


def _decimal(number: float) -> str:
    """Without an exponent, which a share of a setting has no place for."""
    return format(Decimal(repr(number)), "f")
