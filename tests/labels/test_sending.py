"""Runs on their way to a printer: byte for byte, or one clear sentence."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from spbe_assets.domain.errors import Cancelled, Invalid, Refused
from spbe_assets.labels import network, sending, stock, winspool, zpl
from spbe_assets.labels.sending import Port, Queue
from tests.labels.samples import contents

BIG = bytes(range(256)) * 40_000


@contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[Port]:
    """A printer on this machine that does to each caller what it is told to."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def wait() -> None:
            connection, _caller = server.accept()
            with connection:
                serve(connection)

        thread = threading.Thread(target=wait)
        thread.start()
        yield Port("127.0.0.1", server.getsockname()[1])
        thread.join(20)


def read_all(taken: list[bytes]) -> Callable[[socket.socket], None]:
    def serve(connection: socket.socket) -> None:
        while chunk := connection.recv(65536):
            taken.append(chunk)

    return serve


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("tcp://192.0.2.7", Port("192.0.2.7", 9100)),
        ("TCP://printer.local:6101/", Port("printer.local", 6101)),
        (" tcp://[2001:db8::7]:9100", Port("2001:db8::7", 9100)),
        ("queue:Zebra ruang 2", Queue("Zebra ruang 2")),
    ],
)
def test_an_address_is_understood(text: str, address: sending.Address) -> None:
    assert sending.parse(text) == address


@pytest.mark.parametrize(
    "text",
    ["", "192.0.2.7", "tcp://", "tcp://:9100", "tcp://a:99999", "tcp://a:x", "http://a", "queue:", "queue: ",
     "tcp://a/b", "tcp://me@a", "tcp://[::1", "tcp://a b"],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="is no printer"):
        sending.parse(text)


def test_a_run_arrives_byte_for_byte(tmp_path: Path) -> None:
    file = tmp_path / "labels.zpl"
    zpl.render(file, stock.find("roll-50x30"), contents(200))
    taken: list[bytes] = []
    with listening(read_all(taken)) as printer:
        sending.send(file, printer)
    assert b"".join(taken) == file.read_bytes()


def test_a_slow_printer_that_tells_its_status_gets_everything(tmp_path: Path) -> None:
    taken: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        connection.sendall(b"\x02status\x03")
        while chunk := connection.recv(1_000_000):
            taken.append(chunk)
            time.sleep(0.002)
        time.sleep(0.5)  # still printing when it has everything

    with listening(serve) as printer:
        network.send(BIG, printer.host, printer.port, stalled_s=5)
    assert b"".join(taken) == BIG


@pytest.mark.parametrize("data", [b"^XA^XZ", BIG], ids=["small", "big"])
def test_a_printer_that_stalls_is_no_success(data: bytes) -> None:
    done = threading.Event()
    with listening(lambda _connection: done.wait(20) and None) as printer:
        begun = time.monotonic()
        with pytest.raises(Refused, match="stopped taking labels"):
            network.send(data, printer.host, printer.port, stalled_s=0.6)
        assert time.monotonic() - begun < 5
        done.set()


@pytest.mark.parametrize("data", [b"^XA^XZ" * 100, BIG], ids=["small", "big"])
def test_a_printer_that_closes_early_is_no_success(data: bytes) -> None:
    with (
        listening(lambda connection: connection.recv(10) and None) as printer,
        pytest.raises(Refused, match="closed the connection"),
    ):
        network.send(data, printer.host, printer.port)


def test_a_printer_that_is_switched_off_meanwhile_is_no_success() -> None:
    def reset(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with listening(reset) as printer, pytest.raises(Refused, match="closed the connection"):
        network.send(BIG, printer.host, printer.port)


def test_a_printer_that_refuses_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(Refused, match=f"127.0.0.1:{port} takes no print jobs"):
        network.send(b"^XA^XZ", "127.0.0.1", port)


def test_a_name_that_no_machine_has_is_told() -> None:
    for host in ("printer.invalid", "a" * 300, "x..y"):
        with pytest.raises(Refused, match="No machine on the network"):
            network.send(b"^XA^XZ", host, 9100)


def test_a_full_queue_of_callers_ends_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "CONNECT_S", 0.5)
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        callers = [socket.socket() for _ in range(4)]
        for caller in callers:
            caller.setblocking(False)
            caller.connect_ex(server.getsockname())
        with pytest.raises(Refused, match="does not answer"):
            network.send(b"^XA^XZ", *server.getsockname())
        for caller in callers:
            caller.close()


def test_cancel_is_heard_while_the_printer_stalls() -> None:
    class Impatient:
        def __init__(self) -> None:
            self.until = time.monotonic() + 0.7

        def step(self, done: int, total: int, text: str = "") -> None:
            if time.monotonic() > self.until:
                raise Cancelled

    done = threading.Event()
    with listening(lambda _connection: done.wait(20) and None) as printer:
        with pytest.raises(Cancelled):
            network.send(BIG, printer.host, printer.port, Impatient())
        done.set()


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"none\.zpl can't be read"):
        sending.send(tmp_path / "none.zpl", Queue("Zebra"))


def script(folder: Path, name: str, body: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that stand where those of CUPS would."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setenv("TOLD", str(tmp_path))
    return folder


POSIX = pytest.mark.skipif(os.name == "nt", reason="CUPS is not for Windows")


@POSIX
def test_a_cups_queue_gets_the_bytes_untouched_and_no_shell_reads_its_name(programs: Path, tmp_path: Path) -> None:
    script(programs, "lp", 'printf "%s\\n" "$@" > "$TOLD/arguments"\ncat > "$TOLD/data"')
    (tmp_path / "a.prn").write_bytes(BIG)
    sending.send(tmp_path / "a.prn", Queue("Zebra; touch $(x) 'y'"), title="Label")
    assert (tmp_path / "data").read_bytes() == BIG
    told = (tmp_path / "arguments").read_text().splitlines()
    assert told == ["-d", "Zebra; touch $(x) 'y'", "-o", "raw", "-t", "Label", "-"]


@POSIX
@pytest.mark.parametrize(
    ("complaint", "told"),
    [
        ("/usr/bin/lp: Error - The printer or class does not exist.", "there is no printer of this name"),
        ('lp: Destination "Zebra" is not accepting jobs.', 'Destination "Zebra" is not accepting jobs'),
        ("", "the printing system does not answer"),
    ],
)
def test_what_cups_complains_of_is_told(programs: Path, tmp_path: Path, complaint: str, told: str) -> None:
    script(programs, "lp", f"cat > /dev/null; echo '{complaint}' >&2; exit 1")
    (tmp_path / "a.zpl").write_bytes(b"^XA^XZ")
    with pytest.raises(Refused) as refused:
        sending.send(tmp_path / "a.zpl", Queue("Zebra"))
    assert str(refused.value) == f"The queue Zebra did not take the labels: {told}. Nothing was printed."


@POSIX
def test_queues_of_this_computer_are_listed(programs: Path) -> None:
    script(programs, "lpstat", 'echo "device for Zebra_2: usb://Zebra"; echo "device for TSC: socket://192.0.2.7"')
    assert sending.queues() == ["Zebra_2", "TSC"]
    script(programs, "lpstat", 'echo "lpstat: Scheduler is not running." >&2; exit 1')
    assert sending.queues() == []


@POSIX
def test_without_cups_there_are_no_queues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "a.zpl").write_bytes(b"^XA^XZ")
    assert sending.queues() == []
    with pytest.raises(Refused, match="no printing system"):
        sending.send(tmp_path / "a.zpl", Queue("Zebra"))


class Spooler:
    """The spooler of Windows as far as jobs go, with one printer called Zebra; `takes` limits what it accepts."""

    def __init__(self, takes: int = 10**9) -> None:
        self.takes, self.data, self.events = takes, b"", list[str]()

    def OpenPrinterW(self, name: str, handle: Any, _defaults: None) -> int:
        handle._obj.value = 7
        return int(name == "Zebra")

    def StartDocPrinterW(self, _printer: Any, level: int, document: Any) -> int:
        self.events.append(f"doc {level} {document._obj.name} {document._obj.datatype}")
        return 1

    def StartPagePrinter(self, _printer: Any) -> int:
        return 1

    def WritePrinter(self, _printer: Any, data: bytes, length: int, written: Any) -> int:
        written._obj.value = min(length, self.takes - len(self.data))
        self.data += data[: written._obj.value]
        return 1

    def EndPagePrinter(self, _printer: Any) -> int:
        return 1

    def EndDocPrinter(self, _printer: Any) -> int:
        self.events.append("end")
        return 1

    def AbortPrinter(self, _printer: Any) -> int:
        self.events.append("abort")
        return 1

    def ClosePrinter(self, printer: Any) -> int:
        self.events.append(f"close {printer.value}")
        return 1

    def EnumPrintersW(self, flags: int, _server: None, level: int, buffer: Any, _s: Any, needed: Any, n: Any) -> int:
        assert (flags, level) == (6, 4)
        names = ("Zebra", "TSC TE200")
        needed._obj.value = len(names) * ctypes.sizeof(winspool._PrinterInfo)
        if buffer is None:
            return 0
        found = ctypes.cast(buffer, ctypes.POINTER(winspool._PrinterInfo))
        for number, name in enumerate(names):
            found[number].name = name
        n._obj.value = len(names)
        return 1


def test_a_windows_queue_gets_raw_data_in_one_document() -> None:
    spooler = Spooler()
    winspool.send(BIG, "Zebra", "Label", spooler)
    assert spooler.data == BIG
    assert spooler.events == ["doc 1 Label RAW", "end", "close 7"]
    assert winspool.queues(spooler) == ["TSC TE200", "Zebra"]


def test_a_windows_queue_that_takes_a_part_only_throws_the_job_away() -> None:
    spooler = Spooler(takes=100_000)
    with pytest.raises(Refused, match="Zebra did not take the labels"):
        winspool.send(BIG, "Zebra", "Label", spooler)
    assert spooler.events[1:] == ["abort", "close 7"]


def test_a_windows_printer_that_does_not_exist_is_named() -> None:
    with pytest.raises(Refused, match="The queue Canon did not take the labels"):
        winspool.send(BIG, "Canon", "Label", Spooler())
