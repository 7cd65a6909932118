"""This installation with its card, and the others whose packs it accepts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QMessageBox, QVBoxLayout, QWidget

from spbe_assets.domain import cards
from spbe_assets.domain.cards import Card, tidy_name
from spbe_assets.domain.changes import Changes
from spbe_assets.i18n import N_, _
from spbe_assets.labels import cards as card_files
from spbe_assets.services import peers
from spbe_assets.services.peers import PeerRow
from spbe_assets.sync import keys
from ui.context import AppContext
from ui.settings.card_picture import CardPicture
from ui.settings.enrol_dialog import EnrolDialog
from ui.settings.page import Page, Rows
from ui.settings.peer_table import PeerTable
from ui.widgets.basics import button, label
from ui.widgets.file_dialogs import ask_save


class InstallationsPage(Page):
    """Trust is given here alone; it does not travel."""

    title, icon = N_("Installations"), "laptop"
    about = N_(
        "Packs are signed by the installation that wrote them, and only those of enrolled installations are accepted. "
        "An installation is known by its card."
    )

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.card: Card | None = None
        self.name, self.person = QLineEdit(), QLineEdit()
        for field in (self.name, self.person):
            field.setMaxLength(cards.LONGEST_NAME)
        self.words = label("", "strong", wrap=True, select=True)
        self.picture = CardPicture()
        self.copy_button = button(_("Copy the card"), icon="copy")
        self.save_button = button(_("Save the card…"), icon="save")
        self.table = PeerTable()
        self.peer_words = label("", "muted", wrap=True, select=True)
        self.enrol_button = button(_("Enrol…"), "main", icon="plus")
        self.revoke_button = button(_("Revoke…"))
        self.reinstate_button = button(_("Accept again"))
        self._lay_out()

        self.name.editingFinished.connect(self._rename)
        self.person.editingFinished.connect(self._rename)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self.ask_save)
        self.enrol_button.clicked.connect(self.ask_enrol)
        self.revoke_button.clicked.connect(self.ask_revoke)
        self.reinstate_button.clicked.connect(self._reinstate)
        self.table.selectionModel().selectionChanged.connect(lambda _on, _off: self._mark())
        self.refresh(None)

    def _lay_out(self) -> None:
        rows = self.add_card(_("This installation"))
        rows.add(_("Name"), self.name, _("How others recognise this computer, such as Laptop Sari."))
        rows.add(_("Person"), self.person, _("Who works with it."))
        rows.add(_("Words to compare"), self.words)
        self._add_code(rows)
        rows = self.add_card(_("Enrolled installations"))
        rows.addWidget(self.table, 1, 0, 1, 2)
        rows.addWidget(self.peer_words, 2, 0, 1, 2)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for one in (self.enrol_button, self.revoke_button, self.reinstate_button):
            buttons.addWidget(one)
        buttons.addStretch()
        rows.addLayout(buttons, 3, 0, 1, 2)
        self.column.addStretch()

    def _add_code(self, rows: Rows) -> None:
        beside = QVBoxLayout()
        beside.setSpacing(8)
        told = _("Show the code to your admin's camera, or give the card as a file or on paper. It holds no secret.")
        beside.addWidget(label(told, "muted", wrap=True))
        for one in (self.copy_button, self.save_button):
            beside.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
        beside.addStretch()
        cell = QHBoxLayout()
        cell.setSpacing(16)
        cell.addWidget(self.picture)
        cell.addLayout(beside, 1)
        row = rows.rowCount()
        rows.addWidget(label(_("Card"), "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
        rows.addLayout(cell, row, 1)

    def refresh(self, changes: Changes | None) -> None:
        """Show what holds now; a pack that was merged says when its sender was last heard of."""
        self.table.show_rows(self.context.read(peers.listed))
        self._mark()
        if self.card is None or changes is None or changes.affects("installation"):
            store = self.context.store  # the first time it makes the keys
            self.context.run_later(lambda _progress: keys.card(store)).then(self, self._show_card)

    def take_scan(self, code: str) -> bool:
        """A card that a hand scanner reads while this page is on show is enrolled."""
        if not cards.is_card(code):
            return False
        self.ask_enrol().take(code)
        return True

    @Slot()
    def ask_enrol(self) -> EnrolDialog:
        """Ask whose packs are to be accepted."""
        dialog = EnrolDialog(self.context, self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    @Slot()
    def ask_revoke(self) -> QMessageBox | None:
        """Ask whether to refuse the packs of the chosen installation from now on."""
        chosen = self.table.chosen()
        if chosen is None:
            return None
        question = QMessageBox(self.window())
        question.setWindowTitle(_("Revoke an installation"))
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setText(_("Refuse the packs of {name} from now on?").format(name=chosen.name))
        question.setInformativeText(_("What it sent before stays. You can accept it again at any time."))
        go = question.addButton(_("Revoke"), QMessageBox.ButtonRole.AcceptRole)
        question.setDefaultButton(question.addButton(QMessageBox.StandardButton.Cancel))
        go.clicked.connect(lambda: self._revoke(chosen))
        question.finished.connect(question.deleteLater)
        question.open()
        return question

    @Slot()
    def ask_save(self) -> QFileDialog:
        """Ask where the card goes: on paper, as a picture or as a text."""
        text = _("Text")
        kinds = f"PDF (*.pdf);;PNG (*.png);;{text} (*.txt)"
        proposed = Path(_("installation card") + ".pdf")
        return ask_save(self, _("Save the card"), proposed, kinds, self.save)

    def save(self, path: Path) -> None:
        """Write the card to a file; its ending says in which form."""
        card = self.card
        if card is not None:
            job = self.context.run_later(lambda _progress: card_files.write(card, path))
            told = _("The card is in {file}").format(file=path.name)
            job.then(self, lambda _done: self.context.message.emit(told))

    def _show_card(self, card: Card) -> None:
        self.card = card
        for field, text in ((self.name, card.name), (self.person, card.person)):
            if not field.hasFocus():
                field.setText(text)
        self.words.setText(" ".join(cards.words(card.fingerprint)))
        self.picture.show_symbol(card_files.symbol(card))

    def _mark(self) -> None:
        chosen = self.table.chosen()
        self.peer_words.setVisible(chosen is not None)
        self.revoke_button.setVisible(chosen is not None and chosen.is_trusted)
        self.reinstate_button.setVisible(chosen is not None and not chosen.is_trusted)
        if chosen is not None:
            self.peer_words.setText(
                _("Words of {name}: {words}").format(name=chosen.name, words=" ".join(chosen.words))
            )

    @Slot()
    def _rename(self) -> None:
        before = self.card
        if before is None:
            return
        card = replace(before, name=tidy_name(self.name.text()) or before.name, person=tidy_name(self.person.text()))
        self.name.setText(card.name)
        if card == before:
            return
        self.card = card
        job = self.context.write(lambda uow, _progress: peers.rename_self(uow, card), f"{peers.PRESENT} {card.name}")
        told = _("This installation is called {name}").format(name=peers.called(card.name, card.person))
        job.then(self, lambda _done: self.context.message.emit(told))

    @Slot()
    def _copy(self) -> None:
        if self.card is not None:
            QGuiApplication.clipboard().setText(card_files.as_text(self.card))
            self.context.message.emit(_("The card is on the clipboard"))

    def _revoke(self, peer: PeerRow) -> None:
        self._trust(peers.revoke, peers.REVOKE, peer, _("The packs of {name} are refused"))

    @Slot()
    def _reinstate(self) -> None:
        chosen = self.table.chosen()
        if chosen is not None:
            self._trust(peers.reinstate, peers.ENROL, chosen, _("The packs of {name} are accepted again"))

    def _trust(self, change: Any, verb: str, peer: PeerRow, told: str) -> None:
        job = self.context.write(lambda uow, _progress: change(uow, peer.fingerprint), f"{verb} {peer.name}")
        job.then(self, lambda _done: self.context.message.emit(told.format(name=peer.name)))
