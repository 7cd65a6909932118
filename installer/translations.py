"""Keeps the Indonesian catalogue complete: `python -m installer.translations [--check]`, for contributors.

Without an option it extracts every message, brings `spbe_assets.po` up to date and compiles the `.mo` beside it.
`--check` changes nothing and fails while anything is untranslated, outdated or inconsistent.
"""

from __future__ import annotations

import argparse
import ast
import io
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeGuard

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("spbe_assets", "ui")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
LANGUAGE = "id"

_NEVER = datetime(2026, 1, 1, tzinfo=UTC)
_NOISE = (
    "Project-Id",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Generated-By",
    "Report-Msgid",
)


def po_path(root: Path = ROOT) -> Path:
    """The catalogue that people edit."""
    return root / "resources" / "translations" / LANGUAGE / "LC_MESSAGES" / "spbe_assets.po"


def main(arguments: list[str] | None = None) -> int:
    """Bring the catalogue up to date, or check it.

    Returns:
        0 when all is well, 1 when `--check` found something.
    """
    parser = argparse.ArgumentParser(prog="python -m installer.translations", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail unless everything is translated")
    if parser.parse_args(arguments).check:
        found = list(problems(ROOT))
        sys.stdout.writelines(f"{line}\n" for line in found)
        return 1 if found else 0
    open_ones = update(ROOT)
    sys.stdout.write(f"{po_path()}: {open_ones} messages wait for a translation\n")
    return 0


def update(root: Path) -> int:
    """Bring `.po` and `.mo` up to date; returns how many messages wait for a translation."""
    path = po_path(root)
    catalogue = _read(path) if path.exists() else _empty()
    catalogue.update(_extracted(root), no_fuzzy_matching=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_po_bytes(catalogue))
    path.with_suffix(".mo").write_bytes(_mo_bytes(_read(path)))
    return sum(1 for message in catalogue if message.id and not _is_complete(message))


def problems(root: Path) -> Iterator[str]:
    """Everything that keeps the catalogue from being complete, one line each."""
    catalogue, wanted = _read(po_path(root)), {_key(message): message for message in _extracted(root) if message.id}
    there = {_key(message): message for message in catalogue if message.id}
    yield from (f"missing: {key!r}" for key in sorted(wanted.keys() - there.keys()))
    yield from (f"obsolete: {key!r}" for key in sorted(there.keys() - wanted.keys()))
    yield from (f"obsolete: {message.id!r}" for message in catalogue.obsolete.values())
    for key, message in sorted(there.items()):
        if not _is_complete(message):
            yield f"not translated: {key!r}"
        elif _placeholders(message.id) != _placeholders(message.string):
            yield f"other placeholders: {key!r} -> {message.string!r}"
    yield from _hidden(root)
    compiled = po_path(root).with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != _mo_bytes(catalogue):
        yield f"stale: {compiled.name}; run python -m installer.translations"


def _extracted(root: Path) -> Catalog:
    """A catalogue of every message in the sources."""
    catalogue = _empty()
    for folder in SOURCES:
        for file, _line, message, comments, _context in extract_from_dir(root / folder, keywords=KEYWORDS):
            catalogue.add(message, locations=[(f"{folder}/{Path(file).as_posix()}", 0)], auto_comments=comments)
    for _line, message, comments, _context in extract_from_file("python", root / "main.py", keywords=KEYWORDS):
        catalogue.add(message, locations=[("main.py", 0)], auto_comments=comments)
    return catalogue


def _hidden(root: Path) -> Iterator[str]:
    """Messages inside f-strings: the extraction reads tokens, and an f-string is one of them."""
    for file in sorted(path for folder in SOURCES for path in (root / folder).rglob("*.py")):
        for outer in ast.walk(ast.parse(file.read_bytes())):
            calls = ast.walk(outer) if isinstance(outer, ast.JoinedStr) else ()
            places = (call.lineno for call in calls if _is_message(call))
            yield from (f"inside an f-string: {file.relative_to(root).as_posix()}:{line}" for line in places)


def _is_message(node: ast.AST) -> TypeGuard[ast.Call]:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in KEYWORDS:
        return False
    return all(isinstance(argument, ast.Constant) for argument in node.args[:1])


def _empty() -> Catalog:
    catalogue = Catalog(LANGUAGE, domain="spbe_assets", creation_date=_NEVER, revision_date=_NEVER)
    catalogue.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]  # Babel does not know Indonesian's
    return catalogue


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=LANGUAGE, domain="spbe_assets")
    catalogue.creation_date = catalogue.revision_date = _NEVER
    return catalogue


def _po_bytes(catalogue: Catalog) -> bytes:
    written = io.BytesIO()
    write_po(written, catalogue, width=110, omit_header=False, sort_output=True, ignore_obsolete=True,
             include_lineno=False)  # fmt: skip
    lines = written.getvalue().decode("utf-8").splitlines(keepends=True)
    start = next(n for n, line in enumerate(lines) if line.startswith("msgid"))
    kept = [line for line in lines[start:] if not line.startswith(tuple(f'"{name}' for name in _NOISE))]
    return "".join(["# Indonesian messages of SPBE Assets.\n", *kept]).encode("utf-8")


def _mo_bytes(catalogue: Catalog) -> bytes:
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_complete(message: Message) -> bool:
    given = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return bool(given) and all(given) and not message.fuzzy


def _placeholders(texts: object) -> frozenset[str]:
    """The names in braces; for plural forms those of all forms together."""
    every = [texts] if isinstance(texts, str) else list(texts)  # type: ignore[call-overload]
    return frozenset(name for text in every for _text, name, _spec, _conv in string.Formatter().parse(text) if name)


if __name__ == "__main__":
    sys.exit(main())
