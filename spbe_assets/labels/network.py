"""A printer's raw port: bytes go in as they are, and the closed connection is the only receipt."""

from __future__ import annotations

import socket
import time

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _

CONNECT_S = 5.0
STALLED_S = 60.0
"""A printer that takes nothing for so long is out of paper, open, or hangs."""
POLL_S = 0.25
BUFFER = 32 * 1024
"""What this computer keeps for the printer; small, so that what left the program has nearly reached the paper."""


def send(data: bytes, host: str, port: int, progress: Progress = SILENT, *, stalled_s: float = STALLED_S) -> None:
    """Send everything and wait until the printer has taken it.

    Raises:
        Refused: it was not reached or didn't take all of it.
    """
    name = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    with _connected(host, port, name) as connection:
        connection.settimeout(POLL_S)
        try:
            _send_all(connection, data, progress, stalled_s)
            _wait_for_the_end(connection, len(data), progress, stalled_s)
        except TimeoutError as error:
            raise Refused(
                _(
                    "The printer {name} stopped taking labels. See whether it has paper, is closed and ready; some of "
                    "the labels may be printed already."
                ).format(name=name)
            ) from error
        except OSError as error:
            raise Refused(
                _(
                    "The printer {name} closed the connection before it had all labels. Look which ones were printed, "
                    "then print the rest."
                ).format(name=name)
            ) from error


def _connected(host: str, port: int, name: str) -> socket.socket:
    try:
        return _connection(host, port)
    except (socket.gaierror, UnicodeError) as error:
        raise Refused(
            _("No machine on the network is called {host}. Check the printer's address.").format(host=host)
        ) from error
    except ConnectionRefusedError as error:
        raise Refused(
            _("{name} takes no print jobs. Check the printer's address and port, and whether it is ready.").format(
                name=name
            )
        ) from error
    except OSError as error:
        raise Refused(
            _("The printer {name} does not answer. See whether it is switched on and on the same network.").format(
                name=name
            )
        ) from error


def _connection(host: str, port: int) -> socket.socket:
    failed: OSError = ConnectionError()
    for family, kind, protocol, _name, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        connection = socket.socket(family, kind, protocol)
        try:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)  # before connecting, or it is too late
            connection.settimeout(CONNECT_S)
            connection.connect(address)
            return connection
        except OSError as error:
            connection.close()
            failed = error
    raise failed


def _send_all(connection: socket.socket, data: bytes, progress: Progress, stalled_s: float) -> None:
    left = memoryview(data)
    patience = _Patience(stalled_s)
    while left:
        progress.step(len(data) - len(left), len(data))
        try:
            left = left[connection.send(left[:BUFFER]) :]
            patience.renew()
        except TimeoutError:
            patience.check()


def _wait_for_the_end(connection: socket.socket, total: int, progress: Progress, stalled_s: float) -> None:
    """Until the printer closes its side: bytes that lie in a buffer on the way are not printed yet."""
    connection.shutdown(socket.SHUT_WR)
    patience = _Patience(stalled_s)
    while True:
        progress.step(total, total)
        try:
            if not connection.recv(4096):  # else a status message that nobody asked for
                return
        except TimeoutError:
            pass
        patience.check()


class _Patience:
    """Waits in small steps, so that Cancel is heard, and ends after a while without anything done."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.renew()

    def renew(self) -> None:
        self._until = time.monotonic() + self._seconds

    def check(self) -> None:
        if time.monotonic() > self._until:
            raise TimeoutError
