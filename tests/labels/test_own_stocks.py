"""One's own label papers: kept as files, found by the catalogue, never in the way of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_assets.domain.errors import Invalid, NotFound, Refused
from spbe_assets.labels import own_stocks, stock
from spbe_assets.labels.stock import Stock, StockKind

MINE = Stock("own-koala-103", "Koala", "103", StockKind.SHEET, 165, 210, 64, 32, 2, 5, 10, 15, 70, 36, content="small")  # type: ignore[arg-type]


def test_a_stock_of_ones_own_joins_the_catalogue_and_leaves_it_again() -> None:
    assert own_stocks.save(MINE) == MINE
    assert stock.find("own-koala-103") == stock.find("103") == MINE
    assert list(stock.catalogue())[-1] == MINE.id
    own_stocks.delete(MINE.id)
    with pytest.raises(NotFound):
        stock.find(MINE.id)
    with pytest.raises(NotFound, match="not a label paper of your own"):
        own_stocks.delete(MINE.id)


def test_saving_again_replaces_and_leaves_one_file() -> None:
    own_stocks.save(MINE)
    own_stocks.save(replace(MINE, left=12.0))
    assert stock.find(MINE.id).left == 12.0
    assert [path.name for path in stock.own_folder().iterdir()] == ["own-koala-103.toml"]


def test_a_shipped_stock_is_never_taken_over() -> None:
    shipped = stock.find("avery-l7160")
    kept = own_stocks.save(replace(shipped, left=8.0))
    assert (kept.id, stock.find("avery-l7160").left) == ("own-avery-l7160", 7.21)
    assert own_stocks.save(replace(shipped, left=9.0)).id == "own-avery-l7160-2"
    with pytest.raises(NotFound):
        own_stocks.delete("avery-l7160")


@pytest.mark.parametrize(
    ("maker", "number", "expected"),
    [
        ("Tom & Jerry", "No. 103", "own-tom-jerry-no-103"),
        ("../../etc", "passwd", "own-etc-passwd"),
        ("纸", "标签", "own-label"),
        ("Ümläut", "É", "own-umlaut-e"),
        ("x" * 80, "1", "own-" + "x" * 32),
    ],
)
def test_ids_are_safe_file_names(maker: str, number: str, expected: str) -> None:
    assert own_stocks.new_id(replace(MINE, maker=maker, number=number), set()) == expected


@given(st.text(max_size=80), st.text(max_size=80), st.integers(0, 5))
def test_any_name_gives_an_id_that_a_stock_accepts(maker: str, number: str, taken: int) -> None:
    class Named:
        pass

    named = Named()
    named.maker, named.number = maker, number  # type: ignore[attr-defined]
    there: set[str] = set()
    for _round in range(taken + 1):
        made = own_stocks.new_id(named, there)  # type: ignore[arg-type]
        assert made not in there
        assert replace(MINE, id=made).id == made
        there.add(made)


def test_every_stock_is_the_same_after_export_and_reading(tmp_path: Path) -> None:
    for paper in (*stock.shipped().values(), replace(MINE, maker='a "b" \\ é 纸')):
        own_stocks.export(paper, tmp_path / "one.toml")
        assert stock.read(tmp_path / "one.toml") == [paper]


def test_an_exported_stock_is_imported_once_elsewhere(tmp_path: Path) -> None:
    own_stocks.export(MINE, tmp_path / "koala.toml")
    there = tmp_path / "there"
    assert own_stocks.import_file(tmp_path / "koala.toml", there) == [MINE]
    assert own_stocks.import_file(tmp_path / "koala.toml", there) == [MINE]
    assert list(own_stocks.own(there).stocks) == [MINE.id]


def test_an_import_never_replaces_what_is_there(tmp_path: Path) -> None:
    own_stocks.save(MINE)
    own_stocks.export(replace(MINE, left=1.0), tmp_path / "other.toml")
    (taken,) = own_stocks.import_file(tmp_path / "other.toml")
    assert taken.id == "own-koala-103-2" and stock.find(MINE.id) == MINE
    own_stocks.export(stock.find("avery-l7160"), tmp_path / "avery.toml")
    assert own_stocks.import_file(tmp_path / "avery.toml")[0].id == "own-avery-l7160"


def test_a_file_with_one_impossible_stock_is_not_imported_at_all(tmp_path: Path) -> None:
    text = own_stocks.to_toml(MINE)
    shared = 'maker = "K"\nkind = "roll"\npage_width = 50\npage_height = 30\ncell_height = 30\n'
    (tmp_path / "two.toml").write_text(
        shared + '[[stock]]\nid = "k-1"\nnumber = "1"\ncell_width = 50\n'
        '[[stock]]\nid = "k-2"\nnumber = "2"\ncell_width = 51\n',
        "utf-8",
    )
    with pytest.raises(Invalid, match=r"two\.toml, k-2: .*“width of a label”"):
        own_stocks.import_file(tmp_path / "two.toml")
    assert not own_stocks.own().stocks
    assert "own-koala-103" in text


def test_what_cannot_be_imported_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "huge.toml").write_bytes(b"#" * (stock.MOST_BYTES + 1))
    for name, words in (("missing.toml", "no such file"), ("folder.toml", "not a file"), ("huge.toml", "too large")):
        with pytest.raises(Refused, match=words):
            own_stocks.import_file(tmp_path / name)


def test_unreadable_files_are_named_and_the_catalogue_goes_on() -> None:
    own_stocks.save(MINE)
    folder = stock.own_folder()
    (folder / "broken.toml").write_bytes(b"\xff\xfe")
    (folder / "wrong.toml").write_text(own_stocks.to_toml(MINE).replace("pitch_x = 70", "pitch_x = 7"), "utf-8")
    (folder / "sub.toml").mkdir()
    (folder / "notes.txt").write_text("not a stock", "utf-8")
    found = own_stocks.own()
    assert list(found.stocks) == [MINE.id]
    assert [problem.split(" ")[0].rstrip(",") for problem in found.problems] == [
        "broken.toml",
        "sub.toml",
        "wrong.toml",
    ]
    assert stock.find("103") == MINE and len(stock.catalogue()) == len(stock.shipped()) + 1


def test_one_of_several_in_a_file_is_not_deleted_with_the_others() -> None:
    folder = stock.own_folder()
    folder.mkdir(parents=True)
    one, other = (own_stocks.to_toml(replace(MINE, id=name)) for name in ("own-a", "own-b"))
    (folder / "both.toml").write_text(f"[[stock]]\n{one}[[stock]]\n{other}", "utf-8")
    with pytest.raises(Refused, match=r"both\.toml holds several"):
        own_stocks.delete("own-a")
    own_stocks.save(replace(MINE, id="own-a", left=3.0))
    assert stock.find("own-a").left == 3.0  # the file named after it wins
    own_stocks.delete("own-a")
    assert stock.find("own-a").left == 10


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(Refused, match="can't be written"):
        own_stocks.save(MINE, tmp_path / "file" / "stocks")
    with pytest.raises(Refused, match="can't be written"):
        own_stocks.export(MINE, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_there_are_not_endlessly_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_stocks, "MOST_OWN", 2)
    for number in "12":
        own_stocks.save(replace(MINE, id=f"own-{number}"))
    with pytest.raises(Refused, match="2 label papers of your own already"):
        own_stocks.save(replace(MINE, id="own-3"))
    own_stocks.save(replace(MINE, id="own-2", left=5.0))
