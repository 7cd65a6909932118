"""What can be measured: the names criteria may use, and what a count of records comes to.

The conditions on records stand in `services.measures` (they are SQL); here is the arithmetic that turns the counted
records of one agency into a value with its worst and best case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from math import inf
from types import MappingProxyType

from spbe_assets.domain.vocabulary import AssetClass, Condition, DeviceRole
from spbe_assets.i18n import N_, _


class Applies(StrEnum):
    """When a criterion counts for an agency that has no fitting record."""

    IF_ANY = "if any"
    ALWAYS = "always"
    RECORDED = "recorded"


class Parameter(Enum):
    """What a measure's parameter may hold in a criteria file."""

    CLASSES = AssetClass
    CONDITIONS = Condition
    ROLES = DeviceRole
    NUMBER = float


@dataclass(frozen=True, slots=True)
class Tally:
    """How one agency's records stand to one criterion.

    `missing` records fail because nobody wrote down what the criterion asks for; `unknown` ones can't be judged.
    `registered` counts the records of the kind at all, judged or not; `amount` is what the good ones add up to.
    """

    good: int = 0
    bad: int = 0
    missing: int = 0
    unknown: int = 0
    registered: int = 0
    amount: float = 0.0

    @property
    def needed(self) -> int:
        """How many records the criterion looks at."""
        return self.good + self.bad + self.missing + self.unknown

    @property
    def lost(self) -> int:
        """How many records cost points."""
        return self.bad + self.missing

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.good + other.good,
            self.bad + other.bad,
            self.missing + other.missing,
            self.unknown + other.unknown,
            self.registered + other.registered,
            self.amount + other.amount,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """A measured value in the criterion's unit, what it may still turn out to be, and how much of it is known."""

    value: float | None
    low: float = 0.0
    high: float = inf
    coverage: float = 0.0


UNKNOWN = Reading(None)
NOTHING = Reading(0.0, 0.0, 0.0, 1.0)


def share(tally: Tally, _staff: int | None) -> Reading:
    """Percentage of good records among the judged ones."""
    judged = tally.good + tally.lost
    return Reading(
        100 * tally.good / judged if judged else None,
        100 * tally.good / tally.needed,
        100 * (tally.needed - tally.bad) / tally.needed,
        (tally.good + tally.bad) / tally.needed,
    )


def exists(tally: Tally, _staff: int | None) -> Reading:
    """1 where one good record is enough, 0 where there surely is none."""
    if tally.good:
        return Reading(1.0, 1.0, 1.0, 1.0)
    if tally.unknown:
        return Reading(None, 0.0, 1.0, 0.0)
    return Reading(0.0, 0.0, 1.0, 0.0) if tally.missing else NOTHING


def count_per_staff(tally: Tally, staff: int | None) -> Reading:
    """Good records per staff member; unjudged ones are taken to be like the judged."""
    if not staff:
        return UNKNOWN
    judged = tally.good + tally.lost
    return Reading(
        tally.good / judged * tally.needed / staff if judged else None,
        tally.good / staff,
        (tally.good + tally.unknown) / staff,
        judged / tally.needed,
    )


def amount_per_100_staff(tally: Tally, staff: int | None) -> Reading:
    """What the good records add up to per 100 staff; an unjudged one may add anything."""
    if not staff:
        return UNKNOWN
    known = 100 * tally.amount / staff if tally.good else 0.0
    return Reading(
        known if tally.good else None,
        known,
        inf if tally.unknown else known,
        tally.good / tally.needed,
    )


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure a criterion can name: how records become a value, which kind they are of, what it can be told.

    `about` says in English what is counted as good; `title` in the language in use. `subject` is what an inventory
    statement calls the records ("" where the asset classes say it); `whole` measures judge the agency, so that it is
    the agency which costs the points.
    """

    read: Callable[[Tally, int | None], Reading] = share
    subject: str = ""
    parameters: Mapping[str, Parameter] = field(default_factory=lambda: MappingProxyType({}))
    required: tuple[str, ...] = ()
    whole: bool = False
    about: str = ""

    @property
    def title(self) -> str:
        """What is counted as good, in the language in use."""
        return _(self.about)

    @property
    def unit(self) -> str:
        """The unit its values come in, as criteria write it."""
        return _UNITS[self.read]


_UNITS: Mapping[Callable[[Tally, int | None], Reading], str] = MappingProxyType(
    {share: "%", exists: "yes/no", count_per_staff: "ratio", amount_per_100_staff: "Mbps"}
)


def _measure(
    about: str,
    read: Callable[[Tally, int | None], Reading] = share,
    subject: str = "",
    *,
    whole: bool = False,
    optional: Mapping[str, Parameter] | None = None,
    **required: Parameter,
) -> Measure:
    return Measure(read, subject, {**required, **(optional or {})}, tuple(required), whole, about)


_CLASSES, _NUMBER = Parameter.CLASSES, Parameter.NUMBER

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "in_data_centre": _measure(N_("In a room that is a data centre or belongs to one"), classes=_CLASSES),
        "os_supported": _measure(N_("Operating system still supported by its maker"), classes=_CLASSES),
        "within_useful_life": _measure(N_("Not older than its useful life"), classes=_CLASSES),
        "under_warranty": _measure(N_("Under warranty or a maintenance contract"), classes=_CLASSES),
        "raid_protected": _measure(N_("Disks protected by RAID"), classes=_CLASSES),
        "redundant_power": _measure(N_("Two power supplies"), classes=_CLASSES),
        "behind_ups": _measure(
            N_("Behind a UPS: its own, its rack's or its room's"), classes=_CLASSES, optional={"roles": Parameter.ROLES}
        ),
        "backed_up_within": _measure(N_("Backed up within so many days"), classes=_CLASSES, days=_NUMBER),
        "backup_elsewhere": _measure(N_("Backup kept in another building"), classes=_CLASSES),
        "room_secured": _measure(N_("In a room with access control or CCTV"), classes=_CLASSES),
        "still_supported": _measure(N_("Still supported by its maker"), classes=_CLASSES),
        "condition_is": _measure(N_("In one of these conditions"), classes=_CLASSES, conditions=Parameter.CONDITIONS),
        "computers_per_staff": _measure(
            N_("Computers in use for each staff member"), count_per_staff, whole=True, classes=_CLASSES
        ),
        "disposal_proposed": _measure(N_("Heavily damaged items that are proposed for disposal")),
        "facility_tier": _measure(N_("Data centres of at least this tier"), subject="facility", minimum=_NUMBER),
        "facility_environment": _measure(N_("Data centres with cooling and standby power"), subject="facility"),
        "intranet_link": _measure(N_("Has an active intranet link (yes or no)"), exists, "link", whole=True),
        "reserve_link": _measure(N_("Primary links whose unit has an active reserve another way"), subject="link"),
        "bandwidth_per_staff": _measure(
            N_("Mbps of the active links per 100 staff"), amount_per_100_staff, "link", whole=True
        ),
        "speed_as_contracted": _measure(
            N_("Links measured at the contracted rate"), subject="link", months=_NUMBER, percent=_NUMBER
        ),
        "link_contract_valid": _measure(N_("Links whose contract is valid"), subject="link"),
        "link_not_doubled": _measure(N_("Links that aren't paid for twice at one site"), subject="link"),
        "internet_behind_firewall": _measure(N_("Internet links at sites with a supported firewall"), subject="link"),
        "goods_code_and_register": _measure(N_("Items with kode barang and register number")),
        "serial_recorded": _measure(N_("Items with a serial number")),
        "room_and_custodian": _measure(N_("Items with a room and a person in charge")),
        "condition_recorded": _measure(N_("Items whose condition is recorded")),
        "seen_within": _measure(N_("Items seen within so many days"), days=_NUMBER),
        "labelled": _measure(N_("Items with a label")),
        "photographed": _measure(N_("Photographed"), classes=_CLASSES),
        "on_room_card": _measure(N_("Items on this semester's room card (KIR)")),
        "licence_valid": _measure(N_("Software whose licence is valid"), subject="software"),
        "ownership_recorded": _measure(N_("Servers, links and facilities whose ownership is recorded"), subject="link"),
        "gap_planned": _measure(N_("Damaged or overaged items that are in a plan")),
    }
)


def reading(measure: Measure, tally: Tally, staff: int | None, applies: Applies, *, complete: bool) -> Reading | None:
    """What the records of an agency come to, or None where the criterion does not apply to it.

    `complete`: an inventory statement says that the register of these records is complete.
    """
    if tally.needed:
        return measure.read(tally, staff)
    if not tally.registered and not complete:
        return None if applies is Applies.RECORDED else UNKNOWN
    return NOTHING if applies is Applies.ALWAYS else None
