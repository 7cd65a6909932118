"""After closing, no work begins; work that began would wait for ever for the thread that takes the window down."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from spbe_assets.storage.store import Actor, Store
from ui.context import AppContext


def test_a_question_asked_just_before_closing_is_never_put(qtbot: QtBot, store: Store, budi: Actor) -> None:
    context, put = AppContext(store, budi), []
    context.read_later(lambda _session, _progress: put.append("before"))
    context.close()
    QCoreApplication.processEvents()

    assert put == []


def test_a_question_asked_after_closing_is_cancelled(qtbot: QtBot, store: Store, budi: Actor) -> None:
    context, put = AppContext(store, budi), []
    context.close()
    job = context.read_later(lambda _session, _progress: put.append("after"))
    with qtbot.waitSignal(job.cancelled):
        pass

    assert put == []
