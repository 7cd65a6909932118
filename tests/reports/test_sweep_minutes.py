"""The minutes of a sweep, read back from the PDF: counts, exceptions, who signs, both languages, odd and large ones."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from spbe_assets import formats
from spbe_assets.domain.errors import NotFound, Refused
from spbe_assets.domain.ids import Id, new_id
from spbe_assets.domain.vocabulary import Condition, Status
from spbe_assets.reports import sweep_minutes
from spbe_assets.services import agencies, settings, sweeps
from spbe_assets.services.sweep_paper import Signers
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, Person, Room, Site

SITI = Actor("Siti Rahma")


class Swept:
    """A swept agency with one exception of every kind."""

    def __init__(self, store: Store, budi: Actor) -> None:
        self.store, self.budi = store, budi
        with store.write(budi) as uow:
            settings.set_province(uow, settings.PROVINCE_NAME, "Riau")
            ict = agencies.find(uow.session, "Diskominfotik")
            health = agencies.find(uow.session, "Dinas Kesehatan")
            agencies.update(uow, ict, {"head": "Ahmad Fauzi"})
            self.ani = uow.create(Person, name="Ani Wijaya", nip="1990", position="Pengurus Barang")
            uow.create(Person, name=SITI.user, nip="1985")
            site = uow.create(Site, name="Gedung A", agency_id=ict)
            self.rooms = [
                uow.create(Room, name=name, site_id=site, person_id=self.ani) for name in ("R. Server", "R. Rapat")
            ]
            here, there = self.rooms
            thing = {"agency_id": ict, "condition": Condition.GOOD, "price_rupiah": 1_000_000}
            rows: list[dict[str, Any]] = [
                {"name": "Switch", "tag": "T-FOUND", "room_id": here},
                {"name": "Server", "tag": "T-GONE", "room_id": here, "price_rupiah": 7_654_321},
                {"name": "Printer", "tag": "T-WRONG", "room_id": there},
                {"name": "Laptop", "tag": "T-OTHER", "agency_id": health},
                {"name": "Proyektor", "tag": "T-LOST", "status": Status.LOST},
                {"name": "Baru", "tag": "T-NEW"},
                {"name": "Monitor", "tag": "T-LOOSE"},
            ]
            self.ids = dict(
                zip((row["tag"] for row in rows), uow.create_many(Asset, [thing | row for row in rows]), strict=True)
            )
            self.sweep = sweeps.start(uow, ict, self.rooms, "Opname")
        self._scan()

    def _scan(self) -> None:
        here = self.rooms[0]
        with self.store.write(SITI, "sweep") as uow:
            seen = {tag: sweeps.see(uow, self.sweep, here, tag) for tag in ("T-WRONG", "T-OTHER", "T-LOST", "XX-4711")}
            sweeps.see(uow, self.sweep, here, "T-FOUND", Condition.LIGHT_DAMAGE)
            sweeps.see(uow, self.sweep, here, "YY-1")
            sweeps.move_here(uow, _ids(seen["T-WRONG"]))
            sweeps.leave(uow, _ids(seen["T-OTHER"]))
            sweeps.created(uow, _ids(seen["XX-4711"])[0], self.ids["T-NEW"])

    def finish(self) -> None:
        with self.store.write(self.budi) as uow:
            sweeps.finish(uow, self.sweep, "030/7 <a> & b", "kunci gudang tidak ada")

    def write(self, path: Path, code: str = "id", signers: Signers | None = None) -> int:
        with self.store.read() as session:
            return sweep_minutes.write(session, self.sweep, path, signers, code)


def _ids(seen: sweeps.Seen) -> list[Id]:
    assert seen.sighting_id is not None
    return [seen.sighting_id]


@pytest.fixture
def swept(store: Store, budi: Actor) -> Swept:
    return Swept(store, budi)


def read(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_the_form_says_what_was_counted_where_and_by_whom(swept: Swept, tmp_path: Path) -> None:
    swept.finish()
    file = tmp_path / "b.pdf"
    pages = swept.write(file)
    texts = read(file)
    text = " ".join(texts)
    assert len(texts) == pages
    assert all("PEMERINTAH PROVINSI RIAU · Dinas Komunikasi, Informatika dan Statistik" in page for page in texts)
    assert "BERITA ACARA INVENTARISASI BARANG Nomor: 030/7 <a> & b" in text and "SEMENTARA" not in text
    assert "Pada hari ini," in text and "atas 2 ruangan" in text
    assert "Petugas inventarisasi: Siti Rahma (NIP 1985)." in text
    assert "1 Gedung A · R. Rapat 1 – 1 – – – – – – –" in text
    assert "2 Gedung A · R. Server 2 1 – 1 1 2 2 4 1 –" in text
    assert "Jumlah 3 1 1 1 1 2 2 4 1 –" in text
    assert all(f"Halaman {number} dari {pages}" in page for number, page in enumerate(texts, 1))
    assert all("Ujung catatan perubahan: " in page for page in texts)


def test_every_exception_is_listed_with_what_was_done(swept: Swept, tmp_path: Path) -> None:
    swept.finish()
    file = tmp_path / "b.pdf"
    swept.write(file)
    text = " ".join(read(file))
    assert "1 Gedung A · R. Server T-GONE Server Baik belum pernah 7.654.321" in text
    assert "1 T-WRONG Printer R. Rapat Gedung A · R. Server Daftar disesuaikan ke ruangan ini" in text
    assert "Laptop Dinkes Gedung A · R. Server Diperiksa, dibiarkan" in text
    assert "Diskominfotik · tercatat dihapus atau hilang" in text
    assert "XX-4711 Gedung A · R. Server Baik T-NEW · Baru Dicatat" in text
    assert "YY-1 Gedung A · R. Server Belum ditindaklanjuti" in text
    assert "1 Gedung A · R. Server T-FOUND Switch Baik Rusak ringan" in text
    assert "1 barang instansi ini belum mempunyai ruangan" in text
    assert "Keterangan: kunci gudang tidak ada" in text


def test_those_sign_whom_the_register_names_or_who_were_chosen(swept: Swept, tmp_path: Path) -> None:
    file = tmp_path / "b.pdf"
    swept.write(file)
    text = read(file)[-1]
    for said in ("Siti Rahma NIP 1985", "Ani Wijaya NIP 1990", "Pengurus Barang", "Mengetahui,", "Ahmad Fauzi"):
        assert said in " ".join(text.split())
    with swept.store.write(swept.budi) as uow:
        joko = uow.create(Person, name="Joko", nip="77", position="Kepala Dinas")
    swept.write(file, signers=Signers((swept.ani, joko), joko, joko))
    text = read(file)[-1]
    assert text.count("Joko") == 3 and "Ahmad Fauzi" not in text and "Siti" not in text


def test_a_sweep_that_goes_on_has_provisional_minutes_in_both_languages(swept: Swept, tmp_path: Path) -> None:
    for code, said, title in (("id", "SEMENTARA", "Halaman 1 dari"), ("en", "PROVISIONAL", "Page 1 of")):
        file = tmp_path / "b.pdf"
        swept.write(file, code)
        text = " ".join(read(file))
        assert said in text and title in text and "{" not in text
        assert "." * 40 in text


def test_no_rooms_and_nothing_seen_is_a_page_too(store: Store, budi: Actor, tmp_path: Path) -> None:
    name = ("Dinas <b>Panjang</b> & " * 20)[:200]
    with store.write(budi) as uow:
        sweep = sweeps.start(uow, uow.create(Agency, name=name), [])
    with store.read() as session:
        assert sweep_minutes.write(session, sweep, tmp_path / "b.pdf") == 1
    (text,) = read(tmp_path / "b.pdf")
    assert "Tidak ada perbedaan" in text and name.strip() in text


def test_two_thousand_missing_things_with_odd_names(store: Store, budi: Actor, tmp_path: Path) -> None:
    with store.write(budi) as uow:
        agency = uow.create(Agency, name="Dinas", head="H" * 200)
        rooms = uow.create_many(
            Room, [{"name": "x" * 200, "agency_id": agency}, {"name": "Сервер <i>", "agency_id": agency}]
        )
        shared = {"agency_id": agency, "price_rupiah": 10**13}
        rows = [
            shared | {"name": f"<b>Barang</b> & {n} {'y' * 180 * (n == 7)}", "tag": f"Z{n:05}", "room_id": rooms[n % 2]}
            for n in range(2000)
        ]
        rows[9]["serial"] = "S" * 120
        uow.create_many(Asset, rows)
        sweep = sweeps.start(uow, agency, rooms, "n" * 200)
        sweeps.update(uow, sweep, number="9" * 80, notes="catatan <br/> " * 300)
    with store.read() as session:
        pages = sweep_minutes.write(session, sweep, tmp_path / "b.pdf")
    texts = read(tmp_path / "b.pdf")
    whole = " ".join(texts)
    assert len(texts) == pages > 40
    assert all(f"Z{n:05}" in whole for n in (0, 7, 9, 1000, 1999)) and "<b>Barang</b> & 5" in whole
    assert all("Nama barang" in page for page in texts if "Z0" in page)
    assert "20.000.000.000.000.000" in whole.replace(" ", "")


def test_more_exceptions_than_anybody_signs_are_refused(store: Store, budi: Actor, tmp_path: Path) -> None:
    with store.write(budi) as uow:
        agency = uow.create(Agency, name="Dinas")
        room = uow.create(Room, name="R", agency_id=agency)
        uow.create_many(Asset, [{"agency_id": agency, "room_id": room} for _ in range(sweep_minutes.MOST_LINES + 1)])
        sweep = sweeps.start(uow, agency, [room])
    with store.read() as session:
        with pytest.raises(Refused, match=r"5,000"):
            sweep_minutes.write(session, sweep, tmp_path / "b.pdf")
        assert sweep_minutes.write(session, sweep, tmp_path / "b.xlsx") == 0
    assert not (tmp_path / "b.pdf").exists()


def test_the_workbook_has_every_line(swept: Swept, tmp_path: Path) -> None:
    assert swept.write(tmp_path / "b.xlsx") == 0
    book = CalamineWorkbook.from_path(str(tmp_path / "b.xlsx"))
    rooms, lines = (sheet.to_python() for sheet in map(book.get_sheet_by_index, range(2)))
    assert rooms[3][:8] == [1, "Gedung A · R. Rapat", 1, 0, 1, 0, 0, 0]
    told = {row[3]: row[2] for row in lines[1:] if row[3]}
    assert told == {
        "T-FOUND": "Ditemukan", "T-GONE": "Tidak ditemukan", "T-WRONG": "Ruangan salah", "T-OTHER": "Tidak terduga",
        "T-LOST": "Tidak terduga", "T-NEW": "Kode tidak dikenal",
    }  # fmt: skip
    found = next(row for row in lines if row[3] == "T-FOUND")
    assert found[9:12] == ["Baik", "Rusak ringan", ""] and found[13] == "Siti Rahma"


def test_what_can_not_be_written_is_a_sentence(swept: Swept, tmp_path: Path) -> None:
    for name in ("b.txt", "missing/b.pdf"):
        with pytest.raises(Refused):
            swept.write(tmp_path / name)
    with swept.store.read() as session, pytest.raises(NotFound):
        sweep_minutes.write(session, new_id(), tmp_path / "b.pdf")
    assert not list(tmp_path.glob("b.*"))


def test_a_thing_seen_before_is_missing_since_then(swept: Swept, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    seen = datetime.now(UTC) - timedelta(days=400)
    with swept.store.write(swept.budi) as uow:
        uow.update(Asset, swept.ids["T-GONE"], verified_at=seen)
    swept.write(tmp_path / "b.pdf")
    assert f"{seen.astimezone(formats.zone()):%d/%m/%Y}" in " ".join(read(tmp_path / "b.pdf"))
