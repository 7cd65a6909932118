"""Who may read a report: everything for the office, or only what a province publishes.

Every column of a report and of the public data says which kind of fact it holds. What a profile does not name is left
out, so that a column somebody adds later is kept back until it is allowed.
"""

from __future__ import annotations

from enum import StrEnum

from spbe_assets.i18n import N_, _


class Fact(StrEnum):
    """What kind of fact a value is."""

    AGENCY = "agency"
    REGION = "region"
    KIND = "kind"
    """Class, category, medium, role, status and other choices from a fixed list."""
    COUNT = "count"
    SCORE = "score"
    MONEY = "money"
    DATE = "date"
    CONDITION = "condition"
    CAPACITY = "capacity"
    """Mbps, GB, ports and other sizes."""
    PROVIDER = "provider"
    TAG = "tag"
    CODE = "code"
    """Kode barang, register, NIBAR, kode lokasi."""

    MAKE = "make"
    """Brand and model: what an attacker looks up first."""
    TECHNICAL = "technical"
    """Operating systems, firmware, backups: the same."""
    TEXT = "text"
    """Names and notes that people typed: anything may stand in them."""
    CONTRACT = "contract"
    SERIAL = "serial"
    ADDRESS = "address"
    """IP, MAC, host name, port, circuit."""
    ROOM = "room"
    """Rooms, racks, buildings, coordinates."""
    PERSON = "person"
    """People, and computers that may be named after them."""
    PHOTO = "photo"


PUBLISHED = frozenset(
    {
        Fact.AGENCY,
        Fact.REGION,
        Fact.KIND,
        Fact.COUNT,
        Fact.SCORE,
        Fact.MONEY,
        Fact.DATE,
        Fact.CONDITION,
        Fact.CAPACITY,
        Fact.PROVIDER,
        Fact.TAG,
        Fact.CODE,
    }
)


class Redaction(StrEnum):
    """A redaction profile."""

    INTERNAL = "internal"
    PUBLIC = "public"

    def shows(self, fact: Fact) -> bool:
        """Whether values of this kind may be read."""
        return self is Redaction.INTERNAL or fact in PUBLISHED

    @property
    def label(self) -> str:
        """What the profile is called, in the language in use."""
        return _(TITLES[self])


TITLES = {Redaction.INTERNAL: N_("For the office"), Redaction.PUBLIC: N_("For the public")}
INTERNAL, PUBLIC = Redaction.INTERNAL, Redaction.PUBLIC
