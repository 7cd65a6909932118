"""Asking for files and folders: one way for all screens, never an event loop of its own inside a slot.

Each returns the dialog that is open now; `picked` is called once a choice is made, and not at all on Cancel.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget


def documents() -> Path:
    """Where people keep their files: the documents folder, or the home folder where there is none."""
    named = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return named if named.is_dir() else Path.home()


def ask_open(parent: QWidget, title: str, folder: Path, kinds: str, picked: Callable[[Path], object]) -> QFileDialog:
    """Ask for one file that is there; `kinds` as Qt writes them, such as "Spreadsheets (*.xlsx *.ods)"."""
    dialog = _dialog(parent, title, folder, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _open(dialog, lambda paths: picked(paths[0]))


def ask_open_several(
    parent: QWidget, title: str, folder: Path, kinds: str, picked: Callable[[list[Path]], object]
) -> QFileDialog:
    """Ask for one or more files that are there."""
    dialog = _dialog(parent, title, folder, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _open(dialog, picked)


def ask_save(parent: QWidget, title: str, proposed: Path, kinds: str, picked: Callable[[Path], object]) -> QFileDialog:
    """Ask where to save; the ending of the proposed name is added where the user leaves it out."""
    dialog = _dialog(parent, title, proposed.parent, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(proposed.suffix.removeprefix("."))
    dialog.selectFile(proposed.name)
    return _open(dialog, lambda paths: picked(paths[0]))


def ask_folder(parent: QWidget, title: str, folder: Path, picked: Callable[[Path], object]) -> QFileDialog:
    """Ask for a folder."""
    dialog = _dialog(parent, title, folder, "")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _open(dialog, lambda paths: picked(paths[0]))


def _dialog(parent: QWidget, title: str, folder: Path, kinds: str) -> QFileDialog:
    place = str(documents() if folder == Path() else folder)
    return QFileDialog(parent.window(), title, place, kinds)


def _open(dialog: QFileDialog, picked: Callable[[list[Path]], object]) -> QFileDialog:
    dialog.filesSelected.connect(lambda names: picked([Path(name) for name in names]))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
