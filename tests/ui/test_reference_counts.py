"""The pinned PySide6 counts its references to None and True right, also before Python 3.12 made them immortal."""

from __future__ import annotations

import subprocess
import sys

LOSING = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Signal

class Model(QAbstractListModel):
    def rowCount(self, parent=QModelIndex()):
        return 1
    def data(self, index, role=0):
        return None

class Sender(QObject):
    sent = Signal(object)

model, sender = Model(), Sender()
index = model.index(0, 0)
for _ in range(60_000):
    index.data(3)
    sender.sent.emit(None)
print("alive", flush=True)
os._exit(0)
"""


def test_sixty_thousand_answers_of_nothing_do_no_harm() -> None:
    done = subprocess.run([sys.executable, "-c", LOSING], capture_output=True, text=True)

    assert done.stdout.strip() == "alive", done.stderr
