"""Official minutes on paper, read back from the PDF: both parties, the goods, days in words, pages, odd texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from spbe_assets.domain.errors import NotFound, Refused
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import new_id
from spbe_assets.domain.vocabulary import Condition, MoveKind
from spbe_assets.reports import bast
from spbe_assets.reports.spelled import day_in_words, english, indonesian
from spbe_assets.services import minutes, moves
from spbe_assets.services.minutes import Goods, Minutes, Origin, Party, Signers
from spbe_assets.services.move_list import PAPER_AT_END, Paper
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, Person

DAY = date(2026, 11, 24)
ANI = Party("Dr. Ani, M.Kom.", "198501012010012001", "Pengurus Barang", "Dinas Kominfo")
JOKO = Party("Joko Santoso", "199003032015031002", "Kepala Bidang", "Dinas Kesehatan")
HEAD = Party("Ahmad Fauzi", "196801011990031001", "Kepala Dinas", "")


def goods(number: int, name: str = "Komputer meja") -> Goods:
    return Goods("1.3.2.10.01.02.001", f"{number:06}", name, "Lenovo M70q", f"PF{number}", 2023, Condition.GOOD, 2,
                 12_400_000)  # fmt: skip


def paper(*lines: Goods, kind: MoveKind = MoveKind.HAND_OVER) -> Minutes:
    return Minutes(kind, "030/124/BAST/2026", DAY, None, ANI, JOKO, HEAD, lines, "dengan tas", "Riau")


def read(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_the_form_says_who_gives_what_to_whom_and_when(tmp_path: Path) -> None:
    file = tmp_path / "b.pdf"
    assert bast.write(file, paper(goods(1))) == 1
    (text,) = read(file)
    assert "BERITA ACARA SERAH TERIMA BARANG Nomor: 030/124/BAST/2026" in text
    words = "Selasa tanggal dua puluh empat bulan November tahun dua ribu dua puluh enam"
    assert f"Pada hari ini, {words}, kami" in text
    for said in ("PIHAK PERTAMA", "PIHAK KEDUA", "Mengetahui,", "Halaman 1 dari 1", "Keterangan: dengan tas"):
        assert said in text
    for party in (ANI, JOKO, HEAD):
        assert text.count(party.name) >= 1 and party.nip in text
    for cell in ("1.3.2.10.01.02.001", "000001", "Komputer meja", "Lenovo M70q", "PF1", "2023", "Baik", "12.400.000"):
        assert cell in text


@pytest.mark.parametrize("kind", MoveKind)
@pytest.mark.parametrize("code", ["id", "en"])
def test_every_kind_has_its_form_in_both_languages(tmp_path: Path, kind: MoveKind, code: str) -> None:
    file = tmp_path / "b.pdf"
    bast.write(file, replace(paper(goods(1), kind=kind), due_on=date(2026, 12, 31)), code)
    text = read(file)[0]
    assert ("Jangka waktu: sampai dengan 31 Desember 2026" if code == "id" else "until 31 December 2026") in text
    assert ("Halaman 1 dari" if code == "id" else "Page 1 of") in text
    assert "{" not in text


def test_three_hundred_goods_repeat_the_head_on_every_page_and_are_summed(tmp_path: Path) -> None:
    file = tmp_path / "b.pdf"
    pages = bast.write(file, paper(*(goods(number) for number in range(1, 301))))
    texts = read(file)
    assert len(texts) == pages > 5
    listed = [text for text in texts if "PF" in text]
    assert all("Kode barang Register" in text for text in listed)
    assert all(f"Halaman {number} dari {pages}" in text for number, text in enumerate(texts, 1))
    whole = " ".join(texts)
    assert all(f"PF{number}" in whole for number in (1, 150, 300))
    assert "600 3.720.000.000" in whole


def test_long_names_markup_and_odd_letters_are_printed_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "b.pdf"
    lines = (goods(1, "x" * 200), goods(2, "<b>Router</b> & ]]> <para>"), goods(3, "Сервер 服务器 \x00"))
    odd = Party("<i>Ani</i> & Co", "", "k" * 200, "d" * 200)
    bast.write(file, replace(paper(*lines), giver=odd, notes="n <br/> " * 600))
    text = " ".join(read(file))
    assert text.replace(" ", "").count("x" * 200) == 1
    assert "<b>Router</b>" in text and "<i>Ani</i> & Co" in text


def test_what_is_not_known_is_dotted(tmp_path: Path) -> None:
    file = tmp_path / "b.pdf"
    bast.write(file, Minutes(MoveKind.LOAN, "", None, None, Party(), Party(), Party(), (goods(1),)))
    text = read(file)[0]
    assert text.count("." * 40) >= 11
    assert "Kami yang bertanda tangan" in text


def test_a_place_that_can_not_be_written_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        bast.write(tmp_path / "missing" / "b.pdf", paper(goods(1)))


def test_the_minutes_of_an_act_are_read_from_the_register(store: Store, budi: Actor) -> None:
    with store.write(budi) as uow:
        here, there = (uow.create(Agency, name=name) for name in ("Dinas A", "Dinas B"))
        ani = uow.create(Person, name="Ani", nip="1", position="Pengurus", agency_id=here)
        joko = uow.create(Person, name="Joko", nip="2", agency_id=there)
        ids = uow.create_many(
            Asset,
            [
                {"name": f"PC {n}", "serial": "S" * n, "tag": f"T{n}", "agency_id": here, "custodian_id": ani}
                for n in range(3)
            ],
        )
    with store.write(budi) as uow:
        move = moves.Move(DAY, "9", there, joko)
        act = moves.hand_over(uow, AssetFilter(ids=frozenset(ids)), move)
    with store.read() as session:
        found = minutes.read(session, Paper(act.id))
        other = minutes.read(session, Paper(act.id), Signers(giver_id=joko, witness_id=ani))
        with pytest.raises(NotFound):
            minutes.read(session, Paper(new_id()))
    assert (found.giver, found.receiver) == (
        Party("Ani", "1", "Pengurus", "Dinas A"),
        Party("Joko", "2", "", "Dinas B"),
    )
    assert [line.name for line in found.goods] == ["PC 0 · T0", "PC 1", "PC 2"]
    assert (other.giver.name, other.giver.agency, other.witness.name) == ("Joko", "Dinas A", "Ani")
    assert other.receiver == Party(agency="Dinas B")


def test_what_comes_back_has_minutes_of_its_own(store: Store, budi: Actor, tmp_path: Path) -> None:
    with store.write(budi) as uow:
        here = uow.create(Agency, name="Dinas A")
        ani = uow.create(Person, name="Ani", agency_id=here)
        ids = uow.create_many(
            Asset,
            [{"name": f"PC {n}", "serial": f"S{n}", "agency_id": here, "custodian_id": ani, "condition": Condition.GOOD}
             for n in range(3)],
        )  # fmt: skip
        move = moves.Move(DAY, "9/PJ", to_name="Panitia", due_on=DAY, notes="pelatihan")
        moves.lend(uow, AssetFilter(ids=frozenset(ids)), move)
    with store.write(budi) as uow:
        ending = moves.Return(date(2026, 12, 1), Condition.LIGHT_DAMAGE, "layar retak", "10/KB")
        ended = moves.take_back(uow, AssetFilter(ids=frozenset(ids[:2])), ending)
    with store.write(budi) as uow:
        uow.update(Asset, ids[0], condition=Condition.HEAVY_DAMAGE)
        minutes.sign(uow, ended.papers[0], Signers(receiver_id=ani, witness_id=ani))
    with store.read() as session:
        found = minutes.read(session, ended.papers[0])
    assert (found.giver, found.receiver.name, found.witness.name) == (Party(agency="Panitia"), "Ani", "Ani")
    assert (found.document_number, found.on_date, found.due_on, found.notes) == (
        "10/KB", date(2026, 12, 1), None, "layar retak",
    )  # fmt: skip
    assert [(line.name, line.condition) for line in found.goods] == [
        ("PC 0", Condition.LIGHT_DAMAGE), ("PC 1", Condition.LIGHT_DAMAGE),
    ]  # fmt: skip
    bast.write(tmp_path / "b.pdf", found)
    text = read(tmp_path / "b.pdf")[0]
    assert "BERITA ACARA PENGEMBALIAN BARANG PINJAM PAKAI Nomor: 10/KB" in text
    assert "dengan Berita Acara Nomor 9/PJ tanggal 24 November 2026" in text
    assert "Rusak ringan" in text and "Rusak berat" not in text and "Keterangan: layar retak" in text


@pytest.mark.parametrize("kind", PAPER_AT_END)
@pytest.mark.parametrize(("code", "title", "said"), [("id", "PENGEMBALIAN", "Nomor"), ("en", "RETURN", "number")])
def test_every_return_has_its_form_in_both_languages(
    tmp_path: Path, kind: MoveKind, code: str, title: str, said: str
) -> None:
    for origin in (Origin("9/PJ", DAY), Origin("9/PJ", None)):
        file = tmp_path / "b.pdf"
        bast.write(file, replace(paper(goods(1), kind=kind), origin=origin), code)
        text = read(file)[0]
        assert title in text and f"{said} 9/PJ" in text and "{" not in text
        assert "RIAU · Dinas Kesehatan" in text


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "nol"), (11, "sebelas"), (19, "sembilan belas"), (20, "dua puluh"), (100, "seratus"), (1000, "seribu"),
     (1999, "seribu sembilan ratus sembilan puluh sembilan"), (2026, "dua ribu dua puluh enam")],
)  # fmt: skip
def test_numbers_in_indonesian_words(number: int, said: str) -> None:
    assert indonesian(number) == said


def test_every_number_to_9999_has_words_of_its_own() -> None:
    for words in (indonesian, english):
        assert len({words(number) for number in range(10_000)}) == 10_000


def test_days_in_english_words() -> None:
    assert day_in_words(DAY, "en") == "Tuesday the twenty-fourth of November two thousand and twenty-six"
    assert day_in_words(date(2030, 1, 31), "en") == "Thursday the thirty-first of January two thousand and thirty"
