"""The editor of criteria: the set at the top, its criteria at the left, one of them in the middle, the effect right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from spbe_assets.domain.criteria import Criteria, Criterion
from spbe_assets.domain.errors import AppError
from spbe_assets.i18n import _
from ui.context import AppContext
from ui.readiness import criteria_asking, criteria_draft
from ui.readiness.criteria_actions import SetActions
from ui.readiness.criteria_draft import ACTIVE, Draft, Loaded
from ui.readiness.criteria_frame import CriteriaFrame

if TYPE_CHECKING:
    from spbe_assets.domain.changes import Changes
    from spbe_assets.services.criteria_effect import Standing
    from ui.jobs import Job

EFFECT_AFTER_MS = 500
COPY_MARK = "-copy"


class CriteriaEditor(QDialog):
    """Nothing is written before Save; what is worked out meanwhile rests on the draft."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.loaded: Loaded = criteria_draft.blank()
        self.now: Draft = self.loaded.draft
        self.is_ready = False
        self._current = ""
        self._refused = ""
        self._before: Standing | None = None
        self._asking: Job | None = None
        self._loading: Job | None = None
        self.frame = CriteriaFrame(self)
        self.actions_of_set = SetActions(context, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EFFECT_AFTER_MS)

        self.setWindowTitle(_("Criteria"))
        self._connect()
        self.load(ACTIVE)

    def _connect(self) -> None:
        frame = self.frame
        frame.set_box.activated.connect(lambda _at: self._choose_set())
        frame.list.chosen.connect(self._show_criterion)
        frame.list.switched.connect(self._switch)
        frame.form.edited.connect(self._take)
        frame.form.refused.connect(self._refuse)
        frame.numbers.number_set.connect(self._take_number)
        frame.numbers.choice_set.connect(lambda choice: self._change(replace(self.now, choice=choice)))
        frame.more_button.clicked.connect(self._offer_more)
        frame.copy_button.clicked.connect(self.copy_criterion)
        frame.delete_button.clicked.connect(self.delete_criterion)
        frame.use_button.clicked.connect(self.actions_of_set.use)
        frame.discard_button.clicked.connect(self.discard)
        frame.close_button.clicked.connect(self.reject)
        frame.save_button.clicked.connect(self.save)
        self._timer.timeout.connect(self._ask_effect)
        self._context.changed.connect(self._on_changed)
        for keys in ("Ctrl+S", "Ctrl+Return"):
            QShortcut(QKeySequence(keys), self, self.save).setWhatsThis(_("Save"))

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost."""
        return self._refused != "" or self.now != self.loaded.draft

    @property
    def is_shipped_in_use(self) -> bool:
        """Whether assessments are made with the shipped criteria."""
        return self.loaded.sets[0].is_active

    def reject(self) -> None:
        """Close; with changes only after asking."""
        if self.is_changed:
            criteria_asking.ask_discard(self, super().reject)
        else:
            super().reject()

    @Slot()
    def discard(self) -> None:
        """Go back to what was saved."""
        self.load(self.now.row.id)

    @Slot()
    def save(self) -> None:
        """Keep the changes; those of the shipped set become a set of the province's own, which is named first."""
        if not self.frame.save_button.isEnabled():
            return
        is_new_set = self.now.row.id is None and self.now.criteria != self.loaded.draft.criteria
        if is_new_set:
            criteria_asking.NameDialog(_("A set of one's own"), _("Criteria of the province"), self._keep, self)
        else:
            self._keep(self.now.row.name)

    def copy_criterion(self) -> None:
        """Add a criterion like the one that is shown, for changing."""
        now, shown = self.now, self.now.criteria.by_id(self._current)
        if shown is None:
            return
        made = replace(shown, id=_free_id(now.criteria, shown.id))
        at = now.criteria.criteria.index(shown) + 1
        rows = (*now.criteria.criteria[:at], made, *now.criteria.criteria[at:])
        self._current = made.id
        self._rebuild(replace(now, criteria=replace(now.criteria, criteria=rows)))

    def delete_criterion(self) -> None:
        """Take the criterion that is shown out of the draft."""
        now, ids = self.now, self.frame.list.ids()
        rest = tuple(one for one in now.criteria.criteria if one.id != self._current)
        if rest and self._current in ids:
            at = ids.index(self._current)
            self._current = (ids[at + 1 :] or ids[:at][-1:])[0]
            self._rebuild(replace(now, criteria=replace(now.criteria, criteria=rest)))

    @property
    def version(self) -> str:
        """The version the draft is saved under."""
        if self.now.criteria == self.loaded.draft.criteria and not self.now.row.problem:
            return self.now.criteria.version
        return self.loaded.next_version

    def load(self, wanted: object) -> None:
        """Open a set by its id, None the shipped one, ACTIVE the one in use."""
        job = self._context.read_later(lambda session, _progress: criteria_draft.load(session, wanted), quiet=True)
        self._loading = job
        job.then(self, lambda loaded: self._show(loaded) if self._loading is job else None).otherwise(self, self.fail)

    def _show(self, loaded: Loaded) -> None:
        if (loaded.in_use, loaded.numbers_in_use) != (self.loaded.in_use, self.loaded.numbers_in_use):
            self._before = None
        self.is_ready = True
        self.loaded, self.now = loaded, loaded.draft
        self.frame.show_sets(loaded.sets, loaded.draft.row)
        if loaded.draft.row.problem:
            more = _("Saving puts the shipped criteria in its place.")
            self.frame.say_failure(f"{loaded.draft.row.problem} {more}")
        else:
            self.frame.say_failure("")
        self._rebuild(loaded.draft)

    def _rebuild(self, draft: Draft) -> None:
        """Show another draft from the start."""
        self.now, self._refused = draft, ""
        self.frame.numbers.show_numbers(draft.criteria, draft.numbers, draft.choice)
        self.frame.list.show_criteria(draft.criteria, draft.numbers, self._current)
        self._after_change()

    @Slot(str)
    def _show_criterion(self, criterion_id: str) -> None:
        """Another one is shown: what couldn't be right in the one before is let go."""
        self._current, self._refused = criterion_id, ""
        criterion = self.now.criteria.by_id(criterion_id)
        if criterion is not None:
            self.frame.form.show_criterion(criterion, self.now.criteria.settings)
        self._enable()

    @Slot(object)
    def _take(self, criterion: Criterion) -> None:
        before = self.now.criteria.by_id(criterion.id)
        self._refused = ""
        self._change(self.now.with_criterion(criterion))
        if before is not None and before.aspect is not criterion.aspect:
            self.frame.list.show_criteria(self.now.criteria, self.now.numbers, criterion.id)
        self.frame.list.show_criterion(criterion, self.now.numbers)

    @Slot(str)
    def _refuse(self, reason: str) -> None:
        self._refused = reason
        self._enable()

    @Slot(str, bool)
    def _switch(self, criterion_id: str, on: bool) -> None:
        criterion = self.now.criteria.by_id(criterion_id)
        if criterion is None or criterion.active == on:
            return
        changed = replace(criterion, active=on)
        self._change(self.now.with_criterion(changed))
        self.frame.list.show_criterion(changed, self.now.numbers)
        if criterion_id == self._current:
            self.frame.form.show_criterion(changed, self.now.criteria.settings)

    @Slot(str, float)
    def _take_number(self, key: str, value: float) -> None:
        self._change(replace(self.now, numbers={**self.now.numbers, key: value}))
        self.frame.numbers.show_numbers(self.now.criteria, self.now.numbers, self.now.choice)
        for criterion in self.now.criteria.criteria:
            self.frame.list.show_criterion(criterion, self.now.numbers)

    def _change(self, draft: Draft) -> None:
        self.now = draft
        self._after_change()

    def _after_change(self) -> None:
        self._enable()
        self.frame.effect.wait()
        self._timer.start()

    def _enable(self) -> None:
        problem = self._refused or criteria_draft.problem_of(self.now)
        row, is_changed = self.now.row, self.is_changed
        self.frame.save_button.setText(
            _("Save as {version}").format(version=self.version)
            if self.version != self.loaded.draft.criteria.version
            else _("Save")
        )
        self.frame.save_button.setEnabled((is_changed or bool(row.problem)) and not problem)
        self.frame.discard_button.setEnabled(is_changed)
        self.frame.use_button.setEnabled(not row.is_active and not is_changed and not row.problem)
        self.frame.set_box.setEnabled(not is_changed)
        self.frame.delete_button.setEnabled(len(self.now.criteria.criteria) > 1)

    @Slot()
    def _ask_effect(self) -> None:
        loaded, draft = self.loaded, self.now
        if problem := self._refused or criteria_draft.problem_of(draft):
            self.frame.effect.say(problem)
            return
        if self._asking is not None:
            self._asking.cancel()
        if self._before is None and loaded.in_use is not None:
            self._asking = job = self._standing(loaded.in_use, loaded.numbers_in_use)
            job.then(self, self._take_before)
            return
        self._asking = job = self._standing(draft.counted, draft.numbers)
        job.then(self, lambda found: self._show_effect(found) if self._asking is job else None)

    def _standing(self, criteria: Criteria, numbers: object) -> Job:
        job = self._context.read_apart(criteria_draft.standing, criteria, numbers, quiet=True)
        return job.otherwise(self, self._tell_failure)

    def _take_before(self, found: Standing) -> None:
        self._before = found
        self._ask_effect()

    def _show_effect(self, found: Standing) -> None:
        from spbe_assets.services import criteria_effect

        self._asking = None
        self.frame.effect.show_effect(criteria_effect.compared(self._before or found, found, _("Province")))

    def _keep(self, name: str) -> None:
        draft, saved, version = self.now, self.loaded.draft, self.version
        self.frame.save_button.setEnabled(False)
        job = self._context.write(
            lambda uow, _progress: criteria_draft.keep(uow, draft, saved, version, name),
            "settings",
            done=_("Criteria saved: {version}").format(version=version),
            quiet=True,
        )
        job.then(self, self.load).otherwise(self, self.fail)

    def take_file(self, criteria: Criteria) -> None:
        """Put other criteria into the draft."""
        now = self.now
        numbers = {key: now.numbers.get(key, one.default) for key, one in criteria.settings.items()}
        kept = replace(criteria, version=now.criteria.version)
        self._rebuild(replace(now, criteria=kept, numbers=numbers))

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        """Somebody changed a set elsewhere, or undid a change made here: show it unless something would be lost."""
        self._before = None
        if not self.is_changed and (changes.affects("criteria_set") or changes.affects("setting")):
            self.load(self.now.row.id)
        else:
            self._after_change()

    def _offer_more(self) -> None:
        button = self.frame.more_button
        self.actions_of_set.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _choose_set(self) -> None:
        self.load(self.loaded.sets[self.frame.set_box.currentIndex()].id)

    def fail(self, error: Exception) -> None:
        """Say what was refused."""
        if not isinstance(error, AppError):
            self._context.error_raised.emit(error)
            return
        self.frame.say_failure(str(error))
        self._enable()

    def _tell_failure(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self.frame.effect.say(str(error))
        else:
            self._context.error_raised.emit(error)


def _free_id(criteria: Criteria, like: str) -> str:
    """An id for a copy that no criterion of the set has."""
    stem, number = f"{like}{COPY_MARK}", 1
    while criteria.by_id(f"{stem}{number if number > 1 else ''}"):
        number += 1
    return f"{stem}{number if number > 1 else ''}"
