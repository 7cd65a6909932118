"""The wording of the minutes of a sweep (Berita Acara Inventarisasi), in Indonesian and English.

The Indonesian is the form itself, whatever language the window speaks, so it lies here and not in the catalogue of
translations; `{…}` are filled in by `sweep_minutes`. What all minutes say alike stands in `bast_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spbe_assets.services.sweeps import Settled


@dataclass(frozen=True, slots=True)
class Section:
    """A list of exceptions: its title and the heads of its columns."""

    title: str
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The minutes of a sweep in one language."""

    title: str
    draft: str
    opening: str
    scope: str
    counters: str
    result: str
    result_heads: tuple[str, str, str]
    results: tuple[str, str, str, str, str, str]
    rooms: Section
    total: str
    key: str
    missing: Section
    wrong: Section
    unexpected: Section
    unknown: Section
    changed: Section
    none: str
    no_room: str
    notes: str
    closing: str
    signed_counted: str
    signed_keeper: str
    settled: Mapping[Settled, str]
    gone: str
    never: str
    unnamed: str
    heads: str
    head: str
    more: str
    sheets: tuple[str, str]
    line_heads: tuple[str, ...]
    states: Mapping[str, str]


INDONESIAN = Words(
    title="BERITA ACARA INVENTARISASI BARANG",
    draft="(SEMENTARA, INVENTARISASI BELUM SELESAI)",
    opening="Pada hari ini, {day}, bertempat di {agency}, telah dilaksanakan inventarisasi (opname fisik) barang milik "
    "daerah dengan hasil sebagaimana tercantum di bawah ini.",
    scope="Inventarisasi dilaksanakan sejak {began} sampai dengan {ended} atas {rooms} ruangan, dengan mencocokkan "
    "barang yang ada dengan daftar barang.",
    counters="Petugas inventarisasi: {names}.",
    result="Hasil inventarisasi",
    result_heads=("Hasil", "Jumlah barang", "Nilai (Rp)"),
    results=(
        "Sesuai", "Ditemukan, kondisi berubah", "Tidak ditemukan", "Berada di ruangan yang salah", "Tidak terduga",
        "Belum tercatat (kode tidak dikenal)",
    ),
    rooms=Section(
        "Rekapitulasi per ruangan",
        ("No", "Ruangan", "Tercatat", "Ada", "Di ruang lain", "Tidak ada", "Salah ruang", "Tidak terduga",
         "Tidak dikenal", "B", "RR", "RB"),
    ),
    total="Jumlah",
    key="Tercatat = ada + di ruang lain + tidak ada. B baik, RR rusak ringan, RB rusak berat, dari barang "
    "yang terlihat di ruangan itu dan diketahui kondisinya.",
    missing=Section(
        "Barang yang tidak ditemukan",
        ("No", "Ruangan", "Label", "Nama barang", "No. seri", "Kondisi", "Terakhir terlihat", "Nilai (Rp)"),
    ),
    wrong=Section(
        "Barang di ruangan yang salah",
        ("No", "Label", "Nama barang", "Ruangan menurut daftar", "Ditemukan di", "Tindak lanjut"),
    ),
    unexpected=Section(
        "Barang yang tidak terduga",
        ("No", "Label", "Nama barang", "Menurut daftar", "Ditemukan di", "Tindak lanjut"),
    ),
    unknown=Section(
        "Kode yang tidak dikenal",
        ("No", "Kode", "Ditemukan di", "Kondisi", "Dicatat sebagai", "Tindak lanjut"),
    ),
    changed=Section(
        "Perubahan kondisi", ("No", "Ruangan", "Label", "Nama barang", "Kondisi semula", "Kondisi sekarang"),
    ),
    none="Tidak ada perbedaan antara barang yang ada dan daftar barang.",
    no_room="Di luar itu, {n} barang instansi ini belum mempunyai ruangan dalam daftar dan tidak terlihat.",
    notes="Keterangan: {text}",
    closing="Demikian Berita Acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
    signed_counted="Petugas inventarisasi,",
    signed_keeper="Pengurus barang / penanggung jawab ruangan,",
    settled={
        Settled.OPEN: "Belum ditindaklanjuti", Settled.MOVED: "Daftar disesuaikan ke ruangan ini",
        Settled.CREATED: "Dicatat", Settled.LEFT: "Diperiksa, dibiarkan",
    },
    gone="tercatat dihapus atau hilang",
    never="belum pernah",
    unnamed="tanpa nama",
    heads="Ujung catatan perubahan: {heads}",
    head="{name} {n} ({head})",
    more="dan {n} instalasi lain",
    sheets=("Rekapitulasi", "Barang"),
    line_heads=(
        "Lokasi", "Ruangan", "Hasil", "Label", "Nama barang", "No. seri", "Kode", "Instansi", "Ruangan menurut daftar",
        "Kondisi semula", "Kondisi", "Tindak lanjut", "Terlihat pada", "Oleh", "Jumlah", "Nilai (Rp)",
    ),
    states={
        "found": "Ditemukan", "wrong-room": "Ruangan salah", "unexpected": "Tidak terduga",
        "unknown": "Kode tidak dikenal", "missing": "Tidak ditemukan",
    },
)  # fmt: skip

ENGLISH = Words(
    title="MINUTES OF STOCK-TAKING OF GOODS",
    draft="(PROVISIONAL, THE STOCK-TAKING IS NOT FINISHED)",
    opening="On this day, {day}, at {agency}, a physical stock-taking of regional government goods was carried out, "
    "with the results set out below.",
    scope="It was carried out from {began} to {ended} in {rooms} room(s), by holding the goods that are there against "
    "the register.",
    counters="Counted by: {names}.",
    result="Results",
    result_heads=("Result", "Goods", "Value (Rp)"),
    results=(
        "As registered", "Found, condition changed", "Not found", "In the wrong room", "Unexpected",
        "Not registered (unknown code)",
    ),
    rooms=Section(
        "Room by room",
        ("No", "Room", "Expected", "Found", "Seen elsewhere", "Not found", "Wrong room", "Not expected", "Unknown code",
         "B", "RR", "RB"),
    ),
    total="Total",
    key="Expected = found + seen elsewhere + not found. B good, RR lightly damaged, RB heavily damaged, of the goods "
    "that were seen in the room and whose condition is known.",
    missing=Section(
        "Goods that were not found",
        ("No", "Room", "Tag", "Goods", "Serial no.", "Condition", "Last seen", "Value (Rp)"),
    ),
    wrong=Section(
        "Goods in the wrong room", ("No", "Tag", "Goods", "Room in the register", "Found in", "What was done"),
    ),
    unexpected=Section(
        "Unexpected goods", ("No", "Tag", "Goods", "In the register", "Found in", "What was done"),
    ),
    unknown=Section(
        "Unknown codes", ("No", "Code", "Found in", "Condition", "Recorded as", "What was done"),
    ),
    changed=Section(
        "Changes of condition", ("No", "Room", "Tag", "Goods", "Before", "Now"),
    ),
    none="There is no difference between the goods that are there and the register.",
    no_room="Beyond that, {n} goods of this agency have no room in the register and were not seen.",
    notes="Remarks: {text}",
    closing="These minutes were truly drawn up, to be used as appropriate.",
    signed_counted="Counted by,",
    signed_keeper="Keeper of the goods / in charge of the room,",
    settled={
        Settled.OPEN: "Nothing yet", Settled.MOVED: "Register changed to this room",
        Settled.CREATED: "Recorded", Settled.LEFT: "Looked at and left",
    },
    gone="registered as disposed of or lost",
    never="never",
    unnamed="unnamed",
    heads="Log heads: {heads}",
    head="{name} {n} ({head})",
    more="and {n} more",
    sheets=("Summary", "Goods"),
    line_heads=(
        "Site", "Room", "Result", "Tag", "Goods", "Serial no.", "Code", "Agency", "Room in the register",
        "Condition before", "Condition", "What was done", "Seen at", "By", "Quantity", "Value (Rp)",
    ),
    states={
        "found": "Found", "wrong-room": "Wrong room", "unexpected": "Unexpected", "unknown": "Unknown code",
        "missing": "Not found",
    },
)  # fmt: skip

WORDS = {"id": INDONESIAN, "en": ENGLISH}
