"""Copies of attachments outside the database: saved where somebody wants them, or opened with the system's viewer."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _
from spbe_assets.services import attachments
from spbe_assets.services.attachments import PHOTO, AttachmentRow
from ui.context import AppContext
from ui.jobs import Job
from ui.widgets.file_dialogs import ask_save

MOST_NAME = 80


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Goes away with the program; a viewer that still holds a copy only keeps that one."""
    return tempfile.TemporaryDirectory(prefix="spbe-", ignore_cleanup_errors=True)


def file_name(row: AttachmentRow) -> str:
    """A name for a copy that every system takes."""
    plain = re.sub(r"[^\w.()-]+", " ", row.caption).strip(" .")[:MOST_NAME].strip()
    name = plain or (_("Photo") if row.kind == PHOTO else _("Document"))
    return f"{name}.{'jpg' if row.kind == PHOTO else 'pdf'}"


def ask_and_save(context: AppContext, row: AttachmentRow, parent: QWidget) -> None:
    """Ask where to, and save a copy there."""

    def keep(path: Path) -> None:
        saved = _("Saved as {file}").format(file=path.name)
        save(context, row, path).then(context, lambda _path: context.message.emit(saved))

    ask_save(parent, _("Save a copy"), Path(file_name(row)), "", keep)


def save(context: AppContext, row: AttachmentRow, path: Path) -> Job:
    """Write the bytes of an attachment into a file; the job's result is its path."""
    sha256 = row.sha256

    def write(session: Any, _progress: object) -> Path:
        content = attachments.content(session, sha256)
        try:
            path.write_bytes(content)
        except OSError as error:
            sentence = _("{file} can’t be written there; choose another folder.").format(file=path.name)
            raise Refused(sentence) from error
        return path

    return context.read_later(write)


def open_outside(context: AppContext, row: AttachmentRow) -> Job:
    """Show a document with the system's viewer."""
    path = Path(_folder().name) / f"{row.sha256[:8]} {file_name(row)}"
    return save(context, row, path).then(context, lambda copy: QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))))
