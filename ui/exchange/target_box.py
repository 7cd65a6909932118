"""Where a pack is saved: a stick that is plugged in, the folder of the last time, or any other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.packs import SUFFIX, PackKind
from spbe_assets.i18n import _
from spbe_assets.sync import stick
from spbe_assets.sync.stick import Stick
from ui.context import AppContext
from ui.exchange import usual, words
from ui.inventory.field_inputs import CalmCombo
from ui.widgets.basics import button, elided, label
from ui.widgets.file_dialogs import ask_folder, documents

MOST_NAME = 60


def file_name(kind: PackKind, person: str, today: date) -> str:
    """A name for a pack that every system takes, such as `Work pack Rina Marlina 2026-11-24.spbepack`."""
    plain = re.sub(r"[^\w.()-]+", " ", f"{words.kind(kind)} {person}")[:MOST_NAME].strip(" .")
    return f"{plain} {today.isoformat()}{SUFFIX}"


class TargetBox(QWidget):
    """A file that is there already is never written over: the new one gets a number."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folders: list[Path] = []
        self._sticks: list[Stick] = []
        self._name = ""
        self.combo = CalmCombo()
        self.combo.setAccessibleName(_("Save it on"))
        self.choose_button = button(_("Choose…"), "", "folder-open")
        self.shown = elided("", "code-muted")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.combo, 1)
        row.addWidget(self.choose_button)
        title = label(_("Save it on"), "small")
        title.setBuddy(self.combo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(title)
        column.addLayout(row)
        column.addWidget(self.shown)
        self.choose_button.clicked.connect(self._ask)
        self.combo.currentIndexChanged.connect(lambda _at: self._say())
        self._show([usual.folder(context.store) or documents()])
        context.run_later(lambda _progress: stick.sticks(), quiet=True).then(self, self._offer_sticks)

    def show_name(self, name: str) -> None:
        """Call the file so."""
        self._name = name
        self._say()

    def choose(self, folder: Path) -> None:
        """Save there."""
        self._show([folder, *(one for one in self._folders if one != folder)], at=0)

    @property
    def folder(self) -> Path:
        """Where it is saved."""
        return ([one.path for one in self._sticks] + self._folders)[max(self.combo.currentIndex(), 0)]

    def path(self) -> Path:
        """The file that is written: one that is not there yet."""
        wanted = Path(self._name or f"pack{SUFFIX}")
        for number in range(1, 1_000):
            name = wanted.name if number == 1 else f"{wanted.stem} ({number}){wanted.suffix}"
            if not (self.folder / name).exists():
                return self.folder / name
        return self.folder / wanted.name

    def is_on_stick(self) -> bool:
        """Whether it is saved on something that people pull out."""
        return any(self.folder.is_relative_to(one.path) for one in self._sticks)

    def _offer_sticks(self, sticks: Sequence[Stick]) -> None:
        self._sticks = list(sticks)
        self._show(self._folders)

    def _show(self, folders: Sequence[Path], at: int | None = None) -> None:
        self._folders = list(folders)
        told = _("Stick {place} · {size} free")
        self.combo.blockSignals(True)
        self.combo.clear()
        self.combo.addItems([told.format(place=one.path, size=words.size(one.free_bytes)) for one in self._sticks])
        self.combo.addItems([str(one) for one in self._folders])
        self.combo.setCurrentIndex(0 if at is None else len(self._sticks) + at)
        self.combo.blockSignals(False)
        self._say()

    def _say(self) -> None:
        self.shown.set_whole(str(self.path()) if self._name else "")

    @Slot()
    def _ask(self) -> None:
        ask_folder(self, _("Save the pack in"), self.folder, self.choose)
