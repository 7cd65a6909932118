"""A whole merged pack set aside, and merged again."""

from __future__ import annotations

from collections.abc import Callable

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from spbe_assets.storage.store import Actor, Store
from spbe_assets.sync import merging
from ui.context import AppContext
from ui.importer.runner import Runner

Turn = Callable[[Store, Actor, str, Progress], Changes]


def set_aside(context: AppContext, runner: Runner, pack: str) -> None:
    """Take what a pack brought out of the register; it stays in the log, and can be merged again."""

    def back() -> None:
        fold_again(context, runner, pack)

    _turn(context, runner, pack, merging.set_aside, _("Setting the pack aside"), _("The pack was set aside"), back)


def fold_again(context: AppContext, runner: Runner, pack: str) -> None:
    """Merge again a pack that was set aside."""

    def back() -> None:
        set_aside(context, runner, pack)

    _turn(context, runner, pack, merging.fold_again, _("Merging the pack again"), _("The pack was merged again"), back)


def _turn(
    context: AppContext, runner: Runner, pack: str, turn: Turn, title: str, done: str, back: Callable[[], None]
) -> None:
    store, actor = context.store, context.actor

    def work(progress: Progress) -> tuple[None, Changes]:
        return None, turn(store, actor, pack, progress)

    runner.run(lambda: context.write_through(work), title, lambda _nothing: context.offered.emit(done, back))
