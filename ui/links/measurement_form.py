"""The small form of one measurement, with its evidence; says at once how it stands against the contract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.errors import Invalid, NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Record
from spbe_assets.i18n import N_, _
from spbe_assets.services import attachment_files, links
from spbe_assets.services.attachment_files import Source
from spbe_assets.services.links import FIGURES
from ui.context import AppContext
from ui.inventory.field_form import FieldForm, Group
from ui.inventory.place_search import search
from ui.inventory.reference_box import ReferenceBox
from ui.links.measured import rates
from ui.links.verdict import Verdict
from ui.photos.evidence import EvidenceBox
from ui.widgets.basics import button, label
from ui.widgets.progress import ProgressDialog

TABLE = "link_test"
GROUP = Group(N_("Measurement"), TABLE, ("tested_at", "tested_by", *FIGURES), frozenset({"tested_by"}))


class MeasurementForm(QDialog):
    """Adds a measurement of a link, or changes one; without a link it asks first for which it is."""

    def __init__(
        self, context: AppContext, link_id: Id | None, test: Record | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._link_id, self._test = context, link_id, test
        self._contract: Mapping[str, Any] = {}
        self.setWindowTitle(_("Add a measurement") if test is None else _("Change the measurement"))

        self.which = ReferenceBox(context, partial(search, "link"))
        self.which.setPlaceholderText(_("Name or circuit id"))
        self.which_title = label(_("Link"), "small")
        self.which_title.setBuddy(self.which)
        self.form = FieldForm(context, {})
        self.form.add_groups([GROUP])
        self.verdict = Verdict()
        self.problem = label("", "bad", wrap=True)
        self.evidence = EvidenceBox(context, _("A screenshot or photo of the test, if there is one."))
        self.save_button = button(_("Save"), "main")
        self.cancel_button = button(_("Cancel"))

        self._lay_out()
        self._load()
        self.evidence.listen(self)
        self.which.chosen.connect(self._on_chosen)
        self.which.entered.connect(self._go_on)
        self.form.edited.connect(self._judge)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        asked = QVBoxLayout()
        asked.setSpacing(3)
        asked.addWidget(self.which_title)
        asked.addWidget(self.which)
        column.addLayout(asked)
        for one in (self.form, self.verdict, self.evidence, self.problem):
            column.addWidget(one)
        column.addLayout(foot)
        for hidden in (self.which_title, self.which):
            hidden.setVisible(self._link_id is None)
        self.problem.hide()
        self.save_button.setDefault(True)
        self.setMinimumWidth(480)

    def _load(self) -> None:
        if self._test is not None:
            self.form.load(TABLE, self._test.values, {})
        else:
            self.form.load(TABLE, {}, {})
            self.form.put(TABLE, {"tested_at": datetime.now(UTC), "tested_by": self._context.actor.user}, {})
        if self._link_id is None:
            self.which.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._read_contract(self._link_id)
            self._go_on()

    def _go_on(self) -> None:
        self.form.cells[TABLE, FIGURES[0]].entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chosen(self) -> None:
        try:
            self._link_id = self.which.record_id()
        except Invalid as error:
            self._say(str(error))
            return
        self.problem.hide()
        if self._link_id is not None:
            self._read_contract(self._link_id)

    def _read_contract(self, link_id: Id) -> None:
        try:
            self._contract = self._context.read(lambda session: links.detail(session, link_id)).values
        except NotFound as error:
            self._say(str(error))
        self._judge()

    def _judge(self) -> None:
        typed = {key: self.form.value(TABLE, key) for key in FIGURES}
        self.verdict.show_rates(rates(typed, self._contract))

    def attach(self, sources: list[Source]) -> None:
        """Take these files as evidence when the form is saved."""
        self.evidence.show_sources(sources)

    def save(self) -> None:
        """Write the figures and their evidence as one step of undo; a bad file or value is told instead."""
        if self.form.first_wrong((TABLE,)) is not None:
            return
        if self._link_id is None:
            self._say(_("Choose the link that was measured."))
            return
        if all(self.form.value(TABLE, key) is None for key in FIGURES):
            self._say(_("Enter at least one figure: download, upload, latency or loss."))
            return
        self.save_button.setEnabled(False)
        files, keep = tuple(self.evidence.sources), self.evidence.position.isChecked()
        job = self._context.run_later(
            lambda progress: attachment_files.prepare(files, keep_position=keep, progress=progress), quiet=True
        )
        if files:
            ProgressDialog(job, _("Adding photos and documents"), self)
        job.then(self, partial(self._write, self._link_id)).otherwise(self, self._fail)
        job.cancelled.connect(lambda: self.save_button.setEnabled(True))

    def _write(self, link_id: Id, prepared: attachment_files.Prepared) -> None:
        if prepared.refused:
            self._say("\n".join(prepared.refused))
            self.attach([])
            return
        ready, test, edits = prepared.ready, self._test, self.form.edits(TABLE)

        def change(uow: Any, _progress: object) -> None:
            if test is None:
                links.add_test(uow, link_id, edits, ready)
            else:
                links.update_test(uow, test.id, edits, seen_rev=test.rev, evidence=ready)

        reason, done = ("create", _("Measurement added")) if test is None else ("edit", _("Measurement saved"))
        job = self._context.write(change, reason, done, quiet=True)
        job.then(self, lambda _done: self.accept()).otherwise(self, self._fail)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, Invalid) and self.form.say(TABLE, error.field, str(error)):
            self.save_button.setEnabled(True)
        else:
            self._say(str(error))

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()
        self.save_button.setEnabled(True)
