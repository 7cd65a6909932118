"""What a label says, paragraph by paragraph: the official text of a full label and the few words of a small one."""

from __future__ import annotations

from spbe_assets import pdf_fonts
from spbe_assets.domain.labels import Design, LabelContent, LabelWarning, Part, Problem
from spbe_assets.labels.drawing import Drawing
from spbe_assets.labels.typeset import LEAST_PT, Paragraph, units
from spbe_assets.pdf_fonts import MONO, MONO_BOLD, SANS, SANS_SEMIBOLD

BETWEEN_ENDS = " → "
"""What stands between the two ends of a link; a label names each on a line of its own."""
CODES_END = 4
"""So many paragraphs say whose it is; those that follow say what it is."""
_CODES = (Part.LOCATION, Part.GOODS)
_BEFORE = {Part.SERIAL: "S/N ", Part.NIBAR: "NIBAR "}
_MOST_MISSING = 20
_TAG_SHARE = 0.4


def covered(content: LabelContent, design: Design, drawing: Drawing) -> LabelContent:
    """The content with the design's parts only, in letters that the fonts have; what was replaced becomes a warning."""
    missing = pdf_fonts.cover(content.tag, MONO_BOLD).missing + pdf_fonts.cover(design.note, SANS).missing
    parts = {}
    for part in design.parts:
        shown = pdf_fonts.cover(getattr(content, part), MONO if part in _CODES else SANS)
        parts[part.value] = " ".join(shown.text.split())
        missing += shown.missing
    if missing:
        text = "".join(dict.fromkeys(missing))[:_MOST_MISSING]
        drawing.warnings.append(LabelWarning(Problem.MISSING_LETTERS, content.tag, text))
    return LabelContent(content.record_id, content.tag, table=content.table, **parts)


def readable(tag: str) -> str:
    """The tag as people read it beside its code."""
    return " ".join(pdf_fonts.cover(tag, MONO_BOLD).text.split())


def official(content: LabelContent, design: Design) -> list[Paragraph]:
    """The text of a full label: owner, unit, the fraction of the two official codes, the thing, and what else."""
    location, goods = content.location, content.goods
    is_fraction = set(_CODES) <= set(design.parts) and bool(location or goods)
    return [
        Paragraph(content.owner, SANS_SEMIBOLD, 1.0, lines=2, head=True),
        Paragraph(content.unit, SANS, 0.9, lines=3, head=True),
        Paragraph(location or "–" * is_fraction, MONO, 0.88, lines=2, gap=0.5, code=True),
        Paragraph(goods or "–" * is_fraction, MONO, 0.88, lines=2, gap=0.2, code=True, rule=is_fraction),
        Paragraph(content.name, SANS_SEMIBOLD, 1.0, lines=3, gap=0.5),
        *(_ends(content) or [Paragraph(content.model, SANS, 0.9, lines=2)]),
        *_details(content, design, 0.9),
    ]


def brief(content: LabelContent, design: Design) -> list[Paragraph]:
    """The few words of a small label, the thing on one line; codes, owner and unit go where room is short."""
    repeated = content.model.casefold().startswith(content.name.casefold())
    thing = content.model if content.model and repeated else f"{content.name} {content.model}".strip()
    ends = _ends(content)
    return [
        Paragraph(content.owner, SANS, 0.9, lines=2, gap=0.35, optional=2, head=True),
        Paragraph(content.unit, SANS, 0.9, lines=3, gap=0.2, optional=1, head=True),
        Paragraph(content.location, MONO, 0.8, lines=2, gap=0.4, code=True, optional=3),
        Paragraph(content.goods, MONO, 0.8, lines=2, gap=0.2, code=True, rule=bool(content.location), optional=3),
        Paragraph(content.name if ends else thing, SANS_SEMIBOLD, 0.9, lines=4, gap=0.4, optional=1 if ends else 0),
        *ends,
        *_details(content, design, 0.85),
    ]


def tag_line(tag: str, width: float, height: float, base: float) -> Paragraph:
    """The tag as large as a box in points allows, within reason, whatever the size of the words below it."""
    shown = readable(tag)
    points = max(LEAST_PT, min(1.9 * base, _TAG_SHARE * height, width / max(units(shown, MONO_BOLD), 1.0)))
    return Paragraph(shown, MONO_BOLD, lines=3, code=True, points=points)


def _ends(content: LabelContent) -> list[Paragraph]:
    """The two ends of a link, each on a line of its own; nothing for other things."""
    ends = content.model.split(BETWEEN_ENDS) if content.table == "link" else []
    if len(ends) != 2:
        return []
    return [Paragraph(f"{side}: {end}", SANS, 0.9, lines=2) for side, end in zip("AZ", ends, strict=True)]


def _details(content: LabelContent, design: Design, size: float) -> list[Paragraph]:
    texts = [(getattr(content, part), _BEFORE.get(part, "")) for part in (Part.SERIAL, Part.NIBAR, Part.ROOM)]
    shown = [Paragraph(before + text, SANS, size, lines=2) for text, before in texts if text]
    note = " ".join(pdf_fonts.cover(design.note, SANS).text.split())
    return [*shown, Paragraph(note, SANS, size, lines=3, gap=0.4)]
