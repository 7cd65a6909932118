"""The small form of one measurement, with its evidence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Record
from spbe_assets.i18n import N_, _
from spbe_assets.services import attachment_files, attachments, links
from spbe_assets.services.attachments import Ready
from ui.context import AppContext
from ui.inventory.field_form import FieldForm, Group
from ui.photos.brought import IMAGES
from ui.widgets.basics import button, label
from ui.widgets.file_dialogs import ask_open_several
from ui.widgets.progress import ProgressDialog

TABLE = "link_test"
RATES = ("mbps_down", "mbps_up", "latency_ms", "loss_percent")
GROUP = Group(N_("Measurement"), TABLE, ("tested_at", "tested_by", *RATES), frozenset({"tested_by"}))


class MeasurementForm(QDialog):
    """Adds a measurement of a link, or changes one."""

    def __init__(
        self, context: AppContext, link_id: Id, test: Record | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._link_id, self._test = context, link_id, test
        self.files: list[Path] = []
        self.setWindowTitle(_("Add a measurement") if test is None else _("Change the measurement"))

        self.form = FieldForm(context, {})
        self.form.add_groups([GROUP])
        self.problem = label("", "bad", wrap=True)
        self.evidence = label("", "small", wrap=True)
        self.files_button = button(_("Evidence…"), "", "image")
        self.save_button = button(_("Save"), "main")
        self.cancel_button = button(_("Cancel"))

        self._lay_out()
        self._load()
        self.files_button.clicked.connect(self.ask_for_files)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        proof = QHBoxLayout()
        proof.addWidget(self.files_button)
        proof.addWidget(self.evidence, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addWidget(self.form)
        column.addLayout(proof)
        column.addWidget(self.problem)
        column.addLayout(foot)
        self.problem.hide()
        self.save_button.setDefault(True)
        self.setMinimumWidth(460)
        self.attach([])

    def _load(self) -> None:
        if self._test is not None:
            self.form.load(TABLE, self._test.values, {})
        else:
            self.form.load(TABLE, {}, {})
            self.form.put(TABLE, {"tested_at": datetime.now(UTC), "tested_by": self._context.actor.user}, {})
        first = RATES[0]
        self.form.cells[TABLE, first].entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_for_files(self) -> None:
        """Let somebody choose photos or documents that prove the measurement."""
        kinds = " ".join(f"*.{ending}" for ending in (*IMAGES, "pdf"))
        shown = _("Photos and documents")
        title = _("Evidence of the measurement")
        ask_open_several(self, title, Path(), f"{shown} ({kinds})", lambda paths: self.attach([*self.files, *paths]))

    def attach(self, files: list[Path]) -> None:
        """Take these files as evidence when the form is saved."""
        self.files = files
        told = ", ".join(path.name for path in files)
        self.evidence.setText(told or _("A screenshot or photo of the test, if there is one."))

    def save(self) -> None:
        """Write the figures and their evidence as one step of undo; a bad file or value is told instead."""
        if self.form.first_wrong((TABLE,)) is not None:
            return
        if all(self.form.value(TABLE, key) is None for key in RATES):
            self._say(_("Enter at least one figure: download, upload, latency or loss."))
            return
        self.save_button.setEnabled(False)
        files = tuple(self.files)
        job = self._context.run_later(lambda progress: attachment_files.prepare(files, progress=progress), quiet=True)
        if files:
            ProgressDialog(job, _("Adding photos and documents"), self)
        job.then(self, self._write).otherwise(self, self._fail)
        job.cancelled.connect(lambda: self.save_button.setEnabled(True))

    def _write(self, prepared: attachment_files.Prepared) -> None:
        if prepared.refused:
            self._say("\n".join(prepared.refused))
            self.attach([])
            return
        ready, link_id, test, edits = prepared.ready, self._link_id, self._test, self.form.edits(TABLE)

        def change(uow: Any, _progress: object) -> Id:
            return _write(uow, link_id, test, edits, ready)

        reason, done = ("create", _("Measurement added")) if test is None else ("edit", _("Measurement saved"))
        job = self._context.write(change, reason, done, quiet=True)
        job.then(self, lambda _id: self.accept()).otherwise(self, self._fail)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, Invalid) and self.form.say(TABLE, error.field, str(error)):
            self.save_button.setEnabled(True)
        else:
            self._say(str(error))

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()
        self.save_button.setEnabled(True)


def _write(uow: Any, link_id: Id, test: Record | None, edits: dict[str, Any], ready: tuple[Ready, ...]) -> Id:
    if test is None:
        test_id = links.add_test(uow, link_id, edits)
    else:
        test_id = test.id
        links.update_test(uow, test_id, edits, seen_rev=test.rev)
    for one in ready:
        attachments.add(uow, TABLE, test_id, one)
    return test_id
