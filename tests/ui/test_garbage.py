"""Garbage is collected by the timer, never by a worker, and in the end all of it."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from threading import Event

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from spbe_assets.domain.progress import Progress
from ui import jobs
from ui.context import AppContext
from ui.garbage import GuiThreadCollector


class Knot:
    """An object in a cycle, which only a collection frees."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[GuiThreadCollector]:
    owner = QObject()
    made = GuiThreadCollector(owner)
    made._timer.stop()
    yield made
    gc.unfreeze()
    owner.deleteLater()


def test_a_knot_left_by_a_job_is_freed_in_the_end(
    qtbot: QtBot, context: AppContext, collector: GuiThreadCollector
) -> None:
    knots: list[weakref.ref[Knot]] = []
    gate = Event()

    def work(_progress: Progress) -> None:
        knots.append(weakref.ref(Knot()))
        gate.wait(5)

    job = context.run_later(work)
    with qtbot.waitSignal(job.finished):
        qtbot.waitUntil(lambda: bool(knots))
        assert jobs.any_under_way()
        collector.collect()
        gate.set()
    collector.collect()
    collector.collect_everything()
    assert knots[0]() is None
