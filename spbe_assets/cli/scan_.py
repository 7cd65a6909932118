"""`scan FILE`: what the codes in a picture, or in the list of a batch scanner, mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spbe_assets import formats
from spbe_assets.cli.frame import Call, named_input
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.i18n import _, ngettext

if TYPE_CHECKING:
    from spbe_assets.services.scanning import Hit, Scan

CODE_LETTERS = 20


@program_command("scan", _("Say what the codes in a picture (PNG, JPEG …) or in a batch scanner's text file mean."))
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
def command(call: Call, file: Path) -> int:
    """Read the codes of a file and look each of them up."""
    from spbe_assets.labels import reading
    from spbe_assets.services import scanning

    texts = reading.texts_in_file(named_input(file))
    with call.reading() as store, store.read() as session, watched(_("Looking codes up")) as progress:
        scans = []
        for number, text in enumerate(texts):
            progress.step(number, len(texts))
            scans.append(scanning.find(session, text))
    unclear = [scan for scan in scans if scan.outcome not in (scanning.Outcome.ONE, scanning.Outcome.OUTDATED)]
    said = ngettext("{n} code", "{n} codes", len(scans)).format(n=formats.number(len(scans)))
    left = ngettext("{n} to look at", "{n} to look at", len(unclear)).format(n=formats.number(len(unclear)))
    data = {"file": str(file), "codes": [_data(scan) for scan in scans], "unclear": len(unclear)}
    call.answer(data, *(line for scan in scans for line in _lines(scan)), f"{said}, {left}" if unclear else said)
    return 1 if unclear else 0


def _data(scan: Scan) -> dict[str, Any]:
    records = [
        {"table": hit.table, "id": hit.id, "tag": hit.tag, "name": hit.name, "place": hit.place} for hit in scan.hits
    ]
    return {
        "code": scan.code, "outcome": scan.outcome.name.lower(), "sentence": scan.sentence, "is_tag": scan.is_tag,
        "records": records,
    }  # fmt: skip


def _lines(scan: Scan) -> list[str]:
    """The code with its one record or its sentence; where there are several records, each on a line of its own."""
    records = [_record(hit) for hit in scan.hits]
    first, below = (records[0], records[1:]) if scan.hits and not scan.sentence else (scan.sentence, records)
    return [f"{scan.code:<{CODE_LETTERS}} {first}", *(f"{'':<{CODE_LETTERS}}   {record}" for record in below)]


def _record(hit: Hit) -> str:
    return " · ".join(part for part in (hit.tag, hit.name, hit.place) if part)
