"""Packs as files: those that are dragged over the window, and asking for some."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget

from spbe_assets.domain.packs import SUFFIX
from spbe_assets.i18n import _
from ui.widgets.file_dialogs import ask_open_several, ask_save


def packs_in(data: QMimeData) -> list[Path]:
    """The packs among what is dragged, in their order."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.casefold() == SUFFIX]


def ask_packs(parent: QWidget, folder: Path, picked: Callable[[list[Path]], object]) -> None:
    """Ask which packs to open, one or several."""
    kinds = ";;".join((_("Packs") + f" (*{SUFFIX})", _("All files") + " (*)"))
    ask_open_several(parent, _("Open a pack"), folder, kinds, picked)


def ask_pack_to_save(parent: QWidget, title: str, proposed: Path, picked: Callable[[Path], object]) -> None:
    """Ask where to save a pack."""
    ask_save(parent, title, proposed, _("Packs") + f" (*{SUFFIX})", picked)
