"""Workbooks that an import writes: the empty template to fill, and the rows that were rejected."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from spbe_assets.i18n import _
from spbe_assets.sheets.plan_model import ImportPlan
from ui.context import AppContext
from ui.importer import files


def ask_template(context: AppContext, parent: QWidget) -> None:
    """Ask where to save the empty template, and write it."""
    files.ask_workbook(
        parent, _("Save an empty template"), Path(_("template") + ".xlsx"), partial(save_template, context)
    )


def save_template(context: AppContext, path: Path) -> None:
    """Write an empty workbook of the program's own form."""
    from spbe_assets.sheets.export import write_template

    job = context.run_later(lambda _progress: write_template(path))
    job.then(context, lambda _none: _tell(context, path))


def ask_rejects(context: AppContext, parent: QWidget, plan: ImportPlan, beside: Path) -> None:
    """Ask where to save the rejected rows of a file, and write them."""
    name = _("{file} - rejected").format(file=beside.stem)
    suggested = beside.with_name(f"{name}.xlsx")
    files.ask_workbook(parent, _("Save the rejected rows"), suggested, partial(save_rejects, context, plan))


def save_rejects(context: AppContext, plan: ImportPlan, path: Path) -> None:
    """Write the rejected rows, with the reasons, to a workbook that can be imported again."""
    from spbe_assets.sheets.rejects import write_rejects

    job = context.run_later(lambda _progress: write_rejects(plan, path))
    job.then(context, lambda _count: _tell(context, path))


def _tell(context: AppContext, path: Path) -> None:
    context.message.emit(_("Saved: {file}").format(file=path.name))
