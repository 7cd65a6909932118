"""What the log can be narrowed by: its chips, and their choices read off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject

from spbe_assets.i18n import N_, _
from spbe_assets.services import action_log
from spbe_assets.services.action_log import ImportedFile
from ui import format as formats
from ui.context import AppContext
from ui.history.words import SUBJECT_TITLES, kind_of
from ui.inventory.filter_kinds import FilterKind, Option, Way

Choices = dict[str, list[Option]]


class LogChoices(QObject):
    """The choices there are now: people, what was done, imports. `ask` reads them anew."""

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._options: Choices = {}

    def ask(self) -> None:
        """Read who did what by now."""
        self._context.read_later(lambda session, _progress: _read(session), quiet=True).then(self, self._take)

    def kinds(self) -> tuple[FilterKind, ...]:
        """The chips; the computer's only where the changes of several are known."""
        several = len(self._context.read(action_log.installations)) > 1
        computer = (self._kind("installation", N_("Computer"), "installations", _installations),) if several else ()
        return (
            FilterKind("records", N_("Record"), Way.PICKED, "records"),
            self._kind("user", N_("Person"), "users"),
            self._kind("subject", N_("Kind of record"), "subjects", lambda _session: _subjects()),
            self._kind("verb", N_("What was done"), "verbs"),
            FilterKind("since", N_("Since"), Way.DATE, "since", always_shown=True),
            FilterKind("until", N_("Until"), Way.DATE, "until", always_shown=True),
            self._kind("import", N_("Import"), "imports"),
            *computer,
        )

    def _kind(
        self, key: str, title: str, part: str, options: Callable[[Any], list[Option]] | None = None
    ) -> FilterKind:
        read = options or (lambda _session: self._options.get(key, []))
        return FilterKind(key, title, Way.CHECKS, part, options=read, always_shown=True)

    def _take(self, options: Choices) -> None:
        self._options = options


def _read(session: Any) -> Choices:
    return {
        "user": [Option(name, name) for name in action_log.people(session)],
        "verb": [Option(verb, kind_of(verb)) for verb in action_log.kinds(session)],
        "import": _imports(action_log.imports(session)),
    }


def _imports(files: Sequence[ImportedFile]) -> list[Option]:
    told = _("{file} · {when}")
    return [Option(one.action, told.format(file=one.file, when=formats.moment(one.at))) for one in files]


def _subjects() -> list[Option]:
    return [Option(subject, _(title)) for subject, title in SUBJECT_TITLES.items()]


def _installations(session: Any) -> list[Option]:
    return [Option(replica, name) for replica, name in action_log.installations(session).items()]
