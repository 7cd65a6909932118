"""A thousand packs that somebody or something has been at: each is refused in a sentence, and nothing changes."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import zstandard

from spbe_assets.domain.changeset import NO_PREV, parse
from spbe_assets.domain.errors import Refused
from spbe_assets.paths import ROOT
from spbe_assets.sync import changes, reading
from spbe_assets.sync.container import CHANGES, MANIFEST, SIGNATURE, Container
from tests.sync.pack_world import Side, add_asset, pair, side, take, write
from tests.sync.tampering import Parts, parts_of, signed, with_bodies, with_packed, zipped

SEED = 20261124
MEGABYTE = 1 << 20
MOST_MB = 150
"""How much a child that reads a bomb may grow."""


@dataclass
class World:
    """A good pack from a technician to the admin, plain and encrypted, and a stranger."""

    admin: Side
    technician: Side
    stranger: Side
    plain: bytes
    encrypted: bytes
    parts: Parts
    bodies: list[bytes]


@pytest.fixture
def world(tmp_path: Path) -> World:
    admin, technician = pair(tmp_path)
    stranger = side(tmp_path, "stranger")
    add_asset(technician, "Router", [b"one" * 30, b"two" * 50])
    add_asset(technician, "Switch")
    write(technician, tmp_path / "1.spbepack", admin)
    write(technician, tmp_path / "2.spbepack", admin, encrypt=True)
    plain = tmp_path / "1.spbepack"
    with reading.opened(admin.store, plain) as pack:
        bodies = [changeset.body for changeset in pack.changesets()]
    return World(
        admin, technician, stranger, plain.read_bytes(), (tmp_path / "2.spbepack").read_bytes(), parts_of(plain), bodies
    )


def state_of(of: Side) -> str:
    """A hash of the files of a database."""
    found = hashlib.sha256()
    for ending in ("", "-wal"):
        found.update(Path(f"{of.store.path}{ending}").read_bytes())
    return found.hexdigest()


Mutant = Callable[[World, random.Random], bytes]


def flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def bit_flip(world: World, chance: random.Random) -> bytes:
    return flipped(world.plain, chance)


def bit_flip_under_encryption(world: World, chance: random.Random) -> bytes:
    return flipped(world.encrypted, chance)


def cut(world: World, chance: random.Random) -> bytes:
    content = chance.choice([world.plain, world.encrypted])
    return content[: chance.randrange(len(content))]


def cut_in_the_middle(world: World, chance: random.Random) -> bytes:
    start = chance.randrange(len(world.plain) - 100)
    return world.plain[:start] + world.plain[start + chance.randint(1, 99) :]


def doubled_piece(world: World, chance: random.Random) -> bytes:
    start = chance.randrange(len(world.plain) - 100)
    end = start + chance.randint(1, 99)
    return world.plain[:end] + world.plain[start:]


def junk_around(world: World, chance: random.Random) -> bytes:
    junk = chance.randbytes(chance.randint(1, 200))
    return chance.choice([junk + world.plain, world.plain + junk, world.plain + world.plain, bytes(9) + world.plain])


def overwritten(world: World, chance: random.Random) -> bytes:
    start = chance.randrange(len(world.plain) - 50)
    return world.plain[:start] + chance.randbytes(50) + world.plain[start + 50 :]


def swapped_parts(world: World, chance: random.Random) -> bytes:
    pairs = list(world.parts.items())
    one, other = chance.sample(range(len(pairs)), 2)
    if chance.random() < 0.5:
        pairs[one], pairs[other] = pairs[other], pairs[one]
    else:
        (first, content), (second, rest) = pairs[one], pairs[other]
        pairs[one], pairs[other] = (first, rest), (second, content)
    return zipped(pairs)


def missing_part(world: World, chance: random.Random) -> bytes:
    gone = chance.choice(list(world.parts))
    return zipped((name, content) for name, content in world.parts.items() if name != gone)


def duplicate_name(world: World, chance: random.Random) -> bytes:
    pairs = list(world.parts.items())
    name, content = chance.choice(pairs)
    pairs.insert(chance.randint(0, len(pairs)), (name, chance.choice([content, b"other"])))
    return zipped(pairs)


def other_name(world: World, chance: random.Random) -> bytes:
    names = [
        "../../etc/passwd", "/etc/passwd", "..\\..\\x", "C:\\x", "blobs/../manifest.json", "blobs/", "manifest.json/",
        "blobs/" + "AB" * 32, "blobs/" + "ab" * 33, "BLOBS/" + "ab" * 32, "blobs/" + "ab" * 32 + "\0", "x" * 60_000,
        "manifest.json ", "\u202emanifest.json", "", ".", "blobs\\" + "ab" * 32,
    ]  # fmt: skip
    pairs = list(world.parts.items())
    if chance.random() < 0.5:
        pairs.insert(chance.randint(0, len(pairs)), (chance.choice(names), b"x"))
    else:
        place = chance.randrange(len(pairs))
        pairs[place] = (chance.choice(names), pairs[place][1])
    return zipped(pairs)


def other_zip(world: World, chance: random.Random) -> bytes:
    """What other programs write: compressed, with comments, times, extra fields, or as another kind of entry."""
    made = io.BytesIO()
    method = chance.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_STORED])
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in world.parts.items():
            entry = zipfile.ZipInfo(name, (2026, 11, chance.randint(1, 28), 0, 0, 0))
            entry.extra = chance.choice([b"", b"\x01\x00\x04\x00abcd"])
            entry.external_attr = chance.choice([0, 0o120777 << 16])
            archive.writestr(entry, content, method)
        archive.comment = chance.choice([b"", b"PK\5\6", b"comment"])
    return made.getvalue()


def lying_header(world: World, chance: random.Random) -> bytes:
    """Sizes, offsets, counts and flags of the directory and the headers with numbers beyond all limits."""
    changed = bytearray(world.plain)
    directory = changed.index(b"PK\1\2")
    places = [changed.index(b"PK\3\4") + 4, directory + 4, len(changed) - 18]
    place = chance.choice(places) + chance.randrange(4, 20 if chance.random() < 0.7 else 12)
    value = chance.choice([b"\xff\xff", b"\xff\xff\xff\xff", b"\0\0\0\0", b"\1\0", b"\xfe\xff\xff\xff"])
    changed[place : place + len(value)] = value
    return bytes(changed[: len(world.plain)])


def edited_manifest(world: World, chance: random.Random) -> bytes:
    """The words of the manifest changed: with the old signature, or signed anew by a stranger."""
    told = json.loads(world.parts[MANIFEST])
    chance.choice([edit_note, edit_number, edit_list])(told, chance)
    parts = {**world.parts, MANIFEST: json.dumps(told, sort_keys=True).encode()}
    return zipped(signed(parts, world.stranger.store) if chance.random() < 0.6 else parts)


def edit_note(told: dict[str, Any], chance: random.Random) -> None:
    told[chance.choice(["note", "operator", "id", "to", "card", "kind"])] = chance.choice(
        ["", None, "x" * 99, 5, "work"]
    )


def edit_number(told: dict[str, Any], chance: random.Random) -> None:
    told["changes"][chance.randrange(3)] = chance.choice([-1, 10**30, 2**63, True, 1.5, None])


def edit_list(told: dict[str, Any], chance: random.Random) -> None:
    told[chance.choice(["blobs", "absent", "received", "missing", "agencies"])] = chance.choice([None, {}, ["x"], [[]]])


def edited_manifest_of_the_sender(world: World, chance: random.Random) -> bytes:
    """A sender who is accepted and lies about what is in it."""
    told = json.loads(world.parts[MANIFEST])
    chance.choice([edit_number, edit_list])(told, chance)
    return zipped(signed({**world.parts, MANIFEST: json.dumps(told).encode()}, world.technician.store))


def wrong_signer(world: World, chance: random.Random) -> bytes:
    parts = signed(world.parts, world.stranger.store)
    if chance.random() < 0.5:  # the key of the one, the signature of the other
        parts[SIGNATURE] = world.parts[SIGNATURE][:32] + parts[SIGNATURE][32:]
    if chance.random() < 0.3:
        parts[SIGNATURE] = chance.randbytes(chance.choice([96, 0, 64, 95, 97]))
    return zipped(parts)


def edited_changeset(world: World, chance: random.Random) -> bytes:
    """A sender who is accepted and signs changesets that no program writes."""
    bodies = list(world.bodies)
    place = chance.randrange(len(bodies))
    raw = json.loads(bodies[place])
    chance.choice(EDITS)(raw, chance)
    bodies[place] = json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
    return zipped(with_bodies(world.parts, bodies, world.technician.store))


def edit_head(raw: dict[str, Any], chance: random.Random) -> None:
    heads: list[tuple[str, list[Any]]] = [
        ("seq", [0, -1, 2**60, "1", 1.5, None, True]), ("hlc", [-1, 2**64, "x", None]), ("v", [2, "1", None]),
        ("replica", ["00", "zz" * 16, 5]), ("prev", ["00", "ab" * 31, None, "ab" * 32 + "ab"]),
        ("action", ["", "00" * 15, []]), ("user", [5, "x" * 5_000, "\ud800"]), ("schema", [-1, 2**70, None]),
        ("reason", [["x"], 5, "\udfff"]), ("ops", [[], None, {}, [[]], [5], ["abcdef"]]),
    ]  # fmt: skip
    key, values = chance.choice(heads)
    raw[key] = chance.choice(values)


def edit_place(raw: dict[str, Any], chance: random.Random) -> None:
    """Another place in the chain than the one it was written for."""
    if raw["seq"] == 1:
        raw["prev"] = "ab" * 32
    else:
        raw.update(chance.choice([{"prev": NO_PREV.hex()}, {"seq": raw["seq"] + 1}, {"replica": "ab" * 16}]))


def edit_op(raw: dict[str, Any], chance: random.Random) -> None:
    op = chance.choice(raw["ops"])
    parts: list[tuple[int, list[Any]]] = [
        (0, [5, None, "x" * 100, "", "no such table"]), (1, ["00", "zz", None, 7]), (2, [None, "", "f" * 99, 3]),
        (3, [1.5, [1], 2**70, {"name": 1.5}, {"name": [1]}, {"no such field": 1}]),
        (4, [["00"], [None], "ab", ["ab" * 31], 5]),
    ]  # fmt: skip
    place, values = chance.choice(parts)
    op[place] = chance.choice(values)


EDITS = (edit_head, edit_place, edit_op)


def not_json(world: World, chance: random.Random) -> bytes:
    line = chance.choice(
        [b"", b"{", b"null", b"[1]", b"[" * 200_000, b'"' + b"x" * 5_000, b"\xff\xfe", b"1e999", b"9" * 50_000, b"{}"]
    )
    bodies = list(world.bodies)
    bodies.insert(chance.randint(0, len(bodies)), line)
    return zipped(with_bodies(world.parts, bodies, world.technician.store))


def not_packed(world: World, chance: random.Random) -> bytes:
    packed = world.parts[CHANGES]
    content = chance.choice(
        [
            b"x", packed[: chance.randrange(len(packed))], flipped(packed[:4], chance) + packed[4:],
            chance.randbytes(300),
            packed + zstandard.compress(b"more\n"), zstandard.compress(b"x" * 5_000_000), zstandard.compress(b"\n" * 3),
        ]
    )  # fmt: skip
    if content == packed:
        content += b"x"
    told = json.loads(world.parts[MANIFEST])["changes"]
    number, size = chance.choice([(told[0], told[1]), (1, 5), (3, 3), (9, 9)])
    return zipped(with_packed(world.parts, content, world.technician.store, number, size))


MUTANTS: tuple[tuple[int, Mutant], ...] = (
    (250, bit_flip), (60, bit_flip_under_encryption), (100, cut), (40, cut_in_the_middle), (40, doubled_piece),
    (40, junk_around), (40, overwritten), (50, swapped_parts), (10, missing_part), (30, duplicate_name),
    (60, other_name), (30, other_zip), (50, lying_header), (60, edited_manifest), (40, edited_manifest_of_the_sender),
    (40, wrong_signer), (60, edited_changeset),
)  # fmt: skip


def mutants(world: World) -> Iterator[tuple[str, int, bytes]]:
    for count, mutant in (*MUTANTS, (20, not_json), (40, not_packed)):
        for number in range(count):
            content = mutant(world, random.Random(f"{SEED} {mutant.__name__} {number}"))
            if content not in (world.plain, world.encrypted):
                yield mutant.__name__, number, content


def test_a_thousand_mutated_packs_are_refused_and_change_nothing(tmp_path: Path, world: World) -> None:
    before, path, seen, taken = state_of(world.admin), tmp_path / "x.spbepack", 0, []
    for name, number, content in mutants(world):
        path.write_bytes(content)
        seen += 1
        try:
            take(world.admin, path)
            taken.append(f"{name} {number}")
        except Refused as error:
            assert str(error)
    assert not taken
    assert seen >= 1_000
    assert state_of(world.admin) == before
    assert take(world.admin, tmp_path / "1.spbepack") == len(world.bodies)


def test_a_pack_of_parts_put_together_again_is_the_same_file(world: World) -> None:
    """The mutants above are refused for what was changed, not for how they were put together."""
    assert zipped(world.parts) == world.plain
    assert parse(world.bodies[0]).body == world.bodies[0]
    with_same = with_bodies(world.parts, world.bodies, world.technician.store)
    assert list(changes.bodies(Container(io.BytesIO(zipped(with_same)), "x"), _told(with_same))) == world.bodies


def _told(parts: Parts) -> Any:
    from spbe_assets.sync import manifest

    return manifest.parse(parts[MANIFEST]).changes


CHILD = """
import resource, sys
from pathlib import Path
from spbe_assets.domain.errors import Refused
from spbe_assets.storage.store import Store
from tests.sync.pack_world import Side, take
store = Store.open(Path(sys.argv[1]))
side = Side(store, None)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name in sys.argv[2:]:
    try:
        take(side, Path(name))
        print("taken", name)
    except Refused as error:
        print("refused", (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is asked of the system")
def test_bombs_take_no_memory(tmp_path: Path, world: World) -> None:
    """Gigabytes in a few kilobytes, from a sender who is accepted and from a stranger."""
    zeros = zstandard.ZstdCompressor(level=3).compressobj()
    large = b"".join([zeros.compress(bytes(16 * MEGABYTE)) for _part in range(100)] + [zeros.flush()])
    wide = zstandard.ZstdCompressionParameters(window_log=27)
    windowed = zstandard.ZstdCompressor(compression_params=wide).compress(random.Random(1).randbytes(9 * MEGABYTE) * 2)
    sender = world.technician.store
    bombs = {
        "zeros": with_packed(world.parts, large, sender, 10, 1_600 * MEGABYTE),
        "zeros that are not told": with_packed(world.parts, large, sender, 10, 1_000),
        "wide window": with_packed(world.parts, windowed, sender, 1, 2_000 * MEGABYTE),
        "deep": with_bodies(world.parts, [b"[" * 3_900_000], sender),
        "a manifest of brackets": signed({**world.parts, MANIFEST: b"[]," * 5 * MEGABYTE}, world.stranger.store),
        "a manifest that is too long": signed({**world.parts, MANIFEST: bytes(17 * MEGABYTE)}, sender),
    }
    paths = []
    for name, parts in bombs.items():
        paths.append(tmp_path / f"{name}.spbepack")
        paths[-1].write_bytes(zipped(parts))
    sparse = tmp_path / "sparse.spbepack"
    with sparse.open("wb") as file:
        file.write(world.plain)
        file.truncate(9_000 * MEGABYTE)
    command = [sys.executable, "-c", CHILD, *map(str, (world.admin.store.path, *paths, sparse))]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env={**os.environ})
    lines = told.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["refused"] * (len(bombs) + 1), told.stdout
    assert all(int(line.split()[1]) < MOST_MB for line in lines), told.stdout
