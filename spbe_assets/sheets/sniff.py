"""What a file really is, whatever its name says."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from spbe_assets.domain import os_errors
from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _
from spbe_assets.sheets.limits import MEGABYTE, MOST_FILE_BYTES

HEAD_BYTES = 65_536
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_XLS_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_FOREIGN = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"SQLite format 3", b"{\\rtf", b"Rar!",
    b"7z\xbc\xaf", b"\x1f\x8b", b"BM6",
)  # fmt: skip
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


class FileKind(Enum):
    """How a file has to be read."""

    ARCHIVE = auto()
    """XLSX, XLSM, XLSB or ODS: a zip."""
    XLS = auto()
    TEXT = auto()


def kind_of(path: Path) -> FileKind:
    """Look into a file.

    Raises:
        Refused: it is missing, empty, too large, protected by a password or no spreadsheet.
    """
    head = _head(path)
    if head.startswith(b"PK"):
        return FileKind.ARCHIVE
    if head.startswith(_OLE):
        _refuse_foreign_ole(path)
        return FileKind.XLS
    if head.startswith(_FOREIGN):
        raise not_a_spreadsheet(path.name)
    _refuse_web_page(path.name, head)
    if b"\x00" in head and not head.startswith(_BOMS) and not looks_like_utf16(head):
        raise not_a_spreadsheet(path.name)
    return FileKind.TEXT


def not_a_spreadsheet(name: str) -> Refused:
    """The error for a file that is something else."""
    return Refused(_("{file} is not a spreadsheet; choose an XLSX, XLS, ODS or CSV file.").format(file=name))


def password_protected(name: str) -> Refused:
    """The error for a file that opens only with a password."""
    return Refused(_("{file} is protected by a password; save a copy without one and import that.").format(file=name))


def looks_like_utf16(head: bytes) -> str:
    """The encoding of UTF-16 text without a mark at its beginning, or nothing."""
    sample = head[:4096]
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.6 * half and not sample[0::2].count(0):
        return "utf-16-le"
    if sample[0::2].count(0) > 0.6 * half and not sample[1::2].count(0):
        return "utf-16-be"
    return ""


def _head(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except IsADirectoryError:
        raise Refused(_("{file} is a folder; choose a file in it.").format(file=path.name)) from None
    except OSError as error:
        raise Refused(
            _("{file} can't be opened ({reason}); check the name and that no other program holds it.").format(
                file=path, reason=os_errors.reason(error)
            )
        ) from None
    if size > MOST_FILE_BYTES:
        most = MOST_FILE_BYTES // MEGABYTE
        raise Refused(_("{file} is larger than {n} MB; split it into several files.").format(file=path.name, n=most))
    if not head.strip(b"\x00\xff\xfe\xfe\xff\xef\xbb\xbf \t\r\n"):
        raise Refused(_("{file} is empty; choose another file.").format(file=path.name))
    return head


def _refuse_foreign_ole(path: Path) -> None:
    content = path.read_bytes()
    if _ENCRYPTED in content:
        raise password_protected(path.name)
    if not any(stream in content for stream in _XLS_STREAMS):
        raise not_a_spreadsheet(path.name)


def _refuse_web_page(name: str, head: bytes) -> None:
    start = head[:2048].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<style", b"<div")):
        raise Refused(
            _("{file} is a web page with another name; open it in Excel or LibreOffice and save it as XLSX.").format(
                file=name
            )
        )
