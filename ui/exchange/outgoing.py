"""Packs that go out: work for somebody, one's own work, receipts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from spbe_assets import formats
from spbe_assets.domain.packs import Order, PackKind, PhotoChoice, Scope
from spbe_assets.i18n import _
from spbe_assets.services import peers
from spbe_assets.services.peers import PeerRow
from ui.context import AppContext
from ui.exchange import files, pack_writing, usual, words
from ui.exchange.pack_dialog import PackDialog
from ui.exchange.pack_writing import Wanted
from ui.exchange.target_box import file_name
from ui.widgets.file_dialogs import documents
from ui.widgets.progress import ProgressDialog


def hand_out(context: AppContext, parent: QWidget, scope: Scope | None = None) -> PackDialog:
    """Open the assistant for a work pack; these agencies and rooms are ticked to begin with."""
    return _open(PackDialog(context, PackKind.WORK, scope, parent))


def hand_over(context: AppContext, parent: QWidget) -> PackDialog:
    """Open the dialog for a return pack."""
    return _open(PackDialog(context, PackKind.RETURN, parent=parent))


def _open(dialog: PackDialog) -> PackDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def save_receipt(context: AppContext, parent: QWidget, fingerprint: str) -> None:
    """Ask where to, and write a receipt for an installation: what arrived from it, and which photos are missing."""
    found = context.read(lambda session: peers.one(session, fingerprint))
    person = (found.person or found.name) if found is not None else ""

    def keep(path: Path) -> None:
        wanted = Wanted(Order(PackKind.RECEIPT, to=fingerprint, photos=PhotoChoice.NONE), path)
        job = context.write_through(lambda progress: pack_writing.write(context, wanted, progress))
        ProgressDialog(job, _("Writing {file}").format(file=path.name), parent)
        job.then(context, lambda written: context.message.emit(_saved(Path(written.path).name)))

    proposed = _folder(context) / file_name(PackKind.RECEIPT, person, formats.today())
    files.ask_pack_to_save(parent, _("Save a receipt"), proposed, keep)


def ask_receipt(context: AppContext, parent: QWidget) -> None:
    """Ask for whom the receipt is, unless there is only one whose packs are accepted."""
    trusted = context.read(_trusted)
    if len(trusted) == 1:
        save_receipt(context, parent, trusted[0].fingerprint)
        return
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for one in trusted:
        entry = menu.addAction(words.sender(one.person, one.name))
        entry.triggered.connect(lambda _on=False, one=one: save_receipt(context, parent, one.fingerprint))
    menu.popup(QCursor.pos())


def _trusted(session: Any) -> Sequence[PeerRow]:
    return [one for one in peers.listed(session) if one.is_trusted]


def _folder(context: AppContext) -> Path:
    return usual.folder(context.store) or documents()


def _saved(name: str) -> str:
    return _("Receipt saved as {file}").format(file=name)
