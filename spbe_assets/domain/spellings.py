"""The many ways people write the options of a list and yes or no, in both languages."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TypeVar

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.domain.vocabulary import (
    Condition,
    LinkKind,
    LinkRole,
    Medium,
    Ownership,
    Raid,
    Status,
    source_title,
)
from spbe_assets.i18n import LANGUAGES, _, in_language

E = TypeVar("E", bound=StrEnum)

_YES = frozenset(["ya", "y", "yes", "true", "1", "ada", "benar", "v", "x", "✓", "✔", "√"])
_NO = frozenset(["tidak", "no", "n", "false", "0", "salah", "bukan", "tidak ada"])

_OTHER: tuple[tuple[StrEnum, tuple[str, ...]], ...] = (
    (Condition.GOOD, ("baik", "good", "bagus", "baik sekali")),
    (Condition.LIGHT_DAMAGE, ("rusak ringan", "kb", "kurang baik", "ringan")),
    (Condition.HEAVY_DAMAGE, ("rusak berat", "berat", "rusak")),
    (Status.ACTIVE, ("aktif", "in use", "digunakan", "dipakai")),
    (Status.SPARE, ("cadangan", "stock")),
    (Ownership.OWN, ("milik sendiri", "sendiri")),
    (Ownership.GOVERNMENT, ("milik instansi pemerintah lain", "pemerintah")),
    (Ownership.STATE_COMPANY, ("milik bumn", "bumn")),
    (Ownership.DOMESTIC, ("milik pihak ketiga dalam negeri", "sewa")),
    (Ownership.FOREIGN, ("milik pihak ketiga luar negeri",)),
    (Medium.FIBRE, ("fiber optic", "fiber", "fibre", "fo", "serat optik")),
    (Medium.COAXIAL, ("coax", "koaksial")),
    (Medium.MICROWAVE, ("wireless microwave", "wireless", "radio", "nirkabel")),
    (Medium.OTHER, ("lainnya", "lain")),
    (LinkKind.SD_WAN, ("sdwan", "sd wan")),
    (LinkRole.PRIMARY, ("primary", "utama")),
    (LinkRole.BACKUP, ("secondary", "cadangan", "backup", "sekunder")),
    (Raid.NONE, ("non raid", "tanpa raid", "none")),
)
_BY_OPTION = {(type(option), option.value): spellings for option, spellings in _OTHER}


def choice_of(options: type[E], text: str) -> E | None:
    """The option that a text means by its stored value, its title in either language or a usual spelling."""
    return _known(options).get(normal_name(text))


def yes_no(text: str) -> bool:
    """Yes or no, in either language.

    Raises:
        Invalid: it is neither.
    """
    word = " ".join(text.casefold().split())
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Invalid(_("“{text}” is neither yes nor no.").format(text=text.strip()))


@cache
def _known(options: type[E]) -> dict[str, E]:
    found: dict[str, E] = {}
    for option in options:
        source = source_title(option)
        titles = [in_language(source, code) for code in LANGUAGES]
        for spelling in (option.value, source, *titles, *_BY_OPTION.get((options, option.value), ())):
            found.setdefault(normal_name(spelling), option)
    return found
