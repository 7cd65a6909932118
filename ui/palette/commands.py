"""Every action of the window, one line each: the palette offers them, shortcuts run them, a sheet lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spbe_assets.i18n import N_, _
from ui import navigation
from ui.theme import Mode

if TYPE_CHECKING:
    from ui.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Command:
    """One action: `keys` are its shortcuts as Qt writes them, `words` more words that find it.

    A single character acts only where no text has the focus. `yields` leaves the keys to a screen that has a use of
    its own for them. `listed` is whether the palette offers it.
    """

    name: str
    title: str
    icon: str
    run: Callable[[MainWindow], object]
    keys: tuple[str, ...] = ()
    words: str = ""
    listed: bool = True
    yields: bool = False

    @property
    def label(self) -> str:
        """The title in the language in use."""
        return _(self.title)


def _place(name: str, argument: object = None) -> Callable[[MainWindow], object]:
    return lambda window: window.open_place(name, argument)


def _theme(mode: Mode) -> Callable[[MainWindow], object]:
    return lambda window: window.ask_theme(mode)


COMMANDS = (
    Command("palette", N_("Find anything"), "search", lambda window: window.open_palette(),
            ("Ctrl+K",), listed=False),
    Command("search", N_("Search in this list"), "list-filter", lambda window: window.focus_search(), ("Ctrl+F", "/"),
            listed=False, yields=True),
    Command("new", N_("New item"), "plus", lambda window: window.new_item(), ("Ctrl+N",), N_("add record asset"),
            yields=True),
    Command("import", N_("Import a spreadsheet"), "file-up", _place(navigation.IMPORT), (), N_("excel xlsx csv")),
    Command("labels", N_("Print labels"), "printer", _place(navigation.LABELS), (), N_("qr sticker")),
    Command("scan", N_("Scan…"), "scan", lambda window: window.open_scan(), ("F9",),
            N_("camera picture barcode qr scanner pile")),
    Command("sweep", N_("New sweep"), "scan-line", _place(navigation.SWEEPS, navigation.NEW), (),
            N_("opname stock-taking inventory room")),
    Command("undo", N_("Undo"), "undo-2", lambda window: window.undo(), ("Ctrl+Z",), N_("turn back")),
    Command("redo", N_("Redo"), "redo-2", lambda window: window.redo(), ("Ctrl+Y", "Ctrl+Shift+Z"), N_("do again")),
    Command("backup", N_("Back up now"), "shield-check", lambda window: window.back_up(), (), N_("backup copy save")),
    Command("theme-light", N_("Light theme"), "sparkles", _theme(Mode.LIGHT), (), N_("colours looks")),
    Command("theme-dark", N_("Dark theme"), "sparkles", _theme(Mode.DARK), (), N_("colours looks night")),
    Command("theme-contrast", N_("High contrast theme"), "sparkles", _theme(Mode.CONTRAST), (), N_("colours looks")),
    Command("theme-system", N_("Theme as the system"), "sparkles", _theme(Mode.SYSTEM), (), N_("colours looks")),
    Command("language", N_("Switch language: Indonesian or English"), "languages",
            lambda window: window.switch_language(), (), N_("bahasa english indonesia")),
    Command("help", N_("Help for this screen"), "info", lambda window: window.open_help(), ("F1",), N_("guide manual")),
    Command("keys", N_("Keyboard shortcuts of this screen"), "keyboard", lambda window: window.show_keys(),
            ("Ctrl+/", "?"), N_("keys")),
    Command("close-message", N_("Close the message"), "x", lambda window: window.close_message(), ("Esc",),
            listed=False, yields=True),
    Command("quit", N_("Quit"), "x", lambda window: window.close(), ("Ctrl+Q",), N_("exit close")),
)  # fmt: skip


def command(name: str) -> Command:
    """The command of that name."""
    return {one.name: one for one in COMMANDS}[name]


def offered() -> tuple[Command, ...]:
    """The commands whose place is there and that the palette offers."""
    there = {place.name for place in navigation.places()}
    missing = {name for name in (navigation.IMPORT, navigation.LABELS) if name not in there}
    return tuple(one for one in COMMANDS if one.listed and one.name not in missing)


def is_single(keys: str) -> bool:
    """Whether a shortcut is one character that could also be typed."""
    return len(keys) == 1
