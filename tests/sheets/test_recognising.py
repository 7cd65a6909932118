"""Tables are found where offices put them, and their columns mean what their titles say."""

from __future__ import annotations

from pathlib import Path

import pytest

from spbe_assets.domain.errors import Invalid, Refused
from spbe_assets.sheets.mapping import Mapping
from spbe_assets.sheets.parts import PARTS, can_keep_extra
from spbe_assets.sheets.presets import presets
from spbe_assets.sheets.recognise import NoTitles
from tests.sheets.making import KIB_HEAD, item, kib, recognised, text_file, workbook


def meanings(mapping: Mapping) -> dict[str, str]:
    return {title: part for title, part in zip(mapping.titles, mapping.parts, strict=True) if part}


@pytest.mark.parametrize("preset", presets().values(), ids=lambda preset: preset.id)
def test_every_preset_names_only_parts_that_exist(preset) -> None:  # type: ignore[no-untyped-def]
    known = PARTS[preset.target].keys()
    for part in preset.columns.values():
        assert part in known or (part.startswith("extra:") and can_keep_extra(preset.target)), part
    assert {part for group in preset.needs for part in group} <= known | set(preset.columns.values()) | {""}
    assert preset.title


def test_a_kib_b_is_known_by_its_two_rows_of_titles(tmp_path: Path) -> None:
    (table,) = recognised(workbook(tmp_path / "x.xlsx", Kib=kib([item()]), Petunjuk=[["Diisi sesuai aturan"]])).tables
    assert (table.preset.id, table.header.first, table.header.last, len(table.rows)) == ("kib-b", 7, 8, 1)
    found = meanings(table.mapping)
    assert found["Nomor Pabrik"] == "serial"
    assert found["Merk / Type"] == "brand_model"
    assert found["Harga (Rp)"] == "price_rupiah"
    assert found["Bahan"] == "extra:Bahan"
    assert not table.mapping.unknown


def test_titles_are_found_far_down_but_not_for_ever(tmp_path: Path) -> None:
    deep = [["catatan"]] * 30
    assert recognised(workbook(tmp_path / "a.xlsx", S=[*deep, *kib([item()])])).tables[0].header.first == 37
    with pytest.raises(Refused, match="titles"):
        recognised(workbook(tmp_path / "b.xlsx", S=[*deep, *deep, *kib([item()])]))


def test_a_group_of_ticks_is_three_conditions_but_a_value_is_no_group(tmp_path: Path) -> None:
    titles = ["No", "Nama Barang", "Kode Barang", "Jumlah", "Kondisi", None, None, "Keterangan"]
    members = [None, None, None, None, "B", "RR", "RB", None]
    ticked = recognised(workbook(tmp_path / "a.xlsx", S=[["KARTU INVENTARIS RUANGAN"], titles, members, [1, "PC"]]))
    assert [ticked.tables[0].mapping.parts[column] for column in (4, 5, 6)] == [
        "condition_good", "condition_light", "condition_heavy",
    ]  # fmt: skip
    plain = recognised(workbook(tmp_path / "b.xlsx", S=[["Nama Barang", "Kondisi", "Merk"], ["PC", "B", "HP"]]))
    assert plain.tables[0].mapping.parts[1] == "condition"
    assert len(plain.tables[0].rows) == 1


def test_two_tables_in_a_sheet_are_two_tables(tmp_path: Path) -> None:
    second = [[], ["SKPD", None, ": Dinas Kesehatan"], *kib([item(register="000009")], head=[])]
    tables = recognised(workbook(tmp_path / "x.xlsx", S=[*kib([item()]), *second])).tables
    assert [len(table.rows) for table in tables] == [1, 1]
    assert [cell for row in tables[1].head for cell in row.cells if cell] == ["SKPD", ": Dinas Kesehatan"]


def test_titles_repeated_on_each_page_are_no_new_table(tmp_path: Path) -> None:
    again = kib([item(2, register="000002")], head=[])
    (table,) = recognised(workbook(tmp_path / "x.xlsx", S=[*kib([item()]), *again])).tables
    assert len(table.rows) == 5


def test_all_sheets_of_the_same_kind_are_imported_and_others_are_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", A=kib([item()]), B=kib([item()]), Rekap=[["Bulan", "Hari"], [1, 2]])
    found = recognised(path)
    assert [table.sheet for table in found.tables] == ["A", "B"]
    assert any("Rekap" in note for note in found.notes)
    assert [table.sheet for table in recognised(path, sheet="b").tables] == ["B"]


def test_of_two_columns_with_one_title_the_first_counts_and_the_other_is_listed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", S=[["Nama Barang", "Merk", "Merk"], ["PC", "HP", "IBM"]])
    mapping = recognised(path).tables[0].mapping
    assert mapping.parts == ("name", "brand", "")
    assert mapping.doubled | mapping.unknown == {2}


def test_unknown_columns_are_listed_and_can_be_kept(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", S=[["Nama Barang", "Merk", "Warna"], ["PC", "HP", "Hitam"]])
    mapping = recognised(path).tables[0].mapping
    assert [mapping.titles[column] for column in mapping.unknown] == ["Warna"]
    assert mapping.parts[2] == ""
    assert mapping.keeping_unknown().parts[2] == "extra:Warna"


def test_a_person_changes_what_a_column_means_and_keeps_it_as_a_profile(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", S=[["Nama Barang", "Merk", "Nomor Unik"], ["PC", "HP", "X1"]])
    mapping = recognised(path).tables[0].mapping
    changed = mapping.with_part(2, "serial").with_part(1, "")
    assert changed.parts == ("name", "", "serial")
    assert mapping.with_profile(changed.as_profile()).parts == changed.parts
    assert changed.with_part(0, "serial").parts == ("serial", "", "")
    with pytest.raises(Invalid):
        mapping.with_part(0, "no such part")


def test_netbox_and_snipe_it_files_are_told_apart(tmp_path: Path) -> None:
    files = {
        "netbox-devices": "Name,Status,Tenant,Site,Location,Rack,Role,Manufacturer,Type,IP Address,ID",
        "netbox-racks": "Name,Site,Location,Status,Facility ID,Tenant,Role,Type,Height,Serial number,Form factor",
        "netbox-sites": "Name,Status,Facility,Region,Tenant,Time zone,Description,Physical address,Latitude,Longitude",
        "netbox-regions": "Name,Sites,Description,ID,Parent,Slug",
        "netbox-tenants": "Name,Group,Description,ID,Slug",
        "netbox-locations": "Name,Site,Status,Facility,Tenant,Racks,Devices,VLAN Groups,Description,ID,Parent,Slug",
        "netbox-circuits": "Circuit ID,Provider,Type,Status,Tenant,Side A,Side Z,Commit rate (Kbps)",
        "snipe-it": "Company,Name,Asset Tag,Category,Manufacturer,Location,Model,Purchase Date,Purchase Cost",
    }
    for preset, titles in files.items():
        row = ",".join(f"x{number}" for number in range(titles.count(",") + 1))
        assert recognised(text_file(tmp_path / "x.csv", f"{titles}\n{row}\n")).preset.id == preset


def test_a_preset_that_was_asked_for_is_taken_or_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", S=kib([item()], KIB_HEAD))
    assert recognised(path, "generic").preset.id == "generic"
    with pytest.raises(Refused):
        recognised(path, "netbox")
    with pytest.raises(Refused, match="kib-b"):
        recognised(path, "nothing")


def test_a_person_can_say_in_which_row_the_titles_stand(tmp_path: Path) -> None:
    rows = [["Barang", "Keadaan"], ["kosong", None], ["Apa", "Bagaimana"], ["Printer", "B"], ["PC", "RR"]]
    path = workbook(tmp_path / "a.xlsx", S=rows)
    assert recognised(path).tables[0].header.first == 1
    (table,) = recognised(path, header_row=3).tables
    assert (table.header.first, table.mapping.titles, len(table.rows)) == (3, ("Apa", "Bagaimana"), 2)
    assert table.preset.id == "generic" and table.mapping.unknown == {0, 1}


def test_titles_that_nobody_knows_can_be_named_too(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", S=[["Alfa", "Beta"], ["Printer", "B"]], T=[["x"]])
    with pytest.raises(NoTitles) as told:
        recognised(path)
    assert told.value.book.sheets[0].rows[0].number == 1
    assert recognised(path, header_row=1).tables[0].header.titles == ("Alfa", "Beta")
    for row in (7, 1):
        with pytest.raises(Refused, match=f"Row {row}"):
            recognised(path if row == 7 else workbook(tmp_path / "b.xlsx", S=[[1, 2, 3], ["a"]]), header_row=row)


def test_two_rows_of_titles_are_taken_together_from_the_named_one(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", Kib=kib([item()]))
    (table,) = recognised(path, header_row=7).tables
    assert (table.preset.id, table.header.first, table.header.last, len(table.rows)) == ("kib-b", 7, 8, 1)


@pytest.mark.parametrize(
    "titles",
    [
        "ID,Name,Manufacturer,Model No.,Min. QTY,Assets,Category,EOL,Fieldset,Depreciation,Notes",
        "Name,Category,Manufacturer,Model Number,EOL,Requestable",
    ],
)
def test_a_list_of_snipe_it_models_is_refused_with_what_to_import_instead(tmp_path: Path, titles: str) -> None:
    row = ",".join("Switch" if one == "Category" else "36" if one == "EOL" else "x" for one in titles.split(","))
    path = text_file(tmp_path / "models.csv", f"{titles}\n{row}\n")
    with pytest.raises(Refused, match="Export the assets"):
        recognised(path)
    assert recognised(path, "generic").preset.id == "generic"


def test_a_list_of_snipe_it_assets_is_still_one_of_assets(tmp_path: Path) -> None:
    titles = "Company,Asset Tag,Serial,Name,Manufacturer,Model,Model No,Category,EOL,Status\n"
    assert recognised(text_file(tmp_path / "a.csv", titles + "a,b,c,d,e,f,g,h,36,i\n")).preset.id == "snipe-it"
    plain = "Name,Category,Manufacturer\nSwitch 1,Switch,HP\n"
    assert recognised(text_file(tmp_path / "b.csv", plain)).preset.id == "generic"
