"""10,000 QR labels from a database to PDF: the whole command, against ReportLab and qrcode used plainly.

`python -m benchmarks.labels DATABASE OUT` is the process that is timed.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.frame import Bench, Row, seconds

LABELS = 10_000
RAW_LABELS = 2_000
TARGET_S = 8.0
STRINGS = (
    ("SPBESans-SemiBold", 7.5, "MILIK PEMPROV RIAU"),
    ("SPBESans-Regular", 6.8, "Diskominfotik"),
    ("SPBEMono-Regular", 6.6, "11.01.14.00.020101.2021"),
    ("SPBEMono-Regular", 6.6, "1.3.2.10.02.04.001.000014"),
    ("SPBESans-SemiBold", 7.5, "Switch akses 24 port"),
    ("SPBESans-Regular", 6.8, "Cisco Catalyst C9200L-24P-4G"),
)
GOODS = (
    ("Server", "HPE", "ProLiant DL380 Gen10", "1.3.2.10.02.04.001"),
    ("Switch akses 24 port PoE", "Cisco", "Catalyst C9200L-24P-4G", "1.3.2.10.02.04.024"),
    ("Laptop", "Lenovo", "ThinkPad E14 Gen 4", "1.3.2.10.01.02.002"),
    ("Printer laser monokrom", "Brother", "HL-L2360DN", "1.3.2.10.02.03.003"),
)


def fill(path: Path) -> None:
    """A database with as many assets as labels are wanted, spread over the shipped agencies."""
    from sqlalchemy import select

    from spbe_assets.storage.store import Actor, Store
    from spbe_assets.storage.tables import Agency, Asset

    store = Store.create(path)
    with store.write(Actor("benchmark"), reason="demo") as uow:
        agencies = list(uow.session.scalars(select(Agency.id)))
        tags = uow.next_tags(LABELS)
        uow.create_many(Asset, (_asset(number, tag, agencies) for number, tag in enumerate(tags)))
    store.close()


def print_all(database: Path, out: Path) -> None:
    """What the command does: open, read every asset, lay out, write the PDF."""
    from spbe_assets.domain.filters import AssetFilter
    from spbe_assets.labels import stock
    from spbe_assets.labels.pdf import render
    from spbe_assets.services import labels, listing
    from spbe_assets.storage.store import Store

    store = Store.open(database)
    with store.read() as session:
        numbers = listing.numbers(session, AssetFilter())
        run = render(out, stock.find("avery-l7159"), labels.contents(session, numbers), total=len(numbers))
    store.close()
    assert (run.labels, run.warned) == (LABELS, 0), run.warnings[:3]


def raw(out: Path) -> None:
    """The same codes and as many strings, drawn as the manuals of the two libraries show it, without any layout."""
    from qrcode.constants import ERROR_CORRECT_H
    from qrcode.main import QRCode
    from reportlab.pdfgen.canvas import Canvas

    from spbe_assets import pdf_fonts

    pdf_fonts.register()
    canvas = Canvas(str(out), pageCompression=1)
    for number in range(RAW_LABELS):
        code: Any = QRCode(2, ERROR_CORRECT_H, mask_pattern=3)
        code.add_data(f"SPBE:K3QF-{number:05}-H", optimize=0)
        code.make(fit=False)
        path = canvas.beginPath()
        for x, y, length in _runs(code.modules):
            path.rect(20 + 2.4 * x, 100 - 2.4 * y, 2.4 * length, 2.4)
        canvas.drawPath(path, stroke=0, fill=1)
        for line, (font, size, text) in enumerate((("SPBEMono-Bold", 10, f"K3QF-{number:05}-H"), *STRINGS)):
            canvas.setFont(font, size)
            canvas.drawString(90, 90 - 9 * line, text)
        if number % 24 == 23:
            canvas.showPage()
    canvas.save()


def rows(bench: Bench) -> Iterator[Row]:
    """Measure the one row."""
    database, out = bench.folder / "labels.spbe", bench.folder / "labels.pdf"
    database.unlink(missing_ok=True)
    fill(database)
    whole = seconds(lambda: subprocess.run([sys.executable, "-m", "benchmarks.labels", database, out], check=True))
    memory_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    plain = seconds(lambda: raw(bench.folder / "raw.pdf")) / RAW_LABELS * LABELS
    yield Row(
        f"{LABELS:,} QR labels to PDF, whole command",
        f"≤ {TARGET_S:.0f} s",
        f"{whole:.1f} s, {memory_mb:.0f} MB, file {out.stat().st_size / 1e6:.1f} MB",
        whole / plain,
        whole <= TARGET_S,
    )


def _asset(number: int, tag: str, agencies: list[bytes]) -> dict[str, Any]:
    name, brand, model, goods = GOODS[number % len(GOODS)]
    return {
        "tag": tag, "name": name, "brand": brand, "model": model, "kode_barang": goods, "register": f"{number:06}",
        "year": 2015 + number % 11, "agency_id": agencies[number % len(agencies)],
    }  # fmt: skip


def _runs(modules: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    for row, line in enumerate(modules):
        start = 0
        for column in range(1, len(line) + 1):
            if column == len(line) or line[column] != line[start]:
                if line[start]:
                    yield start, row, column - start
                start = column


if __name__ == "__main__":
    print_all(*map(Path, sys.argv[1:]))
