"""KIBAR: twelve sections about one item, and a code in the head that finds its record."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image
from sqlalchemy import select

from spbe_assets.domain import tags
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition, MoveKind
from spbe_assets.reports.forms import writers
from spbe_assets.services import attachments, qr
from spbe_assets.services.forms import kibar
from spbe_assets.services.forms.kibar import IdentityCard
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Asset
from tests.forms.conftest import BUDI, change, make, pages
from tests.sheets.making import OWNER, SERVER, SWITCH

TAG = str(tags.make("K3QF", 42))


def item(store: Store) -> Id:
    (site,) = make(store, "site", {"name": "Kantor", "agency_id": OWNER, "latitude": "0.51", "longitude": "101.44"})
    (room,) = make(store, "room", {"name": "R. Server", "site_id": site})
    (made,) = make(
        store, "asset",
        {
            "tag": TAG, "agency_id": OWNER, "room_id": room, "name": "Server <b>SIMPEG</b>", "kode_barang": SERVER,
            "nibar": "1101140016010100103000201713210010200100000", "price_rupiah": 90_000_000, "quantity": 2,
            "acquired_on": date(2020, 5, 17), "year": 2020, "condition": Condition.LIGHT_DAMAGE, "notes": "Kipas keras",
        },
    )  # fmt: skip
    return made


def card(store: Store, asset: Id) -> IdentityCard:
    with store.read() as session:
        (made,) = kibar.of_ids(session, [asset])
    return made


def write(store: Store, path: Path, *assets: Id) -> list[str]:
    with store.read() as session:
        assert writers.write_cards(session, kibar.of_ids(session, assets), path) == len(assets)
    return pages(path)


def test_a_card_has_the_twelve_sections_in_order(store: Store) -> None:
    made = card(store, item(store))
    assert [section.number for section in made.sections] == [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
    ]  # fmt: skip
    goods = dict(made.sections[1].lines)
    assert goods["Harga satuan (Rp)"] == "45.000.000"
    assert goods["Kondisi"] == "Rusak Ringan (RR)"
    assert goods["Lintang, bujur"] == "0.51, 101.44"
    assert dict(made.sections[2].lines)["Tanggal / tahun"] == "17 Mei 2020"
    assert dict(made.sections[10].lines)["Catatan"] == "Kipas keras"


def test_reclassification_and_correction_come_from_the_log(store: Store) -> None:
    asset = item(store)
    change(store, "asset", asset, kode_barang=SWITCH, price_rupiah=95_000_000)
    change(store, "asset", asset, name="Server")
    made = card(store, asset)
    assert [text for _day, text in made.sections[6].lines] == [f"{SERVER} → {SWITCH}"]
    assert [text for _day, text in made.sections[7].lines] == ["90.000.000 → 95.000.000"]


def test_the_code_in_the_head_is_read_as_the_label_is(store: Store, tmp_path: Path) -> None:
    (page,) = write(store, tmp_path / "a.pdf", item(store))
    assert TAG in page
    assert "Server <b>SIMPEG</b>" in page
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    image = document[0].render(scale=3).to_pil()
    document.close()
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [qr.payload(TAG)]


def test_a_photo_is_printed_and_a_missing_one_left_out(store: Store, tmp_path: Path) -> None:
    asset = item(store)
    picture = io.BytesIO()
    Image.new("RGB", (1200, 900), "teal").save(picture, "JPEG")
    with store.write(BUDI, "photo") as uow:
        attachments.add_photo(uow, "asset", asset, picture.getvalue())
    make(store, "attachment", {"record_table": "asset", "record_id": asset, "kind": "photo", "sha256": "0" * 64})
    assert len(card(store, asset).photos) == 1
    write(store, tmp_path / "a.pdf", asset)
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    images = [one for page in document for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]
    document.close()
    assert len(images) == 1


def test_handing_over_stands_in_section_five(store: Store) -> None:
    asset = item(store)
    (other,) = make(store, "agency", {"name": "Dinas Baru"})
    make(
        store, "movement",
        {"asset_id": asset, "kind": MoveKind.HAND_OVER, "act_id": asset, "on_date": date(2026, 1, 2),
         "document_number": "BA/1", "to_agency_id": other},
    )  # fmt: skip
    ((day, text),) = card(store, asset).sections[4].lines
    assert day == "2 Januari 2026"
    assert "Dinas Baru" in text
    assert "BA/1" in text


def test_each_item_has_a_page_of_its_own_and_long_texts_break(store: Store, tmp_path: Path) -> None:
    long = {"name": "N" * 200, "description": "kata " * 3000, "agency_id": OWNER}
    made = make(store, "asset", {"name": "A", "agency_id": None}, long, {"name": "B", "tag": TAG})
    found = write(store, tmp_path / "a.pdf", *made)
    assert len(found) == 3
    with store.read() as session:
        assert session.scalar(select(Asset.tag).where(Asset.id == made[2])) == TAG
