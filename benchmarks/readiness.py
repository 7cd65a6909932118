"""Readiness of a province: computed, and as a report on paper, against plain SQL counts and plain ReportLab."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from benchmarks.frame import Bench, Row, count, seconds
from spbe_assets import formats
from spbe_assets.domain.readiness import Readiness
from spbe_assets.reports import readiness as report
from spbe_assets.services import readiness
from spbe_assets.storage.store import Store

COMPUTED_S, PDF_S = 1.0, 10.0
LINES_A_PAGE = 110


def rows(bench: Bench) -> Iterator[Row]:
    """One row for the computation and one for the PDF of the usual province."""
    path = bench.database(bench.usual)
    store, criteria = Store.open(path), readiness.load_criteria()
    made: list[Readiness] = []

    def assess() -> None:
        with store.read() as session:
            made.append(readiness.assess(session, criteria, formats.today()))

    def print_report() -> None:
        with store.read() as session:
            report.write(session, made[-1], bench.folder / "readiness.pdf")

    first = seconds(assess)
    again = min(seconds(assess) for _round in range(3))
    raw = min(seconds(lambda: _raw_counts(path, len(criteria.criteria))) for _round in range(3))
    agencies, size = len(made[-1].agencies), count(made[-1].counts.assets)
    yield Row(
        f"readiness of {agencies} agencies, {size} assets, {len(criteria.criteria)} criteria",
        f"≤ {COMPUTED_S:.0f} s",
        f"{again:.2f} s; the first time {first:.2f} s",
        again / raw,
        first <= COMPUTED_S,
    )
    printed = seconds(print_report)
    plain = seconds(lambda: _raw_pages(bench.folder / "raw.pdf", agencies + 3))
    yield Row("readiness report as PDF", f"≤ {PDF_S:.0f} s", f"{printed:.2f} s", printed / plain, printed <= PDF_S)
    store.close()


def _raw_counts(path: Path, criteria: int) -> None:
    """One plain count of all assets per agency for each criterion."""
    known = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    for _criterion in range(criteria):
        known.execute("SELECT agency_id, count(*) FROM asset WHERE live AND name <> '' GROUP BY agency_id").fetchall()
    known.close()


def _raw_pages(path: Path, pages: int) -> None:
    """As many pages with as much text, drawn line by line without any layout."""
    from reportlab.pdfgen.canvas import Canvas

    from spbe_assets import pdf_fonts

    pdf_fonts.register()
    canvas = Canvas(str(path))
    for _page in range(pages):
        canvas.setFont(pdf_fonts.SANS, 8.25)
        for line in range(LINES_A_PAGE):
            canvas.drawString(42, 800 - 6.5 * line, "Server operating systems are supported 61.5")
        canvas.showPage()
    canvas.save()
