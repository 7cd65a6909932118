"""One criterion or setting as keys and values, as they stand in a criteria file and in the editor's form."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from spbe_assets.domain import criteria_checks as checks
from spbe_assets.domain.criteria import (
    INDICATORS,
    Amount,
    Argument,
    Aspect,
    Certainty,
    Criterion,
    Framework,
    RemedyKind,
    SettingSpec,
)
from spbe_assets.domain.criteria_checks import Fault
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.measures import MEASURES, Applies, Measure, Parameter, exists
from spbe_assets.i18n import _

Settings = Mapping[str, SettingSpec]
TEXTS = ("title", "finding", "lacking", "remedy")
KEYS = {
    *("id", "aspect", "measure", "floor", "target", "unit", "weight", "applies", "certainty", "source", "active"),
    *("remedy_kind", "remedy_good"),
    *(str(framework) for framework in Framework),
    *(f"{part}_{code}" for part in TEXTS for code in checks.LANGUAGES),
}


def checked(row: Mapping[str, Any], settings: Settings, goods: Collection[str] | None = None) -> Criterion:
    """The criterion that these values make; `goods` are the ids a remedy may name, None for any.

    Raises:
        Invalid: a value can't be right; the field is its key.
    """
    try:
        return criterion_of(row, settings, goods)
    except Fault as fault:
        reason = str(fault)
        raise Invalid(f"{reason[:1].upper()}{reason[1:]}.", fault.key) from None


def setting_of(key: str, row: Mapping[str, Any]) -> SettingSpec:
    """The setting that these values make; raises `Fault`."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", key):
        raise Fault(_("the name of a setting has only letters, digits, - and _"))
    checks.only(row, {"default", "unit", "title_id", "title_en"})
    default = checks.number(row, "default")
    if not default:
        raise Fault(_("“{key}” must be a number above zero").format(key="default"), "default")
    return SettingSpec(key, default, checks.text_or_nothing(row, "unit"), checks.texts(row, ("title",)))


def criterion_of(row: Mapping[str, Any], settings: Settings, goods: Collection[str] | None = None) -> Criterion:
    """The criterion that these values make; raises `Fault`."""
    measure_name = checks.text(row, "measure")
    if measure_name not in MEASURES:
        raise Fault(_("there is no measure “{name}”").format(name=measure_name), "measure")
    measure = MEASURES[measure_name]
    checks.only(row, KEYS | set(measure.parameters))
    return Criterion(
        id=checks.text(row, "id"),
        aspect=checks.choice(row, "aspect", Aspect),
        measure_name=measure_name,
        arguments=_arguments(row, measure, settings),
        floor=_amount(row, "floor", settings),
        target=_target(row, measure, settings),
        unit=checks.text(row, "unit"),
        weight=_weight(row),
        applies=checks.choice(row, "applies", Applies),
        references={
            framework: checks.indicators(row, framework, INDICATORS[framework])
            for framework in Framework
            if framework in row
        },
        certainty=checks.choice(row, "certainty", Certainty),
        texts=checks.texts(row, TEXTS),
        source=checks.text_or_nothing(row, "source"),
        remedy_kind=checks.choice(row, "remedy_kind", RemedyKind) if "remedy_kind" in row else None,
        remedy_goods=_goods(row, goods),
        active=checks.yes_or_no(row, "active", True),
    )


def _arguments(row: Mapping[str, Any], measure: Measure, settings: Settings) -> dict[str, Argument]:
    for key in measure.required:
        if key not in row:
            raise Fault(_("“{key}” is missing").format(key=key), key)
    return {
        key: _amount(row, key, settings) if kind is Parameter.NUMBER else checks.chosen(row, key, kind)
        for key, kind in measure.parameters.items()
        if key in row
    }


def _amount(row: Mapping[str, Any], key: str, settings: Settings) -> Amount:
    value = row.get(key)
    if not isinstance(value, str):
        return Amount(checks.number(row, key))
    name, slash, divisor = (part.strip() for part in value.partition("/"))
    if name not in settings:
        raise Fault(_("there is no setting “{name}”").format(name=name), key)
    if slash and not (divisor.replace(".", "", 1).isdecimal() and float(divisor) > 0):
        raise Fault(_("“{value}” is not a setting divided by a number").format(value=value), key)
    return Amount(setting=name, divisor=float(divisor) if slash else 1.0)


def _target(row: Mapping[str, Any], measure: Measure, settings: Settings) -> Amount:
    defaults = {key: setting.default for key, setting in settings.items()}
    floor, target = _amount(row, "floor", settings), _amount(row, "target", settings)
    if target.under(defaults) <= floor.under(defaults):
        raise Fault(_("the target must be above the floor"), "target")
    if measure.read is exists and target.under(defaults) > 1:
        raise Fault(_("the target of a yes or no measure is 1"), "target")
    return target


def _weight(row: Mapping[str, Any]) -> float:
    weight = checks.number(row, "weight")
    if not weight:
        raise Fault(_("the weight must be above zero; set “active = false” instead"), "weight")
    return weight


def _goods(row: Mapping[str, Any], known: Collection[str] | None) -> tuple[str, ...]:
    if not row.get("remedy_good"):
        return ()
    value = row["remedy_good"]
    if not isinstance(value, list) or any(not isinstance(one, str) for one in value):
        raise Fault(_("“{key}” must be a list of texts").format(key="remedy_good"), "remedy_good")
    return checks.some_of(row, "remedy_good", tuple(value if known is None else known))
