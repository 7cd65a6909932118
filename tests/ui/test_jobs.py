"""Work off the GUI thread: signals arrive on it, cancel rolls back, errors and dead receivers do no harm."""

from __future__ import annotations

import subprocess
import sys
import threading
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.progress import Progress
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Room
from spbe_assets.storage.unit_of_work import UnitOfWork
from ui import jobs
from ui.context import AppContext
from ui.jobs import Job, workers
from ui.widgets.progress import ProgressDialog, ProgressPanel


def rooms(session: Any) -> list[str]:
    return sorted(name for (name,) in session.query(Room.name).filter(Room.live))


def add_room(name: str) -> Any:
    return lambda uow, _progress: uow.create(Room, name=name)


def test_work_runs_elsewhere_and_its_slots_run_here(qtbot: QtBot, context: AppContext) -> None:
    here, seen = threading.get_ident(), dict[str, int]()
    job = context.run_later(lambda _progress: seen.setdefault("work", threading.get_ident()))
    job.succeeded.connect(lambda _value: seen.setdefault("slot", threading.get_ident()))
    with qtbot.waitSignal(job.finished):
        pass
    assert seen["slot"] == here != seen["work"]


def test_a_write_is_broadcast_before_its_own_slot_runs(qtbot: QtBot, context: AppContext) -> None:
    order = list[str]()
    context.changed.connect(lambda changes: order.append(f"changed {sorted(changes.touched)}"))
    job = context.write(add_room("R. Server"), "create").then(context, lambda made: order.append(f"made {len(made)}"))
    with qtbot.waitSignal(job.finished):
        pass
    assert order == ["changed ['room']", "made 16"]
    assert context.read(rooms) == ["R. Server"]


def test_writes_happen_in_the_order_they_were_asked_for(qtbot: QtBot, context: AppContext) -> None:
    seen = list[str]()
    asked = [context.write(add_room(name)) for name in "abc"]
    for job, name in zip(asked, "abc", strict=True):
        job.then(context, partial(lambda name, _made: seen.append(name), name))
    with qtbot.waitSignal(context.idle):
        pass
    assert seen == ["a", "b", "c"]


def test_a_write_that_changed_nothing_offers_no_undo(qtbot: QtBot, context: AppContext) -> None:
    with qtbot.waitSignal(context.message) as said, qtbot.assertNotEmitted(context.done):
        context.write(lambda _uow, _progress: None, done="Room made")
    assert said.args == ["Nothing had to be changed"]
    with qtbot.waitSignal(context.done) as told:
        context.write(add_room("R. Server"), done="Room made")
    assert told.args[0] == "Room made"


def test_cancel_rolls_the_whole_transaction_back(qtbot: QtBot, context: AppContext) -> None:
    begun = threading.Event()

    def work(uow: UnitOfWork, progress: Progress) -> None:
        uow.create(Room, name="half")
        begun.set()
        while True:
            progress.step(1, 2)

    job = context.write(work)
    with qtbot.waitSignal(job.cancelled):
        qtbot.waitUntil(begun.is_set)
        job.cancel()
    assert context.read(rooms) == []


def test_a_job_cancelled_before_it_starts_does_nothing(qtbot: QtBot, context: AppContext) -> None:
    ran = list[int]()
    job = context.run_later(lambda _progress: ran.append(1))
    job.cancel()
    with qtbot.waitSignal(job.cancelled):
        pass
    assert not ran


def test_a_failure_is_told_once_and_leaves_the_database_alone(qtbot: QtBot, context: AppContext) -> None:
    def work(uow: UnitOfWork, _progress: Progress) -> None:
        uow.create(Room, name="half")
        raise Refused("No.")

    with qtbot.waitSignal(context.error_raised) as caught:
        context.write(work)
    assert str(caught.args[0]) == "No."
    assert context.read(rooms) == []


def test_a_quiet_failure_reaches_only_the_caller(qtbot: QtBot, context: AppContext) -> None:
    told, heard = list[Any](), list[Any]()
    context.error_raised.connect(told.append)

    def work(_uow: UnitOfWork, _progress: Progress) -> None:
        raise Refused("No.")

    job = context.write(work, quiet=True).otherwise(context, heard.append)
    with qtbot.waitSignal(job.finished):
        pass
    assert [str(error) for error in heard] == ["No."]
    assert not told


def test_a_receiver_that_died_is_not_called(qtbot: QtBot, context: AppContext) -> None:
    owner, heard = QObject(), list[Any]()
    go = threading.Event()
    job = context.run_later(lambda _progress: go.wait(5)).then(owner, heard.append)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    with qtbot.waitSignal(job.finished):
        go.set()
    assert not heard


def test_closing_during_a_job_stops_it_and_waits(context: AppContext, qapp: QApplication) -> None:
    begun, ended = threading.Event(), threading.Event()

    def work(uow: UnitOfWork, progress: Progress) -> None:
        uow.create(Room, name="half")
        begun.set()
        try:
            while True:
                progress.step(1, 2)
        finally:
            ended.set()

    context.write(work)
    while not begun.is_set():
        qapp.processEvents()
    context.close()
    assert ended.is_set()
    assert context.read(rooms) == []


def test_progress_is_thinned_but_its_end_is_told(qtbot: QtBot, context: AppContext) -> None:
    told = list[tuple[int, int, str]]()

    def work(progress: Progress) -> None:
        for number in range(1, 10_001):
            progress.step(number, 10_000, "row")

    job = context.run_later(work)
    job.progressed.connect(lambda done, total, text: told.append((done, total, text)))
    with qtbot.waitSignal(job.finished):
        pass
    assert told[-1] == (10_000, 10_000, "row")
    assert len(told) < 200


def test_undo_and_redo_of_the_last_action(qtbot: QtBot, context: AppContext) -> None:
    with qtbot.waitSignal(context.changed):
        context.write(add_room("R. Server"), "create")
    with qtbot.waitSignal(context.changed) as undone:
        context.undo()
    assert undone.args[0].affects("room")
    assert context.read(rooms) == []
    with qtbot.waitSignals([context.changed, context.message]):
        context.redo()
    assert context.read(rooms) == ["R. Server"]


def test_undo_of_nothing_is_a_sentence(qtbot: QtBot, context: AppContext) -> None:
    with qtbot.waitSignal(context.error_raised) as caught:
        context.undo()
    assert isinstance(caught.args[0], Refused)


def test_what_another_program_wrote_is_broadcast(qtbot: QtBot, context: AppContext, store: Store) -> None:
    with Store.open(store.path).write(Actor("CLI")) as uow:
        made = uow.create(Room, name="from outside")
    with qtbot.waitSignal(context.changed) as seen:
        context.look_for_foreign_changes()
    assert seen.args[0] == Changes({"room": frozenset({made})})


def test_own_writes_are_not_taken_for_foreign_ones(qtbot: QtBot, context: AppContext) -> None:
    with qtbot.waitSignal(context.changed):
        context.write(add_room("mine"))
    qtbot.waitUntil(lambda: not context.is_writing)
    with qtbot.assertNotEmitted(context.changed):
        context.look_for_foreign_changes()


def test_the_panel_shows_progress_and_its_button_cancels(qtbot: QtBot, context: AppContext) -> None:
    def work(progress: Progress) -> None:
        while True:
            progress.step(3, 7, "row 3")

    job = context.run_later(work)
    panel = ProgressPanel(job, "Importing")
    qtbot.addWidget(panel)
    qtbot.waitUntil(lambda: panel.bar.value() == 3)
    assert panel.count.text() == "3 of 7"
    with qtbot.waitSignal(job.cancelled):
        panel.cancel_button.click()


def test_a_short_job_never_shows_its_dialog(qtbot: QtBot, context: AppContext) -> None:
    job = context.run_later(lambda _progress: None)
    dialog = ProgressDialog(job, "Importing")
    with qtbot.waitSignal(dialog.destroyed):
        pass
    assert job.is_finished


def test_a_job_that_is_destroyed_while_it_works_is_forgotten(qtbot: QtBot) -> None:
    go, pool = threading.Event(), workers(1)
    job = Job(lambda _progress: go.wait(5))
    job.start(pool)
    qtbot.waitUntil(jobs.any_under_way)
    job.deleteLater()
    with qtbot.waitSignal(job.destroyed):
        pass
    go.set()
    pool.shutdown()
    qtbot.waitUntil(lambda: not jobs.any_under_way())


CROWD = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget
from ui.jobs import Job, workers

sys.setswitchinterval(0.0005)
app, area, pool, owner, jobs = QApplication([]), QScrollArea(), workers(2), QObject(), set()

def launch():
    while len(jobs) < 6:
        job = Job(lambda progress: [progress.step(n, 3) for n in range(3)] + [{} for _ in range(300)], owner)
        jobs.add(job)
        job.finished.connect(lambda job: (jobs.discard(job), job.deleteLater()))
        job.start(pool)

def page(numbers=iter(range(1_500))):
    if next(numbers, None) is None:
        print("alive", flush=True)
        os._exit(0)
    made = QWidget()
    column = QVBoxLayout(made)
    for number in range(40):
        column.addWidget(QLabel(str(number)))
    area.setWidget(made)
    launch()

timer = QTimer()
timer.timeout.connect(page)
timer.start(0)
app.exec()
"""


def test_pages_come_and_go_unharmed_while_jobs_end() -> None:
    """Each died within a hundred pages while the jobs were Qt's runnables."""
    done = subprocess.run([sys.executable, "-c", CROWD], capture_output=True, text=True, timeout=60)

    assert done.stdout.strip() == "alive", done.stderr


def test_a_job_runs_once(qtbot: QtBot) -> None:
    pool = workers(1)
    job = Job(lambda _progress: 1)
    for signal in (job.succeeded, job.failed):
        with qtbot.waitSignal(signal):
            job.start(pool)
