"""Label contents for tests: ordinary ones, nasty ones and a strategy for any."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, repeat

from hypothesis import strategies as st

from spbe_assets.domain import tags
from spbe_assets.domain.ids import new_id
from spbe_assets.domain.labels import LabelContent

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
ANY = st.builds(LabelContent, st.just(new_id()), TAGS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS)
