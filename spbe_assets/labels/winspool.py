"""Raw queues of Windows through its spooler, which passes on data of the type RAW untouched."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _

CHUNK = 64 * 1024
_LOCAL, _CONNECTED = 0x02, 0x04
_LEVEL = 4
_UNKNOWN_PRINTER = 1801


class _DocInfo(ctypes.Structure):
    _fields_ = (("name", ctypes.c_wchar_p), ("output", ctypes.c_wchar_p), ("datatype", ctypes.c_wchar_p))


class _PrinterInfo(ctypes.Structure):
    _fields_ = (("name", ctypes.c_wchar_p), ("server", ctypes.c_wchar_p), ("attributes", ctypes.c_uint32))


class _Failed(Exception):
    """A call of the spooler came back empty-handed."""


def send(data: bytes, queue: str, title: str, spooler: Any = None) -> None:
    """Hand a job to a queue; it is thrown away unless the spooler took all of it.

    Args:
        data: the printer's own commands.
        queue: the printer's name in Windows.
        title: what the queue calls the job.
        spooler: the library with the calls; Windows' own when None.

    Raises:
        Refused: there is no such printer, or it takes no jobs.
    """
    calls = spooler or _spooler()
    try:
        with _opened(calls, queue) as printer, _document(calls, printer, title):
            for start in range(0, len(data), CHUNK):
                _write(calls, printer, data[start : start + CHUNK])
    except _Failed as error:
        raise Refused(
            _("The queue {name} did not take the labels: {reason}. Nothing was printed.").format(
                name=queue, reason=_reason(error)
            )
        ) from error


def queues(spooler: Any = None) -> list[str]:
    """The names of the printers that Windows has, here and connected; it does not search the network."""
    calls = spooler or _spooler()
    needed, count = ctypes.c_uint32(), ctypes.c_uint32()
    shape = (_LOCAL | _CONNECTED, None, _LEVEL)
    calls.EnumPrintersW(*shape, None, 0, ctypes.byref(needed), ctypes.byref(count))
    buffer = ctypes.create_string_buffer(max(needed.value, 1))
    if not calls.EnumPrintersW(*shape, buffer, needed, ctypes.byref(needed), ctypes.byref(count)):
        return []
    found = ctypes.cast(buffer, ctypes.POINTER(_PrinterInfo))
    return sorted(str(found[number].name) for number in range(count.value))


@contextmanager
def _opened(calls: Any, queue: str) -> Iterator[ctypes.c_void_p]:
    printer = ctypes.c_void_p()
    _done(calls.OpenPrinterW(queue, ctypes.byref(printer), None))
    try:
        yield printer
    finally:
        calls.ClosePrinter(printer)


@contextmanager
def _document(calls: Any, printer: ctypes.c_void_p, title: str) -> Iterator[None]:
    _done(calls.StartDocPrinterW(printer, 1, ctypes.byref(_DocInfo(title, None, "RAW"))))
    try:
        _done(calls.StartPagePrinter(printer))
        yield
        _done(calls.EndPagePrinter(printer))
    except BaseException:
        calls.AbortPrinter(printer)
        raise
    _done(calls.EndDocPrinter(printer))


def _write(calls: Any, printer: ctypes.c_void_p, chunk: bytes) -> None:
    written = ctypes.c_uint32()
    _done(calls.WritePrinter(printer, chunk, len(chunk), ctypes.byref(written)))
    if written.value != len(chunk):
        raise _Failed(0)


def _done(result: int) -> None:
    if not result:
        raise _Failed(_last_error())


def _last_error() -> int:
    last = getattr(ctypes, "get_last_error", None)
    return int(last()) if last else 0


def _reason(error: _Failed) -> str:
    number = int(error.args[0])
    if number == _UNKNOWN_PRINTER:
        return _("there is no printer of this name")
    words = getattr(ctypes, "FormatError", None)
    return str(words(number)).strip().rstrip(".") if words and number else _("the printing system does not answer")


def _spooler() -> Any:
    library = getattr(ctypes, "WinDLL")("winspool.drv", use_last_error=True)  # noqa: B009 - unknown elsewhere
    handle, number = ctypes.c_void_p, ctypes.c_uint32
    library.OpenPrinterW.argtypes = (ctypes.c_wchar_p, ctypes.POINTER(handle), ctypes.c_void_p)
    library.StartDocPrinterW.argtypes = (handle, number, ctypes.c_void_p)
    library.WritePrinter.argtypes = (handle, ctypes.c_char_p, number, ctypes.POINTER(number))
    library.EnumPrintersW.argtypes = (
        number, ctypes.c_wchar_p, number, ctypes.c_void_p, number, ctypes.POINTER(number), ctypes.POINTER(number),
    )  # fmt: skip
    for name in ("StartPagePrinter", "EndPagePrinter", "EndDocPrinter", "AbortPrinter", "ClosePrinter"):
        getattr(library, name).argtypes = (handle,)
    return library
