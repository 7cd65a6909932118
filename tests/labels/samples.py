"""Label contents for tests: ordinary ones, nasty ones and a strategy for any."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice, repeat

from hypothesis import strategies as st
from PIL import Image, ImageDraw

from spbe_assets.domain import tags
from spbe_assets.domain.ids import new_id
from spbe_assets.domain.labels import ContentSize, Design, LabelContent, Part, Symbology
from spbe_assets.labels import logo
from spbe_assets.labels.stock import Stock

TINY_MM2 = 350.0
OWNER = "MILIK PEMPROV RIAU"
ORDINARY = (
    (
        "Diskominfotik · Infrastruktur TIK",
        "11.01.14.00.020101.2021",
        "1.3.2.10.02.04.001.000014",
        "Server",
        "HPE DL380",
    ),
    ("Dinkes", "11.01.14.00.030101.2020", "1.3.2.10.01.02.002.000400", "Laptop", "Lenovo ThinkPad E14 Gen 4"),
    ("Bappedalitbang", "", "1.3.2.10.02.04.024.000123", "Switch akses 24 port PoE", "Cisco Catalyst C9200L-24P"),
    ("RSUD Arifin Achmad", "", "", "Access point", ""),
)
NASTY = (
    ("Dinas " + "sangat panjang " * 14, "11.01." + "65." * 20, "1" * 32, "Perangkat " * 20, "M" * 200),
    ("إدارة المعلومات", "٠١", "١٢", "خادم قاعدة البيانات", "مدينة"),
    ("服务器机房", "一二三", "四", "核心交换机", "华为"),
    ("😀👩‍🔧🏳️‍🌈", "🔢", "\ud800", "🖥" * 60, "e\u0301" * 90),
    ("a\x00b\tc\nd\x7fe", "\r\n", "\x1b[31m", "x\u202ey\u200bz", "​"),
)


def contents(count: int, texts: tuple[tuple[str, ...], ...] = ORDINARY) -> Iterator[LabelContent]:
    endless = (text for texts_again in repeat(texts) for text in texts_again)
    for number, text in enumerate(islice(endless, count), 1):
        yield LabelContent(new_id(), str(tags.make("K3QF", number)), OWNER, *text)


TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(min_size=100, max_size=200),
    st.sampled_from([text for nasty in NASTY for text in nasty]),
    st.sampled_from([text for ordinary in ORDINARY for text in ordinary]),
    st.text(alphabet="W", min_size=50, max_size=200),
)
TAGS = st.one_of(
    st.builds(lambda number: str(tags.make("K3QF", number)), st.integers(1, 10**7)),
    st.text(min_size=1, max_size=32).filter(str.strip),
)
ANY = st.builds(LabelContent, st.just(new_id()), TAGS, *[TEXTS] * len(Part), st.sampled_from(("asset", "link")))


def seal(proportion: float) -> bytes:
    """A logo as the program keeps it, so many times as wide as it is high."""
    image = Image.new("L", (round(100 * proportion), 100), 255)
    ImageDraw.Draw(image).ellipse((4, 4, image.width - 4, 96), fill=40)
    packed = io.BytesIO()
    image.save(packed, "PNG")
    return logo.prepared(packed.getvalue(), "seal.png")


def designs() -> st.SearchStrategy[Design]:
    """Designs of any size with any parts, note and logo."""
    parts = st.sets(st.sampled_from(Part)).map(lambda some: tuple(part for part in Part if part in some))
    logos = st.sampled_from((b"", seal(0.5), seal(1.0), seal(4.0)))
    return st.builds(Design, st.sampled_from(ContentSize), st.sampled_from(Symbology), parts, TEXTS, logos)


def is_tiny(paper: Stock) -> bool:
    """Whether a paper has no room for ordinary words beside its code."""
    sides = 2 if paper.content is ContentSize.CABLE else 1
    return paper.cell_width * paper.cell_height / sides < TINY_MM2
