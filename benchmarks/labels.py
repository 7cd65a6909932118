"""10,000 QR labels from a sample province to PDF: the whole command, beside ReportLab and qrcode and beside gLabels."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from math import inf
from pathlib import Path
from typing import Any

from benchmarks import glabels
from benchmarks.frame import LARGE, ROOT, Bench, Row, count, seconds

LABELS = 10_000
FEWER = 1_000
"""So many on both sides of the comparison with gLabels, whose time grows faster than its labels."""
RAW_LABELS = 2_000
ROUNDS = 3
TARGET_S = 8.0
TARGET_TIMES = 15
STRINGS = (
    ("SPBESans-SemiBold", 7.5, "MILIK PEMPROV RIAU"),
    ("SPBESans-Regular", 6.8, "Diskominfotik"),
    ("SPBEMono-Regular", 6.6, "11.01.14.00.020101.2021"),
    ("SPBEMono-Regular", 6.6, "1.3.2.10.02.04.001.000014"),
    ("SPBESans-SemiBold", 7.5, "Switch akses 24 port"),
    ("SPBESans-Regular", 6.8, "Cisco Catalyst C9200L-24P-4G"),
)


def rows(bench: Bench) -> Iterator[Row]:
    """The command by itself and beside gLabels, taking turns; the best of each counts."""
    others = {"gLabels": partial(_by_glabels, bench, FEWER)} if glabels.is_installed() else {}
    best = _best({
        "many": partial(_by_command, bench, LABELS),
        "few": partial(_by_command, bench, FEWER),
        "plain": lambda: seconds(lambda: raw(bench.folder / "raw.pdf")),
        **others,
    })  # fmt: skip
    many = best["many"]
    yield Row(
        f"{count(LABELS)} QR labels to PDF, whole command",
        f"≤ {TARGET_S:.0f} s",
        f"{many:.1f} s, file {_out(bench, LABELS).stat().st_size / 1e6:.1f} MB",
        many / LABELS / (best["plain"] / RAW_LABELS),
        many <= TARGET_S,
    )
    yield _beside_glabels(bench, best)
    if others and LARGE in bench.sizes:
        yield _as_many(_by_command(bench, LABELS), _by_glabels(bench, LABELS))


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


def _best(works: dict[str, Any]) -> dict[str, float]:
    best = dict.fromkeys(works, inf)
    for _round in range(ROUNDS):
        best = {name: min(best[name], work()) for name, work in works.items()}
    return best


def _by_command(bench: Bench, labels: int) -> float:
    # A fresh copy each time, because the command notes in the database what it printed.
    database = bench.copy(labels, "labels")
    command = [sys.executable, str(ROOT / "main.py"), "labels", str(_out(bench, labels)), "--db", str(database)]
    return seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))


def _by_glabels(bench: Bench, labels: int) -> float:
    out, contents = bench.folder / "glabels.pdf", _contents(bench.database(labels))
    document = glabels.write(bench.folder, contents)
    took = seconds(lambda: glabels.print_pdf(document, out))
    glabels.check(out, contents)
    return took


def _contents(database: Path) -> list[glabels.Label]:
    """What our own labels of this database say, in the same order."""
    from spbe_assets.domain.filters import AssetFilter
    from spbe_assets.domain.tags import SCHEME
    from spbe_assets.services import labels
    from spbe_assets.storage.store import Store

    store = Store.open(database)
    with store.read() as session:
        found = list(labels.chosen(session, AssetFilter()).contents)
    store.close()
    return [glabels.Label(SCHEME + one.tag, one.owner, one.unit, one.goods, one.name) for one in found]


def _beside_glabels(bench: Bench, best: dict[str, float]) -> Row:
    what, target = f"labels a second, by gLabels batch with {count(FEWER)}", f"≥ {TARGET_TIMES} ×"
    if "gLabels" not in best:
        return Row(what, target, f"{glabels.PROGRAM} (package glabels) is not installed")
    theirs, many, few = FEWER / best["gLabels"], LABELS / best["many"], FEWER / best["few"]
    size_mb = (bench.folder / "glabels.pdf").stat().st_size / 1e6
    measured = (
        f"{many / theirs:.1f} × with {count(LABELS)} ({many:,.0f}/s), {few / theirs:.1f} × with {count(FEWER)} "
        f"({few:,.0f}/s); gLabels {theirs:,.0f}/s: {best['gLabels']:.1f} s, file {size_mb:.1f} MB"
    )
    return Row(what, target, measured, theirs / many, many / theirs >= TARGET_TIMES)


def _as_many(ours_s: float, theirs_s: float) -> Row:
    measured = f"{theirs_s / ours_s:.0f} ×: {ours_s:.1f} s, gLabels {theirs_s:.0f} s"
    return Row(f"{count(LABELS)} labels, by gLabels batch with as many", "", measured, ours_s / theirs_s)


def _out(bench: Bench, labels: int) -> Path:
    return bench.folder / f"labels-{labels}.pdf"


def _runs(modules: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    for row, line in enumerate(modules):
        start = 0
        for column in range(1, len(line) + 1):
            if column == len(line) or line[column] != line[start]:
                if line[start]:
                    yield start, row, column - start
                start = column
