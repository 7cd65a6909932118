"""Bringing a written run to a label printer: a raw network port, or a raw queue of CUPS or Windows.

Nothing here speaks to the network unless somebody gave an address. Success is told only when a printer took everything.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from spbe_assets.domain import os_errors
from spbe_assets.domain.errors import Invalid, Refused
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.labels import cups, network, winspool

RAW_PORT = 9100
"""Where label printers listen for what is printed as it comes."""


@dataclass(frozen=True, slots=True)
class Port:
    """A printer on the network by its name or number, and its port."""

    host: str
    port: int = RAW_PORT


@dataclass(frozen=True, slots=True)
class Queue:
    """A printer that the system knows by this name."""

    name: str


Address: TypeAlias = Port | Queue


def parse(text: str) -> Address:
    """What an address says: `tcp://host`, `tcp://host:port` or `queue:NAME`.

    Raises:
        Invalid: it is none of these.
    """
    text = text.strip()
    scheme, _colon, name = text.partition(":")
    if scheme.lower() == "queue" and name.strip():
        return Queue(name.strip())
    port = _port(text) if scheme.lower() == "tcp" else None
    if port is None:
        told = _("“{address}” is no printer: write tcp://192.0.2.7 (or tcp://host:port), or queue:NAME.")
        raise Invalid(told.format(address=text), "address")
    return port


def _port(text: str) -> Port | None:
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port or RAW_PORT
    except ValueError:  # a port that is no number, a bracket that is not closed
        return None
    has_more = any((parts.path.strip("/"), parts.query, parts.fragment, parts.username))
    return None if has_more or not host or " " in host else Port(host, port)


def send(path: Path, address: Address, *, title: str = "", progress: Progress = SILENT) -> None:
    """Bring a file to a printer as it is.

    Args:
        path: what `zpl.render` or `tspl.render` wrote.
        address: of the printer.
        title: what the queue calls the job.
        progress: told in bytes while they leave; `Cancelled` breaks off, and what was printed by then stays printed.

    Raises:
        Refused: the printer was not reached, refused, stopped taking data or didn't take all of it; the sentence says
            whether some labels may have been printed.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refused(_("{file} can't be read: {reason}.").format(file=path, reason=os_errors.reason(error))) from error
    if isinstance(address, Port):
        network.send(data, address.host, address.port, progress)
    elif sys.platform == "win32":
        winspool.send(data, address.name, title or path.name)
    else:
        cups.send(data, address.name, title or path.name)


def queues() -> list[str]:
    """The printers that this computer knows, by name; none where it has no printing system."""
    return winspool.queues() if sys.platform == "win32" else cups.queues()
