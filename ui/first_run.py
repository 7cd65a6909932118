"""The first start: language, who is working, and what to begin with. One page, four answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from spbe_assets import i18n
from spbe_assets.i18n import N_, _
from ui import navigation
from ui.preferences import Preferences
from ui.widgets.basics import button, icon_label, label, restyle
from ui.widgets.progress import ProgressDialog

if TYPE_CHECKING:
    from ui.context import AppContext

LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}
CHOICES = (
    (
        "import", "file-spreadsheet", N_("Import an old spreadsheet"),
        N_("KIB B, KIR, NetBox, Snipe-IT, or a table of your own"),
    ),
    (
        "sample", "boxes", N_("Look around with sample data"),
        N_("A made-up province with 2,000 assets, for trying out"),
    ),
    ("", "plus", N_("Start empty"), N_("Record the first asset by hand")),
    ("field", "map-pin", N_("Work in the field"), N_("With a work pack that your office hands you")),
)  # fmt: skip
SIZE = QSize(640, 630)
SAMPLE_ASSETS = 2_000


class ChoiceButton(QPushButton):
    """One way to begin: icon, title, and a sentence below."""

    def __init__(self, icon: str, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "choice")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{title}. {text}")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        for part in (label(title, "heading"), label(text, "muted")):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            words.addWidget(part)
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 16, 0)
        row.setSpacing(16)
        picture = icon_label(icon, "accent", 24)
        picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(picture)
        row.addLayout(words, 1)


class FirstRun(QDialog):
    """Accepted once the operator has a name; `start_with` is import, sample, field, or "" for empty.

    Args:
        preferences: where language and operator are kept.
        speak: switches the language of the application.
        is_new: whether a database is about to be made, so that there is a choice how to begin.
    """

    def __init__(
        self, preferences: Preferences, speak: Callable[[str], None], *, is_new: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences, self._speak, self._is_new = preferences, speak, is_new
        self.start_with = "sample" if is_new else ""
        self._page: QWidget | None = None
        self.setWindowTitle("SPBE Assets")
        self.setFixedSize(SIZE if is_new else QSize(SIZE.width(), 320))
        self._frame = QVBoxLayout(self)
        self._frame.setContentsMargins(0, 0, 0, 0)
        self._build(preferences.operator)

    def _build(self, name: str) -> None:
        """Make the page in the language in use, with what was typed already."""
        self.name = QLineEdit(name)
        self.name.setPlaceholderText(_("Your name, as history will show it"))
        self.name.setMaxLength(120)
        self.start_button = button(_("Begin"), "main")
        self.start_button.setDefault(True)

        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(12)
        column.addLayout(self._head())
        column.addSpacing(8)
        who = label(_("Who is working here?"), "heading")
        who.setBuddy(self.name)
        column.addWidget(who)
        column.addWidget(self.name)
        if self._is_new:
            column.addSpacing(8)
            column.addWidget(label(_("How do you want to begin?"), "heading"))
            column.addLayout(self._choices())
        column.addStretch()
        foot = QHBoxLayout()
        foot.addWidget(label(_("Everything stays on this computer; no network is needed."), "small"), 1)
        foot.addWidget(self.start_button)
        column.addLayout(foot)
        self._replace(page)

        self.name.textChanged.connect(self._check)
        self.start_button.clicked.connect(self._start)
        self._check()
        self.name.setFocus()

    def _replace(self, page: QWidget) -> None:
        if self._page is not None:
            self._frame.removeWidget(self._page)
            self._page.hide()
            self._page.deleteLater()
        self._page = page
        self._frame.addWidget(page)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(icon_label("network", "accent", 28))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(_("Welcome to SPBE Assets"), "title"))
        words.addWidget(label(_("The register of your province's ICT infrastructure"), "muted"))
        row.addLayout(words, 1)
        for code, title in LANGUAGE_NAMES.items():
            made = button(title, "chip")
            made.setProperty("on", "true" if code == i18n.language() else "false")
            restyle(made)
            made.clicked.connect(lambda _checked=False, code=code: self._switch(code))
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _choices(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        self.choices = QButtonGroup(self)
        for number, (key, icon, title, text) in enumerate(CHOICES):
            if key == "import" and navigation.place(navigation.IMPORT) is None:
                continue
            made = ChoiceButton(icon, _(title), _(text))
            self.choices.addButton(made, number)
            made.setChecked(key == self.start_with)
            made.clicked.connect(lambda _checked=False, key=key: self._choose(key))
            grid.addWidget(made, number, 0)
        return grid

    def _choose(self, key: str) -> None:
        self.start_with = key

    def _switch(self, code: str) -> None:
        self._preferences.language = code
        self._speak(code)
        self._build(self.name.text())

    @Slot()
    def _check(self) -> None:
        self.start_button.setEnabled(bool(self.name.text().strip()))

    @Slot()
    def _start(self) -> None:
        self._preferences.language = i18n.language()
        self._preferences.operator = self.name.text().strip()
        self.accept()


def fill_with_sample_data(context: AppContext, window: QWidget) -> None:
    """Write the sample province into the new database, with a bar that can be cancelled."""
    from spbe_assets.services import demo

    job = context.write(lambda uow, progress: demo.fill(uow, SAMPLE_ASSETS, progress=progress), "demo")
    ProgressDialog(job, _("Making sample data"), window)
