"""The option lists of the register. Every value is what log, CLI and JSON hold; `title` is what people read."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from spbe_assets.i18n import N_, _


class Unknown(str):
    """A value of a newer version of the program: passed on as it is, shown in quotes."""

    __slots__ = ()

    @property
    def value(self) -> str:
        """The stored text."""
        return str(self)


class RegionKind(StrEnum):
    """What a region is."""

    PROVINCE = "province"
    REGENCY = "regency"
    CITY = "city"


class AssetClass(StrEnum):
    """The coarse kind of equipment; every category belongs to one."""

    SERVER = "server"
    END_USER = "end-user"
    STORAGE = "storage"
    NETWORK = "network"
    RADIO = "radio"
    SECURITY = "security"
    PERIPHERAL = "peripheral"
    CAMERA = "camera"
    POWER = "power"
    COOLING = "cooling"
    RACK = "rack"
    OTHER = "other"


class Condition(StrEnum):
    """State of an item. Source: forms of Permendagri 47/2021 (B/RR/RB)."""

    GOOD = "B"
    LIGHT_DAMAGE = "RR"
    HEAVY_DAMAGE = "RB"


class Status(StrEnum):
    """Where an item stands in its life."""

    PLANNED = "planned"
    ACTIVE = "active"
    SPARE = "spare"
    REPAIR = "repair"
    DISPOSAL_PROPOSED = "disposal-proposed"
    DISPOSED = "disposed"
    LOST = "lost"


class Ownership(StrEnum):
    """Who owns it. Source: option list of the SPBE infrastructure architecture."""

    OWN = "own"
    GOVERNMENT = "government"
    STATE_COMPANY = "state-company"
    DOMESTIC = "domestic"
    FOREIGN = "foreign"


class ServerUse(StrEnum):
    """What a server is for. Source: option list of the SPBE infrastructure architecture."""

    PORTAL = "portal"
    WEB_APPLICATION = "web-application"
    CLIENT_APPLICATION = "client-application"
    MAIL = "mail"
    DATABASE = "database"
    FILE = "file"
    DIRECTORY = "directory"
    SECURITY = "security"


class Raid(StrEnum):
    """How a server's disks are joined."""

    NONE = "none"
    RAID0 = "0"
    RAID1 = "1"
    RAID3 = "3"
    RAID5 = "5"
    RAID6 = "6"
    RAID10 = "10"


class DeviceRole(StrEnum):
    """Place of a device in the network."""

    CORE = "core"
    DISTRIBUTION = "distribution"
    ACCESS = "access"
    EDGE = "edge"


class MoveKind(StrEnum):
    """What an act does with the items it names."""

    HAND_OVER = "hand-over"
    LOAN = "loan"
    REPAIR = "repair"
    DISPOSAL = "disposal"


class SightingResult(StrEnum):
    """What the register says of a thing that a sweep saw."""

    FOUND = "found"
    WRONG_ROOM = "wrong-room"
    UNEXPECTED = "unexpected"
    UNKNOWN = "unknown"


class LinkKind(StrEnum):
    """What a link carries."""

    INTRANET = "intranet"
    INTERNET = "internet"
    SD_WAN = "sd-wan"


class Medium(StrEnum):
    """What a link runs over. Source: option list of the SPBE infrastructure architecture."""

    FIBRE = "fibre"
    COAXIAL = "coaxial"
    MICROWAVE = "microwave"
    VSAT = "vsat"
    OTHER = "other"


class LinkRole(StrEnum):
    """Whether a link is the first or the reserve."""

    PRIMARY = "primary"
    BACKUP = "backup"


class LinkStatus(StrEnum):
    """Where a link stands in its life."""

    PLANNED = "planned"
    ACTIVE = "active"
    DOWN = "down"
    ENDED = "ended"


class FacilityKind(StrEnum):
    """What a facility is."""

    DATA_CENTRE = "data-centre"
    COMPUTING_CENTRE = "computing-centre"
    CONTROL_CENTRE = "control-centre"


_TITLES: tuple[tuple[StrEnum, str], ...] = (
    (RegionKind.PROVINCE, N_("Province")),
    (RegionKind.REGENCY, N_("Regency")),
    (RegionKind.CITY, N_("City")),
    (AssetClass.SERVER, N_("Servers")),
    (AssetClass.END_USER, N_("Computers")),
    (AssetClass.STORAGE, N_("Storage")),
    (AssetClass.NETWORK, N_("Network devices")),
    (AssetClass.RADIO, N_("Radio")),
    (AssetClass.SECURITY, N_("Security devices")),
    (AssetClass.PERIPHERAL, N_("Peripherals")),
    (AssetClass.CAMERA, N_("Cameras")),
    (AssetClass.POWER, N_("Power")),
    (AssetClass.COOLING, N_("Cooling")),
    (AssetClass.RACK, N_("Racks")),
    (AssetClass.OTHER, N_("Other")),
    (Condition.GOOD, N_("Good")),
    (Condition.LIGHT_DAMAGE, N_("Lightly damaged")),
    (Condition.HEAVY_DAMAGE, N_("Heavily damaged")),
    (Status.PLANNED, N_("Planned")),
    (Status.ACTIVE, N_("Active")),
    (Status.SPARE, N_("Spare")),
    (Status.REPAIR, N_("In repair")),
    (Status.DISPOSAL_PROPOSED, N_("Proposed for disposal")),
    (Status.DISPOSED, N_("Disposed of")),
    (Status.LOST, N_("Lost")),
    (Ownership.OWN, N_("Own")),
    (Ownership.GOVERNMENT, N_("Another government agency")),
    (Ownership.STATE_COMPANY, N_("State-owned company")),
    (Ownership.DOMESTIC, N_("Third party, domestic")),
    (Ownership.FOREIGN, N_("Third party, foreign")),
    (ServerUse.PORTAL, N_("Web server, portal")),
    (ServerUse.WEB_APPLICATION, N_("Web application server")),
    (ServerUse.CLIENT_APPLICATION, N_("Application client server")),
    (ServerUse.MAIL, N_("Mail server")),
    (ServerUse.DATABASE, N_("Database")),
    (ServerUse.FILE, N_("File server")),
    (ServerUse.DIRECTORY, N_("Active Directory")),
    (ServerUse.SECURITY, N_("Information security")),
    (Raid.NONE, N_("No RAID")),
    (Raid.RAID0, N_("RAID 0")),
    (Raid.RAID1, N_("RAID 1")),
    (Raid.RAID3, N_("RAID 3")),
    (Raid.RAID5, N_("RAID 5")),
    (Raid.RAID6, N_("RAID 6")),
    (Raid.RAID10, N_("RAID 10")),
    (DeviceRole.CORE, N_("Core")),
    (DeviceRole.DISTRIBUTION, N_("Distribution")),
    (DeviceRole.ACCESS, N_("Access")),
    (DeviceRole.EDGE, N_("Edge")),
    (MoveKind.HAND_OVER, N_("Hand-over")),
    (MoveKind.LOAN, N_("Loan")),
    (MoveKind.REPAIR, N_("Repair")),
    (MoveKind.DISPOSAL, N_("Disposal proposal")),
    (SightingResult.FOUND, N_("Found")),
    (SightingResult.WRONG_ROOM, N_("In the wrong room")),
    (SightingResult.UNEXPECTED, N_("Unexpected")),
    (SightingResult.UNKNOWN, N_("Unknown code")),
    (LinkKind.INTRANET, N_("Intranet")),
    (LinkKind.INTERNET, N_("Internet")),
    (LinkKind.SD_WAN, N_("SD-WAN")),
    (Medium.FIBRE, N_("Fibre optic")),
    (Medium.COAXIAL, N_("Coaxial")),
    (Medium.MICROWAVE, N_("Microwave")),
    (Medium.VSAT, N_("VSAT")),
    (Medium.OTHER, N_("Other")),
    (LinkRole.PRIMARY, N_("Primary")),
    (LinkRole.BACKUP, N_("Reserve")),
    (LinkStatus.PLANNED, N_("Planned")),
    (LinkStatus.ACTIVE, N_("Active")),
    (LinkStatus.DOWN, N_("Out of order")),
    (LinkStatus.ENDED, N_("Ended")),
    (FacilityKind.DATA_CENTRE, N_("Data centre")),
    (FacilityKind.COMPUTING_CENTRE, N_("Computing centre")),
    (FacilityKind.CONTROL_CENTRE, N_("Control centre")),
)

_BY_OPTION = {(type(option), option.value): source for option, source in _TITLES}
"""By list and value: `security` is a class of assets and a use of servers, and as texts they are equal."""

E = TypeVar("E", bound=StrEnum)


def parse(kind: type[E], value: str) -> E | Unknown:
    """The enum member of a stored value, or `Unknown` for one this version does not know."""
    try:
        return kind(value)
    except ValueError:
        return Unknown(value)


def source_title(option: StrEnum) -> str:
    """The English title of an option, not yet translated."""
    return _BY_OPTION[type(option), option.value]


def title(value: StrEnum | Unknown | None) -> str:
    """What people read for a value, in the language in use; empty for None."""
    if value is None:
        return ""
    return f"“{value}”" if isinstance(value, Unknown) else _(source_title(value))
