"""The program itself: version, licence, and the work of others in it."""

from __future__ import annotations

import platform
import sqlite3
from importlib import metadata

from PySide6.QtCore import Slot, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from spbe_assets import __version__
from spbe_assets.i18n import N_, _
from spbe_assets.paths import ROOT, log_folder, resource
from ui.context import AppContext
from ui.settings.data import open_folder
from ui.settings.page import Page
from ui.widgets.basics import button, label

SHIPPED = (
    ("fonts", "SPBESans-OFL.txt"),
    ("fonts", "SPBEMono-OFL.txt"),
    ("icons", "LICENSE.txt"),
)
DIALOG = (760, 560)
PROGRAM_LICENCE = "Apache License 2.0"


class AboutPage(Page):
    """Version and licences."""

    title, icon = N_("About"), "info"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.licence_button = button(_("Licence"))
        self.others_button = button(_("Licences of others"))
        self.log_button = button(_("Open the log folder"), icon="folder-open")

        rows = self.add_card()
        rows.add(_("Program"), label(f"SPBE Assets {__version__}", select=True))
        rows.add(_("Licence"), label(PROGRAM_LICENCE))
        rows.add(_("Made with"), label(made_with(), wrap=True, select=True))
        rows.add_buttons(self.licence_button, self.others_button, self.log_button)
        self.column.addStretch()

        self.licence_button.clicked.connect(self.show_licence)
        self.others_button.clicked.connect(self.show_others)
        self.log_button.clicked.connect(lambda: open_folder(log_folder()))

    @Slot()
    def show_licence(self) -> QDialog:
        """Show the program's own licence."""
        return self._show(_("Licence"), (ROOT / "LICENSE").read_text(encoding="utf-8"))

    @Slot()
    def show_others(self) -> QDialog:
        """Show what the program stands on and under which licences."""
        return self._show(_("Licences of others"), licences_of_others())

    def _show(self, title: str, text: str) -> QDialog:
        dialog = QDialog(self.window())
        dialog.setWindowTitle(title)
        dialog.resize(*DIALOG)
        words = QPlainTextEdit(text)
        words.setReadOnly(True)
        words.setTabChangesFocus(True)
        words.setAccessibleName(title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(dialog.reject)
        column = QVBoxLayout(dialog)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(words)
        column.addWidget(buttons)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog


def made_with() -> str:
    """The versions that a report of a mistake needs."""
    parts = (f"Python {platform.python_version()}", f"Qt {qVersion()}", f"SQLite {sqlite3.sqlite_version}")
    return " · ".join((*parts, platform.platform(terse=True)))


def licences_of_others() -> str:
    """Every installed package with its licence, then the texts that came with fonts and icons."""
    packages = sorted({_package(found) for found in metadata.distributions()}, key=str.casefold)
    shipped = [resource(*parts).read_text(encoding="utf-8", errors="replace").strip() for parts in SHIPPED]
    return "\n\n".join(["\n".join(packages), *shipped])


def _package(found: metadata.Distribution) -> str:
    facts = found.metadata
    named = (facts[name] for name in ("License-Expression", "License") if name in facts)
    said = next((text for text in named if text), "") or _classified(found)
    licence = said.strip().splitlines()[0] if said.strip() else "?"
    return f"{facts['Name']} {found.version}: {licence}"


def _classified(found: metadata.Distribution) -> str:
    kinds = found.metadata.get_all("Classifier") or []
    return ", ".join(kind.rpartition(" :: ")[2] for kind in kinds if kind.startswith("License ::"))
