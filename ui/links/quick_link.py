"""A link in the field: its two ends, what the contract says, what a test says, and the photo that proves it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import LinkKind, LinkStatus, parse
from spbe_assets.i18n import N_, _
from spbe_assets.services import attachment_files, links, settings
from spbe_assets.services.link_ends import End
from spbe_assets.services.links import FIGURES
from ui.context import AppContext
from ui.inventory.field_form import FieldForm, Group
from ui.links.end_box import EndBox
from ui.links.measured import rates
from ui.links.verdict import Verdict
from ui.photos.evidence import EvidenceBox
from ui.widgets.basics import button, label
from ui.widgets.progress import ProgressDialog

LINK, TEST = "link", "link_test"
PINNED = ("provider", "kind")
"""What the next link begins with: one round measures the lines of one provider."""
SETTING = "field.link"
WHAT = Group(N_("What it is"), LINK, (*PINNED, "circuit_id", "role"), frozenset({"provider"}))
CONTRACT = Group(N_("The contract says"), LINK, ("mbps_down", "mbps_up"))
MEASURED = Group(N_("Measured now"), TEST, FIGURES)


class QuickLink(QDialog):
    """Few fields, all by the keyboard; provider and kind of the last one are there already."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._goes_on = False
        self.setWindowTitle(_("New link"))

        self.what, self.figures = FieldForm(context, {}), FieldForm(context, {})
        self.what.add_groups([WHAT])
        self.figures.add_groups([CONTRACT, MEASURED])
        self.a, self.z = EndBox(context, _("This end")), EndBox(context, _("Other end"))
        self.verdict = Verdict()
        self.evidence = EvidenceBox(context, _("A screenshot or photo of the test, if there is one."))
        self.problem = label("", "bad", wrap=True)
        self.save_button = button(_("Save"), "main", "check")
        self.next_button = button(_("Save and next"))
        self.cancel_button = button(_("Cancel"))

        self._lay_out()
        self._connect()
        self._begin()

    def _lay_out(self) -> None:
        ends = QGridLayout()
        ends.setHorizontalSpacing(12)
        ends.setVerticalSpacing(3)
        for column, (title, box) in enumerate(((_("This end"), self.a), (_("Other end"), self.z))):
            named = label(title, "small")
            named.setBuddy(box)
            ends.addWidget(named, 0, column)
            ends.addWidget(box, 1, column)
            ends.setColumnStretch(column, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        for press in (self.cancel_button, self.next_button, self.save_button):
            foot.addWidget(press)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(20, 16, 20, 16)
        column_of_all.setSpacing(12)
        column_of_all.addWidget(self.what)
        column_of_all.addLayout(ends)
        for one in (self.figures, self.verdict, self.evidence, self.problem):
            column_of_all.addWidget(one)
        column_of_all.addLayout(foot)
        self.problem.hide()
        self.save_button.setDefault(True)
        self.setMinimumWidth(600)

    def _connect(self) -> None:
        self.evidence.listen(self)
        self.a.entered.connect(lambda: self.z.setFocus(Qt.FocusReason.TabFocusReason))
        self.z.entered.connect(lambda: self._focus(self.figures, LINK, "mbps_down"))
        self.figures.edited.connect(self._judge)
        self.save_button.clicked.connect(lambda: self.save())
        self.next_button.clicked.connect(lambda: self.save(goes_on=True))
        self.cancel_button.clicked.connect(self.reject)
        for keys, goes_on in (("Ctrl+S", False), ("Ctrl+Shift+S", True)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(partial(self.save, goes_on=goes_on))
        self.save_button.setToolTip(_("Ctrl+S"))
        self.next_button.setToolTip(_("Ctrl+Shift+S"))

    def _begin(self, a: End | None = None) -> None:
        """An empty form that begins with provider and kind of the last link."""
        kept = settings.user(self._context.store, self._context.actor.user, SETTING)
        pinned = kept if isinstance(kept, dict) else {}
        self.what.load(LINK, {}, {})
        self.figures.load(LINK, {}, {})
        self.figures.load(TEST, {}, {})
        provider = pinned.get("provider")
        kind = parse(LinkKind, str(pinned["kind"])) if pinned.get("kind") else None
        self.what.put(LINK, {"provider": provider if isinstance(provider, str) else "", "kind": kind}, {})
        self.a.show_end(a or End(""))
        self.z.show_end(End(""))
        self.evidence.show_sources([])
        self.problem.hide()
        self._judge()
        self._focus(self.what, LINK, "circuit_id" if provider else "provider")

    def _focus(self, form: FieldForm, table: str, key: str) -> None:
        form.cells[table, key].entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def _judge(self) -> None:
        typed = {key: self.figures.value(TEST, key) for key in FIGURES}
        contract = {key: self.figures.value(LINK, key) for key in ("mbps_down", "mbps_up")}
        self.verdict.show_rates(rates(typed, contract))

    def save(self, *, goes_on: bool = False) -> None:
        """Write link, measurement and evidence as one step of undo; what can't be right is told instead."""
        self.save_button.setFocus(Qt.FocusReason.ShortcutFocusReason)  # lets the field under the cursor finish
        wrong = self.what.first_wrong((LINK,)) or self.figures.first_wrong((LINK, TEST))
        if wrong is not None:
            wrong.entry.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.a.text().strip() and not self.z.text().strip():
            self._say(_("Name at least one end."))
            self.a.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._goes_on = goes_on
        self._lock(True)
        files, keep = tuple(self.evidence.sources), self.evidence.position.isChecked()
        job = self._context.run_later(
            lambda progress: attachment_files.prepare(files, keep_position=keep, progress=progress), quiet=True
        )
        if files:
            ProgressDialog(job, _("Adding photos and documents"), self)
        job.then(self, self._write).otherwise(self, self._fail)
        job.cancelled.connect(lambda: self._lock(False))

    def _write(self, prepared: attachment_files.Prepared) -> None:
        if prepared.refused:
            self._say("\n".join(prepared.refused))
            self.evidence.show_sources([])
            return
        ready, a, z = prepared.ready, self.a.meant(), self.z.meant()
        values = self.what.edits(LINK) | self.figures.edits(LINK) | {"status": LinkStatus.ACTIVE}
        test = self.figures.edits(TEST)

        def change(uow: Any, _progress: object) -> Id:
            return links.create_between(uow, a, z, values, test, ready)

        job = self._context.write(change, "create", _("Link added"), quiet=True)
        job.then(self, lambda _id: self._on_saved(values, a)).otherwise(self, self._fail)

    def _on_saved(self, values: dict[str, Any], a: End) -> None:
        self._lock(False)
        store, operator = self._context.store, self._context.actor.user
        pinned = {"provider": values.get("provider") or "", "kind": str(values.get("kind") or "")}
        job = self._context.run_later(lambda _progress: settings.set_user(store, operator, SETTING, pinned))
        if self._goes_on:
            job.then(self, lambda _done: self._begin(a))
        else:
            self.accept()

    def _fail(self, error: Exception) -> None:
        self._lock(False)
        cells = ((self.what, LINK), (self.figures, LINK), (self.figures, TEST))
        if not isinstance(error, Invalid) or not any(form.say(table, error.field, str(error)) for form, table in cells):
            self._say(str(error))

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()
        self._lock(False)

    def _lock(self, locked: bool) -> None:
        for one in (self.save_button, self.next_button):
            one.setDisabled(locked)
