"""Pengaturan: language, looks, who is working, and where the database lies."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QFormLayout, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from spbe_assets import __version__, i18n
from spbe_assets.i18n import N_, _
from spbe_assets.storage import backup
from ui import theme
from ui.context import AppContext
from ui.widgets.basics import button, label
from ui.widgets.card import Card
from ui.widgets.screen import Screen

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
THEMES = {theme.Mode.SYSTEM: N_("As the system"), theme.Mode.LIGHT: N_("Light"), theme.Mode.DARK: N_("Dark")}
WIDTH_PX = 640


class SettingsScreen(Screen):
    """Every choice takes effect at once."""

    name, title, icon = "settings", N_("Settings"), "settings"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.operator = QLineEdit(context.actor.user)
        self.operator.setMaxLength(120)
        self.language = _Choices({code: name for code, name in LANGUAGES.items()}, i18n.language())
        self.theme = _Choices({str(mode): _(name) for mode, name in THEMES.items()}, str(theme.mode()))
        self.backup_button = button(_("Back up now"), icon="shield-check")

        column = QVBoxLayout()
        column.setContentsMargins(16, 4, 16, 16)
        column.setSpacing(12)
        for card in (self._person(), self._looks(), self._files()):
            card.setFixedWidth(WIDTH_PX)
            column.addWidget(card)
        column.addStretch()
        self.body.addLayout(column)

        self.operator.editingFinished.connect(self._rename)
        self.language.chosen_by_user(context.language_chosen.emit)
        self.theme.chosen_by_user(context.theme_chosen.emit)
        self.backup_button.clicked.connect(self._back_up)

    def _person(self) -> Card:
        card = Card(_("Operator"), _("the name that history and labels show"))
        card.body.addWidget(self.operator)
        return card

    def _looks(self) -> Card:
        card = Card(_("Language and looks"))
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(10)
        form.addRow(label(_("Language"), "muted"), self.language)
        form.addRow(label(_("Theme"), "muted"), self.theme)
        card.body.addLayout(form)
        return card

    def _files(self) -> Card:
        path = self.context.store.path
        card = Card(_("Files"))
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(10)
        for name, value in (
            (_("Database"), str(path)),
            (_("Daily backups"), str(backup.folder_of(path))),
            (_("Program"), f"SPBE Assets {__version__}"),
        ):
            form.addRow(label(name, "muted"), label(value, wrap=True, select=True))
        card.body.addLayout(form)
        card.body.addWidget(self.backup_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    @Slot()
    def _rename(self) -> None:
        name = self.operator.text().strip()
        if name and name != self.context.actor.user:
            self.context.set_operator(name)
            self.context.message.emit(_("Later changes are recorded as {name}").format(name=name))

    @Slot()
    def _back_up(self) -> None:
        path = self.context.store.path
        self.backup_button.setEnabled(False)
        job = self.context.run_later(lambda _progress: backup.daily(path))
        job.then(self, lambda made: self.context.message.emit(_said(made is not None)))
        job.finished.connect(lambda _job: self.backup_button.setEnabled(True))


def _said(is_new: bool) -> str:
    return _("Backup made and tested") if is_new else _("Today's backup was made and tested already")


class _Choices(QWidget):
    """A few answers side by side, one of them chosen."""

    def __init__(self, choices: dict[str, str], chosen: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._keys = list(choices)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        for number, (key, text) in enumerate(choices.items()):
            made = QRadioButton(text)
            made.setChecked(key == chosen)
            self._group.addButton(made, number)
            row.addWidget(made)
        row.addStretch()

    def chosen_by_user(self, slot: object) -> None:
        """Call a slot with the key of every answer the user picks."""
        self._group.idClicked.connect(lambda number: slot(self._keys[number]))  # type: ignore[operator]
