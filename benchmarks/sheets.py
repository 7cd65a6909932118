"""Import of a workbook: read, plan, change log, search index; against python-calamine and plain inserts of the rows.

`python -m benchmarks.sheets FOLDER ROWS` measures one size in a process of its own.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from benchmarks.frame import ROOT, Bench, Row, child, count, memory_mb, seconds
from spbe_assets.sheets.apply import apply, reason
from spbe_assets.sheets.plan import plan
from spbe_assets.sheets.read import open_book
from spbe_assets.sheets.recognise import recognise
from spbe_assets.storage.store import Actor, Store

FEW, MANY = 10_000, 100_000
COMMAND_S, LEAST_RATE = 3.0, 5_000
WHO = Actor("Benchmark")
TITLES = (
    "No", "Kode Barang", "Nama Barang", "Nomor Register", "Merk", "Type", "Tahun Pembelian", "Nomor Seri",
    "Asal usul", "Harga", "Kondisi", "Keterangan",
)  # fmt: skip
GOODS = (
    ("1.3.2.10.02.04.001", "Server", "HPE", "ProLiant DL380 Gen10", 185_000_000),
    ("1.3.2.10.02.04.024", "Switch", "Cisco", "Catalyst C9200L-24P-4G", 42_500_000),
    ("1.3.2.10.01.02.002", "Lap Top", "Lenovo", "ThinkPad E14 Gen 4", 16_250_000),
    ("1.3.2.10.02.03.003", "Printer", "Brother", "HL-L2360DN", 2_750_000),
)
TABLE = (
    "CREATE TABLE asset (n INTEGER PRIMARY KEY, kode TEXT, name TEXT, register TEXT, brand TEXT, model TEXT,"
    " year INTEGER, serial TEXT, how TEXT, price INTEGER, condition TEXT, notes TEXT)"
)
INDEXED = ("kode, register", "name", "serial", "year", "condition", "brand")


def rows(bench: Bench) -> Iterator[Row]:
    """The whole command for 10,000 rows, then the rate of the import proper for both sizes."""
    for size in (FEW, MANY):
        told = json.loads(child("benchmarks.sheets", bench.folder, size)[-1])
        whole, inner, raw = told["command"], told["import"], told["raw"]
        few = size == FEW
        yield Row(
            f"import of an XLSX of {count(size)} rows, whole command",
            f"≤ {COMMAND_S:.0f} s" if few else "",
            f"{whole:.1f} s, {count(round(size / whole))} rows/s",
            whole / raw,
            whole <= COMMAND_S if few else None,
        )
        yield Row(
            f"the same without the start of the program ({count(size)} rows)",
            "" if few else f"≥ {count(LEAST_RATE)} rows/s",
            f"{count(round(size / inner))} rows/s: read {told['read']:.1f} s, plan {told['plan']:.1f} s, "
            f"write {told['write']:.1f} s; {told['memory_mb']:.0f} MB",
            inner / raw,
            None if few else size / inner >= LEAST_RATE,
        )


def make(path: Path, size: int) -> None:
    """A register as offices keep it."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet("KIB B")
        page.write_row(0, 0, ["KARTU INVENTARIS BARANG (KIB) B"])
        page.write_row(2, 0, TITLES)
        for number in range(1, size + 1):
            page.write_row(2 + number, 0, _line(number))


def _line(number: int) -> tuple[str | int, ...]:
    code, name, brand, model, price = GOODS[number % len(GOODS)]
    return (
        number, code, name, f"{number:06}", brand, model, 2012 + number % 14, f"SN{number * 7919:010}", "Pembelian",
        price + number % 97 * 1000, ("B", "B", "KB", "RB")[number % 4], f"Ruang {number % 60}",
    )  # fmt: skip


def _measure(folder: Path, size: int) -> dict[str, float]:
    book, raw = folder / f"sheets-{size}.xlsx", folder / "sheets-raw.db"
    make(book, size)
    told = {"raw": min(seconds(lambda: _raw(book, raw)) for _round in range(2))}
    told["command"] = seconds(lambda: _command(book, _fresh(folder / "sheets-command.spbe")))
    told |= _import(book, _fresh(folder / "sheets.spbe"), size)
    return told | {"memory_mb": memory_mb("VmHWM")}


def _fresh(path: Path) -> Path:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    return path


def _command(book: Path, database: Path) -> None:
    command = [sys.executable, "main.py", "import", str(book), "--db", str(database), "--json"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    assert json.loads(done.stdout)["rejected"] == 0


def _import(book: Path, database: Path, size: int) -> dict[str, float]:
    store = Store.create(database)
    start = perf_counter()
    recognised = recognise(open_book(book))
    read = perf_counter()
    with store.read() as session:
        made = plan(session, recognised)
    planned = perf_counter()
    with store.write(WHO, reason(made)) as uow:
        receipt = apply(uow, made)
    end = perf_counter()
    store.close()
    assert receipt.counts.new == size, receipt.counts
    return {"read": read - start, "plan": planned - read, "write": end - planned, "import": end - start}


def _raw(book: Path, target: Path) -> None:
    """The cells as python-calamine gives them, straight into one table with as many indexes and a text index."""
    import python_calamine

    target.unlink(missing_ok=True)
    cells = python_calamine.CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python()[3:]
    raw = sqlite3.connect(target, isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute(TABLE)
    for number, columns in enumerate(INDEXED):
        raw.execute(f"CREATE INDEX ix{number} ON asset ({columns})")
    raw.execute("CREATE VIRTUAL TABLE f USING fts5(name, serial, register, content='', tokenize='trigram')")
    raw.execute("BEGIN")
    raw.executemany(f"INSERT INTO asset VALUES ({', '.join('?' * len(TITLES))})", cells)
    raw.execute("INSERT INTO f(rowid, name, serial, register) SELECT n, name, serial, register FROM asset")
    raw.execute("COMMIT")
    raw.close()


if __name__ == "__main__":
    print(json.dumps(_measure(Path(sys.argv[1]), int(sys.argv[2]))))
