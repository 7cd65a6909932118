"""Looking codes up one after another, off the GUI thread, so that answers come in the order of the scans."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Signal

from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from spbe_assets.services import scanning
from spbe_assets.services.scanning import Scan
from ui.context import AppContext
from ui.jobs import Job
from ui.widgets.progress import ProgressDialog

OUT_OF_VIEW_S = 3.0


class Asker(QObject):
    """`answered` carries the scans of texts that were new, `renewed` those of codes that were asked again."""

    answered = Signal(list)
    renewed = Signal(list)

    def __init__(self, context: AppContext, parent: Any) -> None:
        super().__init__(parent)
        self._context, self._parent = context, parent
        self._waiting: list[str] = []
        self._job: Job | None = None
        self._in_view: dict[str, float] = {}

    @property
    def is_busy(self) -> bool:
        """Whether a text still waits for its answer."""
        return self._job is not None or bool(self._waiting)

    def ask(self, texts: Sequence[str]) -> None:
        """Look texts up as soon as those before them have their answers."""
        self._waiting += texts
        self._go_on()

    def fresh(self, texts: Sequence[str]) -> list[str]:
        """The texts that have come into the camera's view; those that just stay there count once."""
        now = monotonic()
        found = [text for text in texts if now - self._in_view.get(text, -OUT_OF_VIEW_S) >= OUT_OF_VIEW_S]
        self._in_view |= dict.fromkeys(texts, now)
        return found

    def renew(self, codes: Sequence[str]) -> None:
        """Ask again, because records have changed."""
        if codes:
            asked = tuple(codes)
            job = self._context.read_later(lambda session, progress: _answers(session, asked, progress), quiet=True)
            job.then(self, self.renewed.emit)

    def forget(self) -> None:
        """Give up what waits."""
        self._waiting.clear()
        self._in_view.clear()
        if self._job is not None:
            self._job.cancel()

    def _go_on(self) -> None:
        if self._job is not None or not self._waiting:
            return
        texts, self._waiting = tuple(self._waiting), []
        self._job = job = self._context.read_later(lambda session, progress: _answers(session, texts, progress))
        if len(texts) > 1:
            ProgressDialog(job, _("Looking codes up"), self._parent)
        job.then(self, self.answered.emit)
        job.finished.connect(self._free)

    def _free(self) -> None:
        self._job = None
        self._go_on()


def _answers(session: Any, texts: Sequence[str], progress: Progress) -> list[Scan]:
    found = []
    for number, text in enumerate(texts):
        progress.step(number, len(texts), text)
        found.append(scanning.find(session, text))
    return found
