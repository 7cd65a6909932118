"""How a measurement stands against the contract: a share and a word for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from spbe_assets.domain.fields import CATALOGUE
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Record
from spbe_assets.i18n import _, ngettext
from spbe_assets.services.attachments import AttachmentRow
from ui import format as formats

KEPT, NEARLY = Decimal("0.9"), Decimal("0.7")


@dataclass(frozen=True, slots=True)
class Rate:
    """One direction; `share` is measured by contracted, None where the contract does not say."""

    name: str
    measured: Decimal
    contracted: Decimal | None

    @property
    def share(self) -> float | None:
        return float(self.measured / self.contracted) if self.contracted else None

    @property
    def tone(self) -> str:
        """The token of its colour; the word says the same."""
        if self.share is None:
            return "muted"
        return "good" if self.share >= KEPT else "warn" if self.share >= NEARLY else "bad"

    def word(self) -> str:
        """What the figure means."""
        words = {"muted": _("No contract rate"), "good": _("Meets it"), "warn": _("Nearly"), "bad": _("Too slow")}
        return words[self.tone]

    def text(self) -> str:
        """Measured of contracted, with the unit."""
        n = formats.decimal(self.measured)
        if self.contracted is None:
            return _("{n} Mbps").format(n=n)
        return _("{n} of {total} Mbps").format(n=n, total=formats.decimal(self.contracted))


@dataclass(frozen=True, slots=True)
class Measurement:
    """One test of a link as the page shows it, with the photos and documents that prove it."""

    test: Record
    evidence: Sequence[AttachmentRow]
    rates: Sequence[Rate]

    @property
    def id(self) -> Id:
        return self.test.id

    def title(self) -> str:
        """When and by whom."""
        at = self.test.get("tested_at")
        return " · ".join(part for part in (formats.moment(at) if at else "", self.test.get("tested_by")) if part)

    def others(self) -> str:
        """Latency, loss and evidence in a line."""
        fields = CATALOGUE["link_test"]
        keys = ("latency_ms", "loss_percent")
        parts = [
            f"{fields[key].label} {formats.value(fields[key], self.test.get(key))}"
            for key in keys
            if self.test.get(key) is not None
        ]
        if self.evidence:
            count = len(self.evidence)
            parts.append(formats.counted(ngettext("{n} file", "{n} files", count), count))
        return " · ".join(parts)

    def spoken(self) -> str:
        """All of it, for a screen reader."""
        rates = [f"{rate.name} {rate.text()}, {rate.word()}" for rate in self.rates]
        return ". ".join(part for part in (self.title(), *rates, self.others()) if part)


def measurement(test: Record, link: Mapping[str, Any], evidence: Sequence[AttachmentRow]) -> Measurement:
    """A test held against the values of its link."""
    return Measurement(test, evidence, rates(test.values, link))


def rates(test: Mapping[str, Any], link: Mapping[str, Any]) -> list[Rate]:
    """What was measured in each direction, held against the contract."""
    names = {"mbps_down": _("Download"), "mbps_up": _("Upload")}
    return [Rate(name, test[key], link.get(key)) for key, name in names.items() if test.get(key) is not None]
