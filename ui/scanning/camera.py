"""The camera as a scanner: its picture, and the codes it sees. It needs Qt's multimedia part, an optional extra."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from importlib.util import find_spec
from time import monotonic
from typing import Any

from PySide6.QtCore import QCameraPermission, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from ui.context import AppContext
from ui.jobs import Job
from ui.scanning import frames
from ui.widgets.basics import label

SIZE = (272, 204)
MARGIN_PX = 14
BETWEEN_FRAMES_S = 0.15
_NO_FILE = "cannot open shared object"
MODULES = ("PySide6.QtMultimedia", "PySide6.QtMultimediaWidgets")


def what_is_missing() -> str:
    """What has to be installed before a camera can be used, as a sentence; empty where nothing is missing."""
    if any(find_spec(name) is None for name in MODULES):
        return _add_package()
    try:
        for name in MODULES:
            import_module(name)
    except ImportError as error:
        library = str(error).partition(":")[0]
        said = _("The camera needs the system library {library}; install it (on Debian “libpulse0”), then start again.")
        return said.format(library=library) if _NO_FILE in str(error) else _add_package()
    return ""


def _add_package() -> str:
    return _("The camera needs one more package: close the program and run “python3 main.py camera” once.")


class CameraBox(QFrame):
    """Shows the camera's picture while it is on; `seen` carries the texts of the codes in a frame."""

    seen = Signal(list)
    switched = Signal(bool)
    said = Signal(str)
    """Why there is no picture, as a sentence."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._session: Any = None
        self._camera: Any = None
        self._view: QWidget | None = None
        self._reading: Job | None = None
        self._read_at = 0.0
        self.is_on = False
        """Whether the camera is in use, or will be once it is allowed."""

        self.hint = label(_("Hold a code into the picture."), "small", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        self._column.setSpacing(8)
        self._column.addWidget(self.hint)
        self._column.addStretch(1)
        self.setFixedWidth(SIZE[0] + 2 * MARGIN_PX)
        self.hide()

    def start(self) -> None:
        """Switch the camera on, after asking for leave where the system wants that; `said` tells what is in the way."""
        missing = what_is_missing()
        if missing:
            self.said.emit(missing)
            return
        self._switch(True)
        app, permission = QApplication.instance(), QCameraPermission()
        asked: Any = app
        match asked.checkPermission(permission):
            case Qt.PermissionStatus.Granted:
                self._begin()
            case Qt.PermissionStatus.Denied:
                self._refuse()
            case _unknown:
                asked.requestPermission(permission, self, self._on_permission)

    def stop(self) -> None:
        """Switch the camera off and let it go, so that other programs can have it."""
        self._switch(False)
        if self._reading is not None:
            self._reading.cancel()
        if self._camera is not None:
            self._camera.stop()
            self._camera.deleteLater()
        for part in (self._session, self._view):
            if part is not None:
                part.deleteLater()
        self._camera = self._session = self._view = None

    def _switch(self, on: bool) -> None:
        self.is_on = on
        self.setVisible(on)
        self.switched.emit(on)

    @Slot(object)
    def take_frame(self, frame: Any) -> None:
        """Read a frame off the GUI thread; those that come meanwhile are let pass."""
        if self._reading is not None or monotonic() - self._read_at < BETWEEN_FRAMES_S:
            return
        self._read_at = monotonic()
        job = self._context.run_later(lambda _progress: frames.codes(frame), quiet=True)
        job.then(self, self._tell)
        job.finished.connect(self._free)
        self._reading = job

    @Slot()
    def _begin(self) -> None:
        if not self.is_on:  # it was closed while somebody was asked
            return
        multimedia, widgets = map(import_module, MODULES)
        device = multimedia.QMediaDevices.defaultVideoInput()
        if device.isNull():
            self._give_up(_("No camera was found; plug one in and try again."))
            return
        self._view = view = widgets.QVideoWidget(self)
        view.setFixedSize(*SIZE)
        self._column.insertWidget(0, view)
        self._session = multimedia.QMediaCaptureSession(self)
        self._camera = multimedia.QCamera(device, self)
        self._session.setCamera(self._camera)
        self._session.setVideoOutput(view)
        view.videoSink().videoFrameChanged.connect(partial(self._on_frame, multimedia.QVideoFrame))
        self._camera.errorOccurred.connect(self._on_error)
        self._camera.start()

    def _on_frame(self, kind: Any, frame: Any) -> None:
        if frame.isValid():
            self.take_frame(kind(frame))

    def _on_permission(self, permission: Any) -> None:
        app: Any = QApplication.instance()
        if app.checkPermission(permission) == Qt.PermissionStatus.Granted:
            self._begin()
        else:
            self._refuse()

    def _refuse(self) -> None:
        self._give_up(_("This program may not use the camera; allow it in the system's settings for privacy."))

    def _on_error(self, _error: Any, reason: str) -> None:
        sentence = _("The camera can't be used ({reason}); close other programs that use it and try again.")
        self._give_up(sentence.format(reason=reason.rstrip(".")))

    def _give_up(self, sentence: str) -> None:
        self.stop()
        self.said.emit(sentence)

    def _tell(self, texts: list[str]) -> None:
        if self.is_on and texts:
            self.seen.emit(texts)

    def _free(self) -> None:
        self._reading = None
