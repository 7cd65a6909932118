"""What is brought to be scanned: pictures and scanner files from a dialog, a drop or the clipboard, and their texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from spbe_assets.domain.errors import AppError, Invalid
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.labels import reading
from spbe_assets.services.attachment_files import Source
from ui.photos.brought import sources
from ui.widgets.file_dialogs import ask_open_several

__all__ = ("Brought", "ask", "on_clipboard", "read", "readable", "sources")
MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class Brought:
    """The texts of all codes, each once, and a sentence for each source that gave none."""

    texts: tuple[str, ...]
    refused: tuple[str, ...]


def read(given: Sequence[Source], progress: Progress = SILENT) -> Brought:
    """Read the codes out of pictures and scanner files; none that is bad stops the others.

    Raises:
        Cancelled: somebody pressed Cancel.
    """
    texts: list[str] = []
    refused: list[str] = []
    for number, source in enumerate(given[:MOST_FILES]):
        name = source.name if isinstance(source, Path) else _("Picture from the clipboard")
        progress.step(number, len(given), name)
        try:
            texts += _texts(source)
        except AppError as error:
            refused.append(_("{file}: {reason}").format(file=name, reason=error))
    if len(given) > MOST_FILES:
        refused.append(_("Only the first {n} files were taken; add the rest afterwards.").format(n=MOST_FILES))
    return Brought(tuple(dict.fromkeys(texts)), tuple(refused))


def _texts(source: Source) -> list[str]:
    if isinstance(source, Path):
        return reading.texts_in_file(source)
    found = reading.codes_in_pixels(source)
    if not found:
        raise Invalid(reading.no_code())
    return [code.text for code in found]


def readable(mime: QMimeData) -> bool:
    """Whether a drop brings pictures or scanner files and nothing else."""
    names = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return all(map(_is_readable, names)) if names else mime.hasImage()


def _is_readable(path: Path) -> bool:
    return path.suffix.lower().removeprefix(".") in (*reading.PICTURES, *reading.TEXTS)


def on_clipboard() -> list[Source]:
    """The picture or the files on the clipboard; nothing where it holds a text, which is meant to be typed."""
    mime = QGuiApplication.clipboard().mimeData()
    if mime is None or not readable(mime) or (mime.hasText() and not mime.hasUrls()):
        return []
    return sources(mime)


def ask(parent: QWidget, picked: Callable[[list[Path]], object]) -> None:
    """Ask for pictures and scanner files."""
    kinds = (
        (_("Pictures and scanner files"), (*reading.PICTURES, *reading.TEXTS)),
        (_("Pictures"), reading.PICTURES),
        (_("Scanner files"), reading.TEXTS),
    )
    offered = ";;".join(f"{title} ({' '.join(f'*.{ending}' for ending in endings)})" for title, endings in kinds)
    ask_open_several(parent, _("Scan from pictures or a scanner's file"), Path(), offered, picked)
