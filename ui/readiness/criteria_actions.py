"""What can be done with a whole set of criteria: use, copy, rename, delete, import, export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QMenu, QMessageBox

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from ui.context import AppContext
from ui.readiness import criteria_asking
from ui.readiness.criteria_draft import ACTIVE

if TYPE_CHECKING:
    from ui.readiness.criteria_editor import CriteriaEditor


class SetActions:
    """The actions of an editor; each ends in the editor showing the set that it is about."""

    def __init__(self, context: AppContext, editor: CriteriaEditor) -> None:
        self._context, self._editor = context, editor

    def menu(self) -> QMenu:
        """What can be done with the set that is shown."""
        editor, menu = self._editor, QMenu(self._editor)
        row, is_idle = editor.now.row, not editor.is_changed
        menu.addAction(_("Copy this set…"), self.ask_copy)
        rename, delete = menu.addAction(_("Rename…"), self.ask_rename), menu.addAction(_("Delete…"), self.ask_delete)
        menu.addSeparator()
        menu.addAction(_("Import a file…"), lambda: criteria_asking.ask_import(editor, self.import_file))
        menu.addAction(_("Export…"), lambda: criteria_asking.ask_export(editor, editor.version, self.export_file))
        menu.addSeparator()
        back = menu.addAction(_("Back to the shipped criteria"), self.use_shipped)
        rename.setEnabled(row.id is not None and is_idle)
        delete.setEnabled(row.id is not None and not row.is_active and is_idle)
        back.setEnabled(not editor.is_shipped_in_use and is_idle)
        return menu

    def use(self) -> None:
        """Assess with the set that is shown from now on, in the whole province."""
        self._use(self._editor.now.row.id, self._editor.now.row.name)

    def use_shipped(self) -> None:
        """Assess with the shipped criteria again."""
        self._use(None, _("Shipped criteria"))

    def ask_copy(self) -> QDialog:
        """Ask for the name of a copy of what is shown."""
        name = _("Copy of {name}").format(name=self._editor.now.row.name)
        return criteria_asking.NameDialog(_("Copy the set"), name, self._copy, self._editor)

    def ask_rename(self) -> QDialog:
        """Ask for another name."""
        return criteria_asking.NameDialog(_("Rename the set"), self._editor.now.row.name, self._rename, self._editor)

    def ask_delete(self) -> QMessageBox:
        """Ask whether the set is really to go."""
        return criteria_asking.ask_delete(self._editor, self._editor.now.row.name, self._delete)

    def import_file(self, path: Path) -> None:
        """Put the criteria of a file into the draft; nothing is saved yet."""
        from spbe_assets.services import criteria_sets

        job = self._context.run_later(lambda _progress: criteria_sets.read_file(path), quiet=True)
        job.then(self._editor, self._editor.take_file).otherwise(self._editor, self._editor.fail)

    def export_file(self, path: Path) -> None:
        """Write the criteria as they stand, under the version they would be saved with."""
        from spbe_assets.services import criteria_sets

        criteria = replace(self._editor.now.criteria, version=self._editor.version)
        told = _("The criteria were written to {file}").format(file=path.name)
        job = self._context.run_later(lambda _progress: criteria_sets.write_file(criteria, path), quiet=True)
        job.then(self._editor, lambda _done: self._context.message.emit(told)).otherwise(
            self._editor, self._editor.fail
        )

    def _use(self, set_id: Id | None, name: str) -> None:
        from spbe_assets.services import criteria_sets

        done = _("Criteria in use: {name}").format(name=name)
        self._write(lambda uow: criteria_sets.activate(uow, set_id), done, lambda _none: set_id)

    def _copy(self, name: str) -> None:
        from spbe_assets.services import criteria_sets

        criteria = self._editor.now.criteria
        self._write(lambda uow: criteria_sets.copy(uow, criteria, name), _("Criteria copied"), lambda made: made)

    def _rename(self, name: str) -> None:
        from spbe_assets.services import criteria_sets

        row = self._editor.now.row
        if (set_id := row.id) is not None:
            self._write(
                lambda uow: criteria_sets.rename(uow, set_id, name, row.rev),
                _("Renamed: {name}").format(name=name),
                lambda _none: set_id,
            )

    def _delete(self) -> None:
        from spbe_assets.services import criteria_sets

        row = self._editor.now.row
        if (set_id := row.id) is not None:
            done = _("Deleted: {name}").format(name=row.name)
            self._write(lambda uow: criteria_sets.delete(uow, set_id), done, lambda _none: ACTIVE)

    def _write(self, change: Callable[[Any], object], done: str, shown: Callable[[Any], object]) -> None:
        """Write, then show the set that `shown` makes of the answer."""
        job = self._context.write(lambda uow, _progress: change(uow), "settings", done, quiet=True)
        editor = self._editor
        job.then(editor, lambda answer: editor.load(shown(answer))).otherwise(editor, editor.fail)
