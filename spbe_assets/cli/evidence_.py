"""`evidence OUT.zip --framework …`: the evidence pack for the indicators of an evaluation."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import click

from spbe_assets import formats
from spbe_assets.cli.frame import Call, named_output
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.redaction import Redaction
from spbe_assets.domain.reports import Wanted
from spbe_assets.i18n import LANGUAGES, _, ngettext

REPORTS = {"spbe-59-2020": "evidence-59-2020", "pemdi-2026": "evidence-pemdi"}
PROFILES = [str(profile) for profile in Redaction]


@program_command("evidence", _("Write the evidence pack for the indicators that the register can support."))
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.zip")
@click.option("--framework", type=click.Choice(list(REPORTS)), required=True, help=_("For which evaluation."))
@click.option("--agency", metavar="NAME", help=_("Only this agency and the units below it."))
@click.option("--region", metavar="NAME", help=_("Only this region."))
@click.option("--redact", type=click.Choice(PROFILES), default=PROFILES[0], help=_("For whom it is."))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help=_("The date of the report."))
@click.option("--language", type=click.Choice(LANGUAGES), help=_("The language of the report."))
def command(call: Call, out: Path, framework: str, **given: Any) -> None:
    """Write the pack."""
    if out.suffix.lower() != ".zip":
        raise Refused(_("{file}: choose a name that ends in {endings}.").format(file=out.name, endings=".zip"))
    if given["agency"] and given["region"]:
        raise Refused(_("Name an agency or a region, not both."))
    named_output(out)
    facts = _write(call, out, framework, given)
    said = _said(out)
    told = ngettext("{file}: {n} fact", "{file}: {n} facts", facts).format(file=out, n=formats.number(facts))
    call.answer({"file": str(out), "framework": framework, **said}, told)


def _write(call: Call, out: Path, framework: str, given: dict[str, Any]) -> int:
    from spbe_assets.reports import catalogue
    from spbe_assets.services import agencies, regions

    as_of: datetime | None = given["as_of"]
    with call.reading() as store, store.read() as session, watched(_("Report")) as progress:
        wanted = Wanted(
            report=REPORTS[framework],
            agency_id=agencies.find(session, given["agency"]) if given["agency"] else None,
            region_id=regions.find(session, given["region"]) if given["region"] else None,
            redaction=Redaction(given["redact"]),
            language=given["language"] or "",
            as_of=as_of.date() if as_of else None,
        )
        return catalogue.write(session, wanted, out, progress)


def _said(out: Path) -> dict[str, Any]:
    """What the pack itself says: its facts and its manifest."""
    with ZipFile(out) as pack:
        facts, manifest = (json.loads(pack.read(name)) for name in ("fakta.json", "manifest.json"))
    return {
        "as_of": manifest["as_of"],
        "indicators": manifest["indicators"],
        "tables": facts["tables"],
        "files": manifest["files"],
    }
