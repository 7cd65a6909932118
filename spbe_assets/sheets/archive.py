"""Looks into a zipped spreadsheet before anything parses it: what it is, how large it really unpacks, is it whole."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.sheets.limits import MEGABYTE, MOST_ENTRIES, MOST_UNPACKED_BYTES
from spbe_assets.sheets.sniff import not_a_spreadsheet, password_protected

_CHUNK = MEGABYTE
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def damaged(name: str) -> Refused:
    """The error for a file that breaks off or was altered."""
    return Refused(_("{file} is damaged or incomplete; copy or save it again and import that.").format(file=name))


def too_large(name: str) -> Refused:
    """The error for a file that would use up the memory."""
    return Refused(
        _("{file} unpacks to more than {n} MB; split it, or remove empty formatted rows and columns.").format(
            file=name, n=MOST_UNPACKED_BYTES // MEGABYTE
        )
    )


def check(path: Path, progress: Progress = SILENT) -> None:
    """Unpack every entry once, counting instead of keeping.

    Raises:
        Refused: it is no spreadsheet, protected, damaged, or a bomb.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_other_documents(path.name, archive)
            _refuse_bombs(path.name, archive, progress)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise damaged(path.name) from error
    except (NotImplementedError, RuntimeError) as error:
        raise not_a_spreadsheet(path.name) from error


def _refuse_other_documents(name: str, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise too_large(name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise password_protected(name)
    names = {entry.filename for entry in entries}
    if "content.xml" in names and "mimetype" in names:
        _refuse_other_open_document(name, archive, names)
    elif not any(entry.startswith("xl/workbook.") for entry in names):
        raise damaged(name) if any(entry.startswith("xl/") for entry in names) else not_a_spreadsheet(name)


def _refuse_other_open_document(name: str, archive: zipfile.ZipFile, names: set[str]) -> None:
    with archive.open("mimetype") as file:
        if not file.read(200).startswith(_ODS_TYPE):
            raise not_a_spreadsheet(name)
    if "META-INF/manifest.xml" in names:
        with archive.open("META-INF/manifest.xml") as file:
            if b"encryption-data" in file.read(MEGABYTE):
                raise password_protected(name)


def _refuse_bombs(name: str, archive: zipfile.ZipFile, progress: Progress) -> None:
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
        raise too_large(name)
    unpacked = 0
    for done, entry in enumerate(entries):
        progress.step(done, len(entries))
        with archive.open(entry) as file:
            while chunk := file.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED_BYTES:
                    raise too_large(name)
