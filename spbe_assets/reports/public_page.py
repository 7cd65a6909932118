"""The public page: one HTML file that needs nothing from elsewhere, in both languages, for telephones and for print."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from functools import partial
from html import escape
from typing import Any

from spbe_assets import formats
from spbe_assets.domain.criteria import Aspect
from spbe_assets.domain.parsing import text
from spbe_assets.i18n import LANGUAGES, N_, _
from spbe_assets.paths import resource
from spbe_assets.reports.public_charts import PATTERNS, charts
from spbe_assets.reports.public_words import both, in_each, number, of, spans
from spbe_assets.services.public_data import PublicData, Row

FIND, TO_TABLE, GLANCE = N_("Find an agency"), N_("To the table"), N_("At a glance")
AGENCIES, DATA, LICENCE = N_("Agencies"), N_("Data to take"), N_("Licence:")
COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("instansi", N_("Agency"), -1),
    ("wilayah", N_("Region"), -1),
    ("nilai", N_("Score"), 1),
    ("kelengkapan", N_("Recorded, %"), 0),
    *((str(aspect), "", 1) for aspect in Aspect),
    ("barang", N_("Items"), 0),
    ("server", N_("Servers"), 0),
    ("tautan", N_("Links"), 0),
    ("mbps", N_("Mbps"), 0),
)
"""Column, its title (empty for an aspect's own), and decimals shown; -1 for texts."""


def page(found: PublicData, said: dict[str, Any], files: Sequence[tuple[str, dict[str, Any]]]) -> str:
    """The page of some public data.

    Args:
        found: the data.
        said: what the package says of itself.
        files: the name of each table's file and what it says of itself.
    """
    style, script = (resource("public", name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    owner, name = escape(found.owner), escape(found.province)
    day = both(N_("As of {day}"), day=lambda: formats.date_text(found.as_of))
    return "\n".join(
        [
            '<!doctype html>\n<html lang="id">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{escape(said['title_id'])}, {name}</title>",
            f"<style>{style}</style>\n</head>\n<body>",
            '<input class="pick" type="radio" name="lang" id="pick-id" checked aria-label="Bahasa Indonesia">',
            '<input class="pick" type="radio" name="lang" id="pick-en" aria-label="English">',
            '<div class="langs"><label for="pick-id">Indonesia</label><label for="pick-en">English</label></div>',
            f'<header><a class="skip" href="#data">{both(TO_TABLE)}</a>',
            f'<p class="soft">{owner}</p><h1>{of(said, "title")}, {name}</h1>',
            f'<p>{of(said, "description")}</p><p class="soft">{day}</p></header>',
            f"<main>{PATTERNS}{_figures(found)}",
            f'<h2>{both(GLANCE)}</h2><div class="charts">{charts(found)}</div>',
            _table(found),
            _downloads(files),
            f"</main>\n<footer>{_foot(found, said)}</footer>",
            f"<script>{script}</script>\n</body>\n</html>\n",
        ]
    )


def _policy(style: str, script: str) -> str:
    """Only what stands in the page itself may run or dress it."""
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; base-uri 'none'; "
        "form-action 'none'"
    )


def _figures(found: PublicData) -> str:
    agencies, score = found.tables["instansi"], found.assessment.province.score
    items, links = (sum(row[name] for row in agencies) for name in ("barang", "tautan"))
    rate = sum(row["mbps"] for row in agencies)
    shown = (
        ("?" if score.value is None else number(score.value, 1), N_("readiness of the province, of 100")),
        (f"{number(round(score.coverage * 100), 0)}%", N_("of the facts are recorded")),
        (number(len(agencies), 0), N_("agencies")),
        (number(items, 0), N_("items")),
        (number(links, 0), N_("links")),
        (f"{number(rate, 0)} Mbps", N_("bandwidth together")),
    )
    listed = "".join(f"<li><b>{figure}</b>{both(told)}</li>" for figure, told in shown)
    return f'<ul class="figures">{listed}</ul>'


def _heading(name: str, told: str) -> str:
    """A short title for the head of a column."""
    return _(told) if told else Aspect(name).short_label


def _label(name: str, told: str) -> str:
    """The whole one, for telephones, where each figure has a line of its own."""
    return _(told) if told else Aspect(name).label


def _table(found: PublicData) -> str:
    aspects = {(row["no_instansi"], row["aspek"]): row["nilai"] for row in found.tables["kesiapan"]}
    names = {name: in_each(partial(_label, name, told)) for name, told, _places in COLUMNS}
    heads = "".join(f'<th scope="col">{spans(partial(_heading, name, told))}</th>' for name, told, _places in COLUMNS)
    rows = sorted(found.tables["instansi"], key=_best_first)
    body = "".join(_row({**row, **_scores(row, aspects)}, names) for row in rows)
    find = escape(" / ".join(in_each(lambda: _(FIND))))
    caption = both(N_("A question mark: not enough is recorded for a score."))
    return (
        f'<h2 id="data">{both(AGENCIES)}</h2>'
        f'<input class="find" type="search" hidden aria-label="{find}" placeholder="{find}">'
        f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


def _best_first(row: Row) -> tuple[bool, float, str]:
    return row["nilai"] is None, -(row["nilai"] or 0.0), row["instansi"]


def _scores(row: Row, aspects: dict[tuple[int, str], Any]) -> Row:
    return {str(aspect): aspects.get((row["no_instansi"], str(aspect))) for aspect in Aspect}


def _row(row: Row, names: dict[str, tuple[str, ...]]) -> str:
    cells = []
    for name, _told, places in COLUMNS:
        said = " ".join(f'data-{code}="{escape(one)}"' for code, one in zip(LANGUAGES, names[name], strict=True))
        value = row[name]
        if places < 0:
            cells.append(f"<td {said}>{escape(text(value)) or '–'}</td>")
        elif value is None:
            cells.append(f"<td {said}>?</td>")
        else:
            cells.append(f'<td {said} data-value="{value}">{number(value, places)}</td>')
    return f"<tr>{''.join(cells)}</tr>"


def _downloads(files: Iterable[tuple[str, dict[str, Any]]]) -> str:
    told = [(file, of(said, "description")) for file, said in files]
    told.append(("datapackage.json", both(N_("The description of all columns (Frictionless Data Package)"))))
    listed = "".join(f'<li><a href="{escape(file)}" download>{escape(file)}</a>: {what}</li>' for file, what in told)
    return f"<h2>{both(DATA)}</h2><ul>{listed}</ul>"


def _foot(found: PublicData, said: dict[str, Any]) -> str:
    licence, criteria = said["licence"].get(found.licence), found.assessment.criteria
    named = escape(licence["title"] if licence else found.licence)
    if licence:
        named = f'<a href="{escape(licence["path"])}" rel="license">{named}</a>'
    version = both(
        N_("Readiness by the criteria “{title}”, version {version}."),
        title=lambda: criteria.title,
        version=lambda: criteria.version,
    )
    parts = (
        f"{both(LICENCE)} {named}",
        version,
        both(N_("What is not recorded lowers what is known, not the score.")),
    )
    return "".join(f"<p>{part}</p>" for part in parts)
