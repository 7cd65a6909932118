"""Charts of the public page as SVG: patterns beside colours, words beside bars, nothing that needs a script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from spbe_assets import formats
from spbe_assets.domain.criteria import Aspect
from spbe_assets.domain.vocabulary import AssetClass, LinkKind, Medium, title
from spbe_assets.i18n import LANGUAGES, N_, _, speaking
from spbe_assets.services.public_data import UNKNOWN, PublicData

MOST_BARS = 12
_CLASSES = [str(one) for one in AssetClass]
WIDTH, NAMED, BAR, STEP = 360, 154, 14, 26
"""Drawn for a telephone: letters stay readable at 320 pixels."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its parts as (class, share of 1), and the figure behind it."""

    name: str
    parts: Sequence[tuple[str, float]]
    figure: str


def bars(identifier: str, told: str, rows: Sequence[Bar]) -> str:
    """Bars one below the other; `told` says what they show to those who can't see them."""
    room, height = WIDTH - NAMED - 52, STEP * max(len(rows), 1) + 4
    drawn = [f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{identifier}">']
    drawn.append(f'<title id="{identifier}">{escape(told)}</title>')
    for place, bar in enumerate(rows):
        y = place * STEP + 6
        drawn.append(f'<text class="name" x="0" y="{y + 11}">{escape(_short(bar.name))}</text>')
        drawn.append(f'<rect class="empty" x="{NAMED}" y="{y}" width="{room}" height="{BAR}"/>')
        x = float(NAMED)
        for kind, share in bar.parts:
            width = room * min(max(share, 0.0), 1.0)
            if width > 0:
                drawn.append(f'<rect class="{kind}" x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BAR}"/>')
            x += width
        drawn.append(f'<text class="figure" x="{WIDTH}" y="{y + 11}">{escape(bar.figure)}</text>')
    return "".join([*drawn, "</svg>"])


def _short(name: str, most: int = 21) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


PATTERNS = (
    '<svg class="defs" width="0" height="0" aria-hidden="true"><defs>'
    '<pattern id="may" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="may-back" width="6" height="6"/><rect class="may-line" width="2" height="6"/></pattern>'
    '<pattern id="mid" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<rect class="mid-back" width="5" height="5"/><circle class="mid-dot" cx="2.5" cy="2.5" r="1.1"/></pattern>'
    "</defs></svg>"
)
"""What may still come is hatched, what is lightly damaged is dotted: readable without colour."""


def charts(found: PublicData) -> str:
    """The figures of the page, each in both languages."""
    shown = (
        (N_("Readiness by aspect"), N_("Solid: the score. Hatched: what may be, where facts are missing."), _aspects),
        (N_("Condition by class"), N_("From the left: heavily damaged, lightly damaged (dotted), good; the rest is not "
                                     "recorded."), _conditions),
        (N_("Age of the equipment"), N_("Items by their age in years."), _ages),
        (N_("Links by kind and medium"), N_("How many links, of all."), _media),
    )  # fmt: skip
    made = []
    for place, (heading, note, rows) in enumerate(shown):
        for code in LANGUAGES:
            with speaking(code):
                drawn = bars(f"chart-{place}-{code}", f"{_(heading)}. {_(note)}", rows(found))
                made.append(
                    f'<figure lang="{code}"><figcaption>{_(heading)}</figcaption>{drawn}'
                    f'<p class="soft">{_(note)}</p></figure>'
                )
    return "".join(made)


def _aspects(found: PublicData) -> list[Bar]:
    rows = []
    for aspect in Aspect:
        score = found.assessment.province.aspects.get(aspect)
        if score is not None:
            value = score.value if score.value is not None else score.worst
            figure = "?" if score.value is None else formats.number(score.value, 1)
            parts = (("full", value / 100), ("may", (score.best - value) / 100))
            rows.append(Bar(aspect.label, parts, figure))
    return rows


def _conditions(found: PublicData) -> list[Bar]:
    counted: dict[str, Counter[str]] = {}
    for row in found.tables["perangkat"]:
        counted.setdefault(row["kelas"], Counter())[row["kondisi"]] += row["jumlah"]
    rows = []
    for kind in sorted(counted, key=lambda one: -counted[one].total())[:MOST_BARS]:
        count, total = counted[kind], counted[kind].total()
        name = title(AssetClass(kind)) if kind in _CLASSES else _("Not recorded")
        parts = (("bad", count["RB"] / total), ("half", count["RR"] / total), ("ok", count["B"] / total))
        rows.append(Bar(name, parts, formats.number(total)))
    return rows


def _ages(found: PublicData) -> list[Bar]:
    counted: Counter[str] = Counter()
    for row in found.tables["perangkat"]:
        counted[row["umur"]] += row["jumlah"]
    total = counted.total() or 1
    names = ("0-2", "3-5", "6-8", "9+", UNKNOWN)
    return [
        Bar(_("Not recorded") if name == UNKNOWN else name.replace("-", "–"), (("full", counted[name] / total),),
            formats.number(counted[name]))
        for name in names
        if counted[name]
    ]  # fmt: skip


def _media(found: PublicData) -> list[Bar]:
    counted: Counter[tuple[str, str]] = Counter()
    for row in found.tables["tautan"]:
        counted[row["jenis"], row["media"]] += row["jumlah"]
    total = counted.total() or 1
    rows = []
    for (kind, medium), count in counted.most_common(MOST_BARS):
        words = [
            title(LinkKind(kind)) if kind != UNKNOWN else "?",
            title(Medium(medium)) if medium != UNKNOWN else "?",
        ]
        rows.append(Bar(" · ".join(words), (("full", count / total),), formats.number(count)))
    return rows
