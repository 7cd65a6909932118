"""One's own label papers: a TOML file for each in the per-user data folder; save, delete, import, export.

`stock.catalogue` reads them with the shipped ones.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection
from dataclasses import fields, replace
from pathlib import Path

from spbe_assets.domain import os_errors
from spbe_assets.domain.errors import NotFound, Refused
from spbe_assets.i18n import _
from spbe_assets.labels import stock as stocks
from spbe_assets.labels.stock import Found, Stock
from spbe_assets.labels.stock_checks import LONGEST_ID
from spbe_assets.storage.whole_file import whole_file

PREFIX = "own-"
MOST_OWN = 200
_SPARE_FOR_NUMBER = 4


def own(folder: Path | None = None) -> Found:
    """One's own stocks, the file of each, and a sentence for each file that could not be read."""
    return stocks.look_in(folder or stocks.own_folder())


def save(stock: Stock, folder: Path | None = None) -> Stock:
    """Keep a stock; one of the same id is replaced. A shipped id is not taken over but gets a new one.

    Returns:
        The stock as it is kept.

    Raises:
        Refused: the file can't be written, or there are too many already.
    """
    folder = folder or stocks.own_folder()
    there = own(folder)
    if not stock.id.startswith(PREFIX):
        stock = replace(stock, id=new_id(stock, {*stocks.shipped(), *there.stocks}))
    if stock.id not in there.stocks and len(there.stocks) >= MOST_OWN:
        told = _("There are {n} label papers of your own already; delete one that is no longer used.")
        raise Refused(told.format(n=len(there.stocks)))
    _write(stock, folder / f"{stock.id}.toml")
    return stock


def delete(stock_id: str, folder: Path | None = None) -> None:
    """Forget one of one's own stocks.

    Raises:
        NotFound: none of one's own has this id.
        Refused: its file holds others too, or can't be removed.
    """
    there = own(folder)
    path = there.files.get(stock_id)
    if path is None:
        raise NotFound(_("“{id}” is not a label paper of your own.").format(id=stock_id))
    if list(there.files.values()).count(path) > 1:
        told = _("{file} holds several label papers; take “{id}” out of it with a text editor.")
        raise Refused(told.format(file=path, id=stock_id))
    try:
        path.unlink()
    except OSError as error:
        told = _("{file} can't be deleted: {reason}.")
        raise Refused(told.format(file=path, reason=os_errors.reason(error))) from error


def import_file(path: Path, folder: Path | None = None) -> list[Stock]:
    """Take the stocks of a file over among one's own; what is there already stays beside them.

    Returns:
        The stocks as they are kept, with their ids here.

    Raises:
        Refused: the file can't be read, or a stock can't be kept.
        Invalid: one of them is not a label stock or can't be right; then none is taken.
    """
    return [_take(stock, folder) for stock in stocks.read(path)]


def export(stock: Stock, path: Path) -> None:
    """Write a stock, shipped or one's own, to a file that another installation can import.

    Raises:
        Refused: the file can't be written.
    """
    _write(stock, path)


def new_id(stock: Stock, taken: Collection[str]) -> str:
    """A short name for a stock of one's own that nothing else has, such as own-koala-103."""
    parts = unicodedata.normalize("NFKD", f"{stock.maker} {stock.number}").casefold()
    plain = "".join(letter for letter in parts if not unicodedata.combining(letter))
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in plain).split()
    most = LONGEST_ID - len(PREFIX) - _SPARE_FOR_NUMBER
    base = PREFIX + ("-".join(words)[:most].strip("-") or "label")
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (base, *numbered) if name not in taken)


def to_toml(stock: Stock) -> str:
    """The stock as a file holds it: what differs from the defaults, one value a line."""
    lines = []
    for field in fields(Stock):
        value = getattr(stock, field.name)
        if field.name in stocks.REQUIRED or value != field.default:
            lines.append(f"{field.name} = {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def _take(stock: Stock, folder: Path | None) -> Stock:
    known = stocks.catalogue(folder)
    twin = next((one for one in own(folder).stocks.values() if replace(one, id=stock.id) == stock), None)
    if twin:
        return twin
    return save(replace(stock, id=new_id(stock, known)) if stock.id in known else stock, folder)


def _write(stock: Stock, path: Path) -> None:
    with whole_file(path) as part:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(to_toml(stock), encoding="utf-8", newline="\n")
