"""The room card (KIR) on a room's page: whether the posted one still holds, and issuing a new one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import Progress
from spbe_assets.domain.records import Record
from spbe_assets.formats import today
from spbe_assets.i18n import _
from spbe_assets.services import form_issues
from spbe_assets.services.form_issues import Standing, State
from spbe_assets.services.forms import kir
from spbe_assets.services.forms.kir import RoomCard
from ui.context import AppContext
from ui.forms.form_dialog import FormDialog
from ui.places.beside import Lines, counts_of
from ui.widgets.basics import button, label

_TONES = {State.CURRENT: "muted", State.NEVER: "muted"}


def beside_room(context: AppContext, record: Record) -> Sequence[QWidget]:
    """The counts of a room, and how it stands with its card."""
    room_id, name = record.id, record.get("name") or ""
    card = Lines(context, _("Room card (KIR)"), partial(_standing, room_id), partial(_lines, context, room_id, name))
    return [*counts_of(context, record), card]


def write_card(room_id: Id, session: Any, path: Path, _progress: Progress) -> list[RoomCard]:
    """Write the card of a room; returns it, to be noted once it is kept."""
    from spbe_assets.reports.forms import paper

    cards = list(kir.cards(session, room_ids=[room_id]))
    paper.write(path, kir.forms(cards))
    return cards


def note_issue(context: AppContext, cards: Sequence[RoomCard]) -> None:
    """Keep that these cards are posted now."""
    context.write(lambda uow, _progress: form_issues.record(uow, cards), "room cards", _("Room card issued"))


def _standing(room_id: Id, session: Any) -> Standing:
    return form_issues.standing(session, room_id)


def _lines(context: AppContext, room_id: Id, name: str, found: Standing) -> Sequence[QWidget]:
    told = label(found.text, _TONES.get(found.state, "strong"), wrap=True)
    issue = button(_("Issue room card…"), "flat", "file-check")
    issue.setToolTip(_("Look at the card, save it for printing, and note that it is posted"))
    issue.clicked.connect(partial(_open, context, room_id, name, issue))
    return [told, issue]


def _open(context: AppContext, room_id: Id, name: str, asked: QPushButton, _on: bool = False) -> FormDialog:
    plain = "".join(letter if letter.isalnum() else "-" for letter in name.casefold()).strip("-")[:40]
    file_name = f"kir-{plain or 'ruangan'}-{today().isoformat()}.pdf"
    note = _("Saving notes that this card is posted in the room from today.")
    dialog = FormDialog(context, _("Room card (KIR)"), file_name, partial(write_card, room_id), asked.window(), note)
    dialog.saved.connect(partial(note_issue, context))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
