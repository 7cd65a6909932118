"""Printers and their corrections, kept per installation."""

from __future__ import annotations

import pytest

from spbe_assets.domain.errors import Invalid
from spbe_assets.labels import printers
from spbe_assets.labels.geometry import Fit
from spbe_assets.labels.printers import Printer, PrinterKind
from spbe_assets.services import settings
from spbe_assets.storage.store import Store

ZEBRA = Printer("Zebra in the store room", PrinterKind.ZPL, 203, "tcp://10.1.2.3:9100")


def test_a_thermal_printer_is_kept_replaced_and_forgotten(store: Store) -> None:
    printers.save(store, ZEBRA)
    printers.save(store, Printer(ZEBRA.name, PrinterKind.TSPL, 300, "queue:TSC"))
    assert printers.thermal(store) == (Printer(ZEBRA.name, PrinterKind.TSPL, 300, "queue:TSC"),)
    printers.remove(store, ZEBRA.name)
    assert printers.thermal(store) == ()


@pytest.mark.parametrize("printer", [Printer(" ", PrinterKind.ZPL, 203), Printer("Zebra", PrinterKind.ZPL, 200)])
def test_a_printer_that_cannot_be_is_refused(store: Store, printer: Printer) -> None:
    with pytest.raises(Invalid):
        printers.save(store, printer)
    assert printers.thermal(store) == ()


def test_a_correction_belongs_to_a_printer_and_a_stock(store: Store) -> None:
    printers.set_fit(store, "Epson L3210", "avery-l7159", Fit(0.4, -0.2, 1.002))
    assert printers.fit(store, "Epson L3210", "avery-l7159") == Fit(0.4, -0.2, 1.002)
    assert printers.fit(store, "Epson L3210", "avery-l7160") == Fit()
    assert printers.fit(store, "Zebra", "avery-l7159") == Fit()


def test_settings_of_another_version_are_left_alone(store: Store) -> None:
    settings.set_installation(store, printers.PRINTERS_SETTING, [{"name": "X"}, 3, {"name": "Y", "kind": "laser"}])
    settings.set_installation(store, printers.FITS_SETTING, {"A\nb": [99, "x"], "C\nd": [99.0, 0, 1]})
    assert printers.thermal(store) == ()
    assert printers.fit(store, "A", "b") == printers.fit(store, "C", "d") == Fit()


def test_only_thermal_printers_have_dots() -> None:
    assert ZEBRA.dot_mm == 0.125
    assert Printer("Epson", PrinterKind.SYSTEM, 600).dot_mm == 0
