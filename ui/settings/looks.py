"""Language, theme and size of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from spbe_assets import i18n
from spbe_assets.i18n import N_, _
from ui import theme
from ui.context import AppContext
from ui.preferences import SCALES, Preferences
from ui.settings.page import Choices, Page

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
THEMES = {
    theme.Mode.SYSTEM: N_("As the system"),
    theme.Mode.LIGHT: N_("Light"),
    theme.Mode.DARK: N_("Dark"),
    theme.Mode.CONTRAST: N_("High contrast"),
}


class LooksPage(Page):
    """How the window looks and which language it speaks."""

    title, icon = N_("Language and looks"), "languages"
    about = N_("For you on this computer.")

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._preferences = Preferences()
        self.language = Choices(dict(LANGUAGES), i18n.language())
        self.theme = Choices({str(mode): _(name) for mode, name in THEMES.items()}, str(theme.mode()))
        scales = {str(percent): f"{percent}%" for percent in SCALES}
        self.scale = Choices(scales, str(self._preferences.scale_percent))

        self.start = QCheckBox(_("With the field screen, as long as I have work there"))
        self.start.setChecked(self._preferences.starts_in_field)

        rows = self.add_card()
        rows.add(_("Language"), self.language)
        rows.add(_("Theme"), self.theme)
        rows.add(_("Size"), self.scale, _("Of everything in the window, from the next start of the program."))
        rows.add(_("Start"), self.start, _("Otherwise with what was open when the program was left."))
        self.column.addStretch()

        self.language.chosen_by_user(context.language_chosen.emit)
        self.theme.chosen_by_user(context.theme_chosen.emit)
        self.scale.chosen_by_user(self._keep_scale)
        self.start.clicked.connect(self._keep_start)
        theme.notifier().changed.connect(self._follow_theme)

    def _follow_theme(self) -> None:
        self.theme.choose(str(theme.mode()))

    def _keep_start(self, wanted: bool) -> None:
        self._preferences.starts_in_field = wanted

    def _keep_scale(self, percent: str) -> None:
        self._preferences.scale_percent = int(percent)
        self.context.message.emit(_("The new size is used from the next start on"))
