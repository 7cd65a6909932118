"""KIR: what stands in a room, posted at its door, and told when it says something else than the room holds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from spbe_assets import i18n
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition, Status
from spbe_assets.reports.forms import paper
from spbe_assets.services import form_issues
from spbe_assets.services.form_issues import State
from spbe_assets.services.forms import kir
from spbe_assets.services.forms.kir import RoomCard
from spbe_assets.sheets.forms import workbook
from spbe_assets.sheets.rows import RowKind
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Asset, FormIssue, Person, Room
from tests.forms.conftest import BUDI, cells, change, make, pages
from tests.sheets.making import LAPTOP, OWNER, SERVER, imported, planned

DAY = date(2026, 11, 24)


@pytest.fixture
def room(store: Store) -> Id:
    (person,) = make(store, "person", {"name": "Rina", "nip": "19800101", "agency_id": OWNER})
    (site,) = make(store, "site", {"name": "Kantor", "agency_id": OWNER})
    (made,) = make(store, "room", {"name": "R. Server", "site_id": site, "person_id": person, "floor": "Lt. 2"})
    (rack,) = make(store, "rack", {"name": "Rak 1", "room_id": made})
    base = {"agency_id": OWNER, "kode_barang": LAPTOP, "name": "Lap Top", "condition": Condition.GOOD, "year": 2020}
    make(
        store, "asset",
        {**base, "room_id": made, "register": "000001", "serial": "A", "price_rupiah": 10},
        {**base, "room_id": made, "register": "000002", "serial": "B", "price_rupiah": 10},
        {**base, "room_id": made, "register": "000009", "condition": None, "quantity": 4},
        {**base, "rack_id": rack, "name": "Server", "kode_barang": SERVER, "condition": Condition.HEAVY_DAMAGE},
        {**base, "room_id": made, "status": Status.DISPOSED},
    )  # fmt: skip
    return made


def card(store: Store, room: Id) -> RoomCard:
    with store.read() as session:
        (made,) = kir.cards(session, room_ids=[room], day=DAY)
    return made


def standing(store: Store, room: Id, day: date = DAY) -> State:
    with store.read() as session:
        return form_issues.standing(session, room, day).state


def issue(store: Store, room: Id) -> None:
    made = card(store, room)
    with store.write(BUDI, "room cards") as uow:
        form_issues.record(uow, [made], DAY)


def test_the_card_lists_what_stands_in_the_room_and_in_its_racks(store: Store, room: Id) -> None:
    rows = card(store, room).form.rows
    assert [(row[2], row[3], row[6], row[7], row[8:11]) for row in rows] == [
        ("000001 s/d 000002", "Lap Top", 2, 20, ("√", None, None)),
        ("000009", "Lap Top", 4, None, (None, None, None)),
        ("-", "Server", 1, None, (None, None, "√")),
    ]
    assert card(store, room).form.totals[6:8] == (7, 20)


def test_twelve_official_columns_and_three_signatures(store: Store, room: Id, tmp_path: Path) -> None:
    form = card(store, room).form
    workbook.write(tmp_path / "a.xlsx", [form])
    ((name, rows),) = cells(tmp_path / "a.xlsx").items()
    at = next(at for at, row in enumerate(rows) if row[0] == "No")
    assert name == "R. Server"
    assert rows[at][:9] == [
        "No", "Kode Barang", "Nomor Register", "Nama Barang", "Merk / Tipe", "Tahun Perolehan", "Jumlah",
        "Harga Perolehan (Rp)", "Kondisi",
    ]  # fmt: skip
    assert rows[at + 1][8:11] == ["B", "RR", "RB"]
    assert rows[at + 2] == [float(number) for number in range(1, 13)]
    assert len(form.signers) == 3
    paper.write(tmp_path / "a.pdf", [form])
    (page,) = pages(tmp_path / "a.pdf")
    for told in ("Format II.K.2", "R. Server", "PENANGGUNG JAWAB RUANGAN", "Rina", "NIP. 19800101", "Lt. 2"):
        assert told in page


def test_a_card_can_be_imported_as_far_as_its_columns_carry(store: Store, room: Id, tmp_path: Path) -> None:
    workbook.write(tmp_path / "a.xlsx", [card(store, room).form])
    other = Store.create(tmp_path / "b.spbe")
    try:
        assert imported(other, tmp_path / "a.xlsx").counts.new == 4
        with other.read() as session:
            told = session.execute(select(Room.name, Person.name).join(Person, Person.id == Room.person_id)).all()
            found = session.execute(select(Asset.name, Asset.quantity, Asset.condition, Asset.room_id)).all()
        assert told == [("R. Server", "Rina")]
        assert all(row.room_id for row in found)
        assert sorted(row.quantity for row in found) == [1, 1, 1, 4]
    finally:
        other.close()


def test_an_empty_room_gets_its_card_only_when_it_is_asked_for(store: Store, tmp_path: Path) -> None:
    (empty,) = make(store, "room", {"name": "Kosong", "agency_id": OWNER})
    assert card(store, empty).form.rows == []
    with store.read() as session:
        assert list(kir.cards(session, [OWNER])) == []
    assert paper.write(tmp_path / "a.pdf", [card(store, empty).form]) == [0]
    assert workbook.write(tmp_path / "a.xlsx", [card(store, empty).form]) == [0]


def test_an_issued_card_is_outdated_once_the_room_changes(store: Store, room: Id) -> None:
    assert standing(store, room) is State.NEVER
    issue(store, room)
    assert standing(store, room) is State.CURRENT
    with store.read() as session:
        row = session.scalars(select(FormIssue).where(FormIssue.room_id == room)).one()
        assert (row.semester, row.issued_by, len(row.file_sha256)) == ("2026-2", "Budi", 64)
        laptop = session.scalars(select(Asset.id).where(Asset.register == "000009")).one()
    change(store, "asset", laptop, condition=Condition.LIGHT_DAMAGE)
    assert standing(store, room) is State.OUTDATED
    issue(store, room)
    assert standing(store, room) is State.CURRENT


def test_another_person_in_charge_makes_it_outdated_too(store: Store, room: Id) -> None:
    issue(store, room)
    (person,) = make(store, "person", {"name": "Sari", "agency_id": OWNER})
    change(store, "room", room, person_id=person)
    assert standing(store, room) is State.OUTDATED


def test_a_card_of_the_last_semester_is_told(store: Store, room: Id) -> None:
    issue(store, room)
    assert standing(store, room, date(2027, 1, 1)) is State.OLD_SEMESTER


def test_what_does_not_stand_in_the_card_changes_nothing(store: Store, room: Id) -> None:
    issue(store, room)
    with store.read() as session:
        laptop = session.scalars(select(Asset.id).where(Asset.register == "000001")).one()
    change(store, "asset", laptop, notes="baru", verified_at=datetime(2026, 11, 24, tzinfo=UTC))
    assert standing(store, room) is State.CURRENT


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_standing_is_a_sentence_with_its_day(store: Store, room: Id, language: str) -> None:
    issue(store, room)
    with i18n.speaking(language), store.read() as session:
        text = form_issues.standing(session, room, date(2027, 1, 1)).text
    assert "{" not in text
    assert "20" in text


def test_two_thousand_items_and_names_of_200_letters_stay_on_their_pages(store: Store, tmp_path: Path) -> None:
    long = "Ruangan " + "panjang " * 24
    (hall,) = make(store, "room", {"name": long[:200], "agency_id": OWNER})
    base: dict[str, Any] = {"agency_id": OWNER, "room_id": hall, "kode_barang": LAPTOP}
    names = ("N" * 200, "<b>tebal</b> & \u202eحاسوب 💻", "Meja", "kata " * 40)
    make(store, "asset", *({**base, "name": names[at % 4], "register": f"{at * 3:06}"} for at in range(2000)))
    made = card(store, hall)
    assert len(made.form.rows) == 2000
    paper.write(tmp_path / "a.pdf", [made.form])
    found = pages(tmp_path / "a.pdf")
    assert f"Halaman {len(found)} dari {len(found)}" in found[-1]
    assert all("Kode Barang" in page for page in found)
    assert "<b>tebal</b>" in "".join(found)
    assert "PENGURUS BARANG" in found[-1]


def test_a_row_of_sums_is_no_item_although_a_column_has_its_name(store: Store, room: Id, tmp_path: Path) -> None:
    workbook.write(tmp_path / "a.xlsx", [card(store, room).form])
    made = planned(store, tmp_path / "a.xlsx")
    assert made.read_rows == 3
    assert [one.kind for one in made.skipped if one.text.startswith("JUMLAH")] == [RowKind.TOTAL]
