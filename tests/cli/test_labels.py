"""`labels` with everything it can be told: designs, label printers, test pages, reprints."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from spbe_assets.labels import printers
from spbe_assets.labels import stock as stocks
from spbe_assets.labels.geometry import Fit
from spbe_assets.labels.printers import Printer, PrinterKind
from spbe_assets.storage.store import Store
from tests.cli.conftest import Run
from tests.labels import thermal_readers


@pytest.fixture
def port() -> Iterator[tuple[int, list[bytes]]]:
    """A label printer on this machine, and what it was sent."""
    taken: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)

        def serve() -> None:
            try:
                connection, _caller = server.accept()
            except OSError:
                return
            with connection:
                while chunk := connection.recv(65536):
                    taken.append(chunk)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1], taken


@pytest.fixture
def filled(run: Run) -> Run:
    for number in range(1, 4):
        run("add", "server", f"name=Server {number}", f"tag=SRV-{number}")
    return run


def read(image: Image.Image) -> list[str]:
    seen = Image.new("L", (image.width + 40, image.height + 40), 255)
    seen.paste(image.convert("L"), (20, 20))
    return [found.text for found in zxingcpp.read_barcodes(seen.resize((seen.width * 2, seen.height * 2)))]


def ledger(run: Run) -> list[str]:
    """Stock and reason of every label in the ledger, as history knows it."""
    from spbe_assets.storage.tables import LabelPrint

    store = Store.open(Path("a.spbe"))
    with store.read() as session:
        found = [f"{one.stock} {one.reason}".strip() for one in session.query(LabelPrint).order_by(LabelPrint.n)]
    store.close()
    return found


@pytest.mark.parametrize("name", ["a.zpl", "a.prn", "a.TSPL"])
def test_labels_for_a_label_printer(filled: Run, tmp_path: Path, name: str) -> None:
    done = filled("labels", name, "--stock", "roll-50x30", "--json")
    assert (done.code, done.data["labels"], done.data["pages"]) == (0, 3, 3)
    understood = thermal_readers.zpl if name.endswith("zpl") else thermal_readers.tspl
    jobs = understood((tmp_path / name).read_bytes())
    assert [read(job.image) for job in jobs] == [["SPBE:SRV-1"], ["SPBE:SRV-2"], ["SPBE:SRV-3"]]


def test_copies_start_and_resolution(filled: Run, tmp_path: Path) -> None:
    done = filled("labels", "a.zpl", "--stock", "roll-30x20x3", "--start", 2, "--copies", 3, "--dpi", 300, "--json")
    assert (done.data["labels"], done.data["pages"], done.data["next_cell"]) == (9, 4, 2)
    jobs = thermal_readers.zpl((tmp_path / "a.zpl").read_bytes())
    assert jobs[0].image.width == round(stocks.find("roll-30x20x3").page_width / 25.4 * 300)
    assert len(read(jobs[0].image)) == 2 and len(read(jobs[1].image)) == 3


def test_what_is_on_the_label_can_be_chosen(filled: Run, tmp_path: Path) -> None:
    import pypdfium2

    filled("labels", "a.pdf", "--parts", "name, serial", "--note", "Jangan dicabut", "--size", "small")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        text = document[0].get_textpage().get_text_range()
    assert "Jangan dicabut" in text and "Server 1" in text and "SRV-3" in text
    filled("labels", "b.zpl", "--stock", "roll-100x50", "--code", "code128")
    (job, *_others) = thermal_readers.zpl((tmp_path / "b.zpl").read_bytes())
    assert read(job.image) == ["SRV-1"]


def test_what_cannot_be_meant_is_refused_in_a_sentence(filled: Run) -> None:
    for arguments, sentence in (
        (["a.pdf", "--parts", "name,colour"], "can't say “colour”"),
        (["a.zpl", "--stock", "avery-l7159"], "is a sheet"),
        (["a.pdf", "--printer", "tcp://127.0.0.1"], "take no PDF"),
        (["a.zpl", "--stock", "roll-50x30", "--printer", "Zebra"], "is no printer"),
        (["a.zpl", "--stock", "roll-50x30", "--printer", "http://x"], "is no printer"),
        (["a.pdf", "--test-page", "--blank", 3], "Choose one"),
        (["a.pdf", "--copies", 51], "--copies"),
        (["a.pdf", "--dpi", 150], "Possible: 203, 300, 600"),
        (["a.txt"], ".zpl"),
    ):
        ran = filled("labels", *arguments)
        assert ran.code == 2
        assert sentence in ran.err
    assert ledger(filled) == []


def test_labels_are_sent_to_a_printer_and_noted(filled: Run, tmp_path: Path, port: tuple[int, list[bytes]]) -> None:
    number, taken = port
    address = f"tcp://127.0.0.1:{number}"
    done = filled("labels", "a.zpl", "--stock", "roll-50x30", "--printer", address, "--reason", "rusak", "--json")
    assert (done.code, done.data["printer"]) == (0, address)
    assert b"".join(taken) == (tmp_path / "a.zpl").read_bytes()
    assert ledger(filled) == ["roll-50x30 rusak"] * 3


def test_what_did_not_reach_the_printer_is_not_noted(filled: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
    ran = filled("labels", "a.zpl", "--stock", "roll-50x30", "--printer", f"tcp://127.0.0.1:{number}")
    assert ran.code == 2
    assert "takes no print jobs" in ran.err
    assert ledger(filled) == []


def test_numbers_of_blank_labels_stay_taken_when_the_printer_fails(filled: Run, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
    shared = ("--stock", "roll-50x30", "--blank", 2)
    assert filled("labels", "a.zpl", *shared, "--printer", f"tcp://127.0.0.1:{number}").code == 2
    assert filled("labels", "b.zpl", *shared).code == 0
    first, second = (
        {code for job in thermal_readers.zpl((tmp_path / name).read_bytes()) for code in read(job.image)}
        for name in ("a.zpl", "b.zpl")
    )
    assert len(first) == len(second) == 2
    assert not first & second


def test_a_printer_that_was_set_up_brings_its_resolution_and_correction(
    filled: Run, tmp_path: Path, port: tuple[int, list[bytes]]
) -> None:
    number, taken = port
    store = Store.open(tmp_path / "a.spbe")
    printers.save(store, Printer("Zebra gudang", PrinterKind.ZPL, 300, f"tcp://127.0.0.1:{number}"))
    printers.set_fit(store, "Zebra gudang", "roll-50x30", Fit(1.0, 0.0))
    store.close()
    assert filled("labels", "a.prn", "--stock", "roll-50x30", "--printer", "Zebra gudang").code == 2
    assert filled("labels", "a.zpl", "--stock", "roll-50x30", "--printer", "zebra gudang").code == 0
    filled("labels", "plain.zpl", "--stock", "roll-50x30", "--dpi", 300)
    sent = thermal_readers.zpl(b"".join(taken))[0].image
    plain = thermal_readers.zpl((tmp_path / "plain.zpl").read_bytes())[0].image
    shifted = Image.new("1", plain.size, 255)
    shifted.paste(plain, (12, 0))
    assert thermal_readers.same(sent, shifted)


def test_a_reprint_without_a_reason_is_remarked(filled: Run) -> None:
    assert filled("labels", "a.pdf", "--json").data["printed_again"] == 0
    again = filled("labels", "b.pdf")
    assert again.code == 0
    assert "3 of them were printed before; say why with --reason." in again.out
    assert "--reason" not in filled("labels", "c.pdf", "--reason", "hilang").out


def test_assets_without_a_tag_are_counted(filled: Run) -> None:
    assert filled("edit", "SRV-3", "tag=").code == 0
    done = filled("labels", "a.pdf", "--json")
    assert (done.code, done.data["labels"], done.data["untagged"]) == (1, 2, 1)
    assert "1 asset has no tag yet and got no label." in filled("labels", "a.pdf").out


def test_a_test_page_needs_no_database(run: Run, tmp_path: Path) -> None:
    done = run("labels", "t.pdf", "--test-page", "--json", db=None)
    assert (done.code, done.data["line_mm"], len(done.data["steps"])) == (0, 100, 4)
    assert (tmp_path / "t.pdf").read_bytes().startswith(b"%PDF")
    roll = run("labels", "t.zpl", "--test-page", "--stock", "roll-50x30")
    assert "1. Measure the thick line: it should be 40 mm long." in roll.out
    assert thermal_readers.zpl((tmp_path / "t.zpl").read_bytes())
