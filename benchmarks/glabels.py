"""The same labels printed by gLabels 3 in a batch (package `glabels`): a QR code and four lines, merged from a CSV.

It ends with 0 and an empty page when it can't draw a document, so what it printed is read back before its time counts.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

PROGRAM = "glabels-3-batch"
COLUMNS, ROWS = 3, 8
TOPS_MM = {"owner": 3, "unit": 8, "goods": 19, "name": 24}
SCALE = 3.0
# Without them every object gets a matrix of zeros, and the drawing library drops the object and all that follows.
UNTURNED = 'a0="1" a1="0" a2="0" a3="1" a4="0" a5="0"'
CODE = f"""\
<Object-barcode x="1mm" y="4mm" w="26mm" h="26mm" backend="libqrencode" style="IEC18004" text="False" checksum="True"
 color="0x000000ff" field="code" {UNTURNED}/>"""
LINE = """\
<Object-text x="29mm" y="{y}mm" w="34mm" h="7mm" justify="Left" valign="Top" auto_shrink="False" {unturned}>
<Span font_family="Sans" font_size="6" font_weight="Regular" font_italic="False" color="0x000000ff" line_spacing="1">\
<Field name="{field}"/></Span></Object-text>"""
DOCUMENT = """\
<?xml version="1.0"?>
<Glabels-document xmlns="http://glabels.org/xmlns/3.0/">
<Template brand="Avery" part="L7159" size="A4" description="Labels">
<Label-rectangle id="0" width="63.5mm" height="33.9mm" round="1mm" x_waste="0mm" y_waste="0mm">
<Layout nx="{columns}" ny="{rows}" x0="7.21mm" y0="12.9mm" dx="66.04mm" dy="33.9mm"/>
</Label-rectangle></Template>
<Objects id="0" rotate="False">
{objects}
</Objects>
<Merge type="Text/Comma/Line1Keys" src={source}/>
</Glabels-document>
"""


class Label(NamedTuple):
    """What is on one label: the text of its code and four lines."""

    code: str
    owner: str
    unit: str
    goods: str
    name: str


def is_installed() -> bool:
    """Whether the program is there to be measured."""
    return shutil.which(PROGRAM) is not None


def write(folder: Path, labels: Sequence[Label]) -> Path:
    """Write the CSV and the document that merges it, and return the document."""
    source = folder / "glabels.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([Label._fields, *labels])
    lines = [LINE.format(y=top, field=field, unturned=UNTURNED) for field, top in TOPS_MM.items()]
    text = DOCUMENT.format(
        columns=COLUMNS, rows=ROWS, objects="\n".join([CODE, *lines]), source=quoteattr(str(source.resolve()))
    )
    document = folder / "labels.glabels"
    document.write_text(text, encoding="utf-8")
    return document


def print_pdf(document: Path, out: Path) -> None:
    """What is timed: the whole command."""
    subprocess.run([PROGRAM, "-o", out, document], check=True, stdout=subprocess.DEVNULL)


def check(out: Path, labels: Sequence[Label]) -> None:
    """Read the sheets back.

    Raises:
        ValueError: the PDF does not have the sheets, or the last one not the codes and the lines, of these labels.
    """
    from pypdfium2 import PdfDocument
    from zxingcpp import BarcodeFormat, BarcodeFormats, read_barcodes

    last = labels[(len(labels) - 1) // (COLUMNS * ROWS) * COLUMNS * ROWS :]
    with PdfDocument(out) as pdf:
        pages, page = len(pdf), pdf[len(pdf) - 1]
        found = read_barcodes(page.render(scale=SCALE).to_pil().convert("L"), BarcodeFormats(BarcodeFormat.QRCode))
        text = _packed(page.get_textpage().get_text_range())
    whole = pages * COLUMNS * ROWS >= len(labels) and {code.text for code in found} == {label.code for label in last}
    if not whole or any(_packed(line) not in text for label in last for line in label[1:]):
        raise ValueError(f"{out}: {PROGRAM} did not print what it was given ({pages} sheets, {len(found)} codes)")


def _packed(text: str) -> str:
    return "".join(text.split())
