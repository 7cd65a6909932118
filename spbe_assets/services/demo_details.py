"""The technical details of the sample province's servers and devices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.domain.vocabulary import AssetClass, DeviceRole, Raid, ServerUse
from spbe_assets.services.demo_assets import Piece
from spbe_assets.services.demo_catalogue import told
from spbe_assets.storage.tables import Values

DETAILED = frozenset(
    {AssetClass.NETWORK, AssetClass.SECURITY, AssetClass.STORAGE, AssetClass.POWER, AssetClass.CAMERA, AssetClass.RADIO}
)
ADDRESSED = frozenset({AssetClass.NETWORK, AssetClass.SECURITY, AssetClass.STORAGE, AssetClass.CAMERA})
_RAIDS = (Raid.RAID1, Raid.RAID5, Raid.RAID5, Raid.RAID10, Raid.RAID6, Raid.NONE, Raid.RAID0)


@dataclass
class Details:
    """Draws detail rows; addresses and host names count upwards within an agency."""

    rng: Random
    today: date

    def __post_init__(self) -> None:
        self._hosts: dict[int, int] = {}
        self._told = told("services")

    def server(self, asset: Id, piece: Piece) -> Values | None:
        """The server row of an asset, None where nobody wrote one."""
        rng, quality = self.rng, piece.office.quality
        if piece.kind.asset_class is not AssetClass.SERVER or rng.random() > 0.3 + 0.7 * quality:
            return None
        system, end = self._system(piece.year)
        number = self._next(piece)
        sockets = rng.choice((1, 1, 2))
        row: Values = {
            "id": detail_id(asset, "server_detail"), "asset_id": asset, "use": rng.choice(list(ServerUse)),
            "cpu": rng.choice(self._told["cpus"]), "sockets": sockets, "cores": sockets * rng.choice((4, 8, 10, 16)),
            "memory_gb": rng.choice((16, 32, 32, 64, 64, 128, 256)),
            "storage_tb": Decimal(rng.choice(("0.96", "1.2", "2.4", "3.84", "8", "16"))),
            "hostname": f"srv-{_slug(piece)}-{number:02}", "management_ip": _address(piece, number),
            "critical": rng.random() < 0.4, "services": rng.choice(self._told["applications"]),
        }  # fmt: skip
        if rng.random() < 0.35 + 0.6 * quality:
            row |= {"os": system, "os_support_end": end, "hypervisor": rng.choice(self._told["hypervisors"])}
        if rng.random() < 0.3 + 0.65 * quality:
            row["raid"] = rng.choice(_RAIDS)
        row |= dict(self._power(quality))
        row |= dict(self._backup(quality))
        return row

    def device(self, asset: Id, piece: Piece) -> Values | None:
        """The device row of an asset, None where it has none or nobody wrote one."""
        rng, kind, quality = self.rng, piece.kind, piece.office.quality
        if kind.asset_class not in DETAILED or rng.random() > 0.2 + 0.65 * quality:
            return None
        row: Values = {"id": detail_id(asset, "device_detail"), "asset_id": asset}
        if "ports" in kind.detail:
            row |= {"ports": kind.detail["ports"], "speed_mbps": kind.detail["speed"], "role": _role(rng, piece)}
        if "va" in kind.detail:
            row["capacity_va"] = kind.detail["va"].get(piece.values["model"])
        if kind.asset_class is AssetClass.STORAGE:
            row["capacity_tb"] = Decimal(rng.choice((8, 16, 32, 48, 96)))
        if kind.asset_class in ADDRESSED:
            number = self._next(piece)
            row["ip"] = _address(piece, number)
            row["mac"] = self._mac(piece)
            row["hostname"] = f"{kind.code[:2]}-{_slug(piece)}-{number:02}" if "ports" in kind.detail else ""
        if rng.random() < quality:
            row["behind_ups"] = rng.random() < (0.85 if piece.place.kind == "server" else 0.3)
        return row

    def _mac(self, piece: Piece) -> str:
        macs, number = self._told["macs"], self.rng.getrandbits(24)
        begins = macs.get(piece.values["brand"], macs["any"])
        return f"{begins}:{number >> 16:02x}:{number >> 8 & 255:02x}:{number & 255:02x}".lower()

    def _system(self, year: int) -> tuple[str, date]:
        fitting = [
            (name, end)
            for name, (first, last, end) in self._told["systems"].items()
            if first <= year + 1 and year <= last
        ]
        name, end = self.rng.choice(fitting or [("Debian 12", date(2028, 6, 30))])
        return name, end

    def _power(self, quality: float) -> Iterator[tuple[str, bool]]:
        for name, share in (("redundant_power", 0.6), ("behind_ups", 0.8)):
            if self.rng.random() < 0.25 + 0.7 * quality:
                yield name, self.rng.random() < share

    def _backup(self, quality: float) -> Iterator[tuple[str, object]]:
        rng = self.rng
        if rng.random() < 0.2 + 0.55 * quality:
            yield "backup_how", rng.choice(self._told["backups"])
            yield "backup_place", rng.choice(self._told["backup_places"])
            yield "backup_last", self.today - timedelta(days=min(int(rng.expovariate(1 / 25)), 700))

    def _next(self, piece: Piece) -> int:
        number = self._hosts.get(piece.office.number, 0) + 1
        self._hosts[piece.office.number] = number
        return number


def _slug(piece: Piece) -> str:
    return "".join(sign for sign in piece.office.short.lower() if sign.isalnum())[:14]


def _address(piece: Piece, number: int) -> str:
    return f"10.{piece.office.number}.{number // 250 % 250}.{number % 250 + 2}"


def _role(rng: Random, piece: Piece) -> DeviceRole:
    if piece.kind.code in ("router", "firewall"):
        return DeviceRole.EDGE
    if piece.place.kind == "server":
        return rng.choice((DeviceRole.CORE, DeviceRole.DISTRIBUTION, DeviceRole.ACCESS))
    return DeviceRole.ACCESS
