"""The wording of official minutes (Berita Acara), in Indonesian and English.

The Indonesian is the form itself, whatever language the window speaks, so it lies here and not in the catalogue of
translations; `{…}` are filled in by `bast`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spbe_assets.domain.vocabulary import Condition, MoveKind


@dataclass(frozen=True, slots=True)
class Act:
    """What one kind of minutes says: title, what happens to the goods, and the clauses below the list."""

    title: str
    deed: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """All minutes in one language; `returns` are those of what comes back."""

    number: str
    opening: str
    opening_undated: str
    first: str
    second: str
    called: str
    party: tuple[str, str, str, str]
    heads: tuple[str, ...]
    total: str
    until: str
    notes: str
    closing: str
    known: str
    government: str
    page: str
    conditions: Mapping[Condition, str]
    acts: Mapping[MoveKind, Act]
    returns: Mapping[MoveKind, Act]
    origin: str
    origin_undated: str


_DAMAGES = "Kehilangan dan kerusakan karena kelalaian menjadi tanggung jawab Pihak Kedua."

INDONESIAN = Words(
    number="Nomor: {number}",
    opening="Pada hari ini, {day}, kami yang bertanda tangan di bawah ini:",
    opening_undated="Kami yang bertanda tangan di bawah ini:",
    first="PIHAK PERTAMA",
    second="PIHAK KEDUA",
    called="selanjutnya disebut {party}.",
    party=("Nama", "NIP", "Jabatan", "Instansi"),
    heads=(
        "No", "Kode barang", "Register", "Nama barang", "Merek/Tipe", "No. seri", "Tahun", "Kondisi", "Jumlah",
        "Harga (Rp)",
    ),
    total="Jumlah",
    until="Jangka waktu: sampai dengan {day}.",
    notes="Keterangan: {text}",
    closing="Demikian Berita Acara ini dibuat dengan sebenarnya dalam rangkap 2 (dua) untuk dipergunakan sebagaimana "
    "mestinya.",
    known="Mengetahui,",
    government="PEMERINTAH PROVINSI {name}",
    page="Halaman {number} dari {pages}",
    conditions={Condition.GOOD: "Baik", Condition.LIGHT_DAMAGE: "Rusak ringan", Condition.HEAVY_DAMAGE: "Rusak berat"},
    acts={
        MoveKind.HAND_OVER: Act(
            "BERITA ACARA SERAH TERIMA BARANG",
            "Pihak Pertama menyerahkan kepada Pihak Kedua, dan Pihak Kedua menerima dari Pihak Pertama, barang milik "
            "daerah sebagai berikut:",
            (
                "Barang diserahkan dalam keadaan sebagaimana tercantum dalam daftar dan telah diperiksa bersama oleh "
                "kedua pihak.",
                "Sejak Berita Acara ini ditandatangani, tanggung jawab atas penggunaan, pengamanan, dan pemeliharaan "
                "barang beralih kepada Pihak Kedua.",
                "Kedua pihak menyesuaikan pencatatan barang dalam daftar inventarisnya masing-masing.",
            ),
        ),
        MoveKind.LOAN: Act(
            "BERITA ACARA SERAH TERIMA PINJAM PAKAI BARANG",
            "Pihak Pertama meminjamkan kepada Pihak Kedua, dan Pihak Kedua menerima sebagai pinjaman, barang milik "
            "daerah sebagai berikut:",
            (
                "Barang tetap tercatat sebagai barang Pihak Pertama dan tidak boleh dialihkan atau dipinjamkan kepada "
                "pihak lain.",
                "Pihak Kedua menggunakan barang untuk keperluan dinas, memelihara, dan mengamankannya. " + _DAMAGES,
                "Pada akhir jangka waktu barang dikembalikan dalam keadaan sebagaimana tercantum dalam daftar.",
            ),
        ),
        MoveKind.REPAIR: Act(
            "BERITA ACARA SERAH TERIMA BARANG UNTUK PERBAIKAN",
            "Pihak Pertama menyerahkan kepada Pihak Kedua untuk diperbaiki barang milik daerah sebagai berikut:",
            (
                "Barang tetap tercatat sebagai barang Pihak Pertama selama perbaikan.",
                "Pihak Kedua mengamankan barang beserta data di dalamnya dan tidak menggunakannya untuk keperluan "
                "lain. " + _DAMAGES,
                "Setelah perbaikan selesai barang dikembalikan disertai laporan hasil perbaikan.",
            ),
        ),
        MoveKind.DISPOSAL: Act(
            "BERITA ACARA USULAN PENGHAPUSAN BARANG",
            "Pihak Pertama mengusulkan kepada Pihak Kedua penghapusan barang milik daerah sebagai berikut:",
            (
                "Barang telah diperiksa dan diusulkan untuk dihapuskan dari daftar barang sesuai dengan ketentuan "
                "peraturan perundang-undangan.",
                "Sampai ada keputusan penghapusan, barang tetap tercatat dan diamankan oleh Pihak Pertama.",
                "Data pada media penyimpan dimusnahkan sebelum barang dipindahtangankan atau dimusnahkan.",
            ),
        ),
    },
    returns={
        MoveKind.LOAN: Act(
            "BERITA ACARA PENGEMBALIAN BARANG PINJAM PAKAI",
            "Pihak Pertama mengembalikan kepada Pihak Kedua, dan Pihak Kedua menerima kembali dari Pihak Pertama, "
            "barang milik daerah sebagai berikut:",
            (
                "Barang dikembalikan dalam keadaan sebagaimana tercantum dalam daftar dan telah diperiksa bersama oleh "
                "kedua pihak.",
                "Sejak Berita Acara ini ditandatangani, pinjam pakai barang tersebut berakhir dan tanggung jawab atas "
                "penggunaan, pengamanan, dan pemeliharaannya kembali kepada Pihak Kedua.",
            ),
        ),
        MoveKind.REPAIR: Act(
            "BERITA ACARA PENGEMBALIAN BARANG DARI PERBAIKAN",
            "Pihak Pertama mengembalikan kepada Pihak Kedua, dan Pihak Kedua menerima kembali dari Pihak Pertama, "
            "barang milik daerah yang telah selesai diperbaiki sebagai berikut:",
            (
                "Barang dikembalikan dalam keadaan sebagaimana tercantum dalam daftar dan telah diperiksa bersama oleh "
                "kedua pihak.",
                "Sejak Berita Acara ini ditandatangani, tanggung jawab atas pengamanan barang kembali kepada Pihak "
                "Kedua.",
            ),
        ),
    },
    origin="Barang tersebut diserahkan kepada Pihak Pertama dengan Berita Acara Nomor {number} tanggal {day}.",
    origin_undated="Barang tersebut diserahkan kepada Pihak Pertama dengan Berita Acara Nomor {number}.",
)  # fmt: skip

_LOSS = "Loss, and damage by neglect, is the responsibility of the Second Party."

ENGLISH = Words(
    number="Number: {number}",
    opening="On this day, {day}, we, the undersigned:",
    opening_undated="We, the undersigned:",
    first="FIRST PARTY",
    second="SECOND PARTY",
    called="hereafter called the {party}.",
    party=("Name", "NIP", "Position", "Agency"),
    heads=(
        "No", "Kode barang", "Register", "Goods", "Brand/type", "Serial no.", "Year", "Condition", "Quantity",
        "Price (Rp)",
    ),
    total="Total",
    until="Period: until {day}.",
    notes="Remarks: {text}",
    closing="These minutes were truly drawn up in 2 (two) copies, to be used as appropriate.",
    known="Acknowledged by,",
    government="GOVERNMENT OF THE PROVINCE OF {name}",
    page="Page {number} of {pages}",
    conditions={
        Condition.GOOD: "Good", Condition.LIGHT_DAMAGE: "Lightly damaged", Condition.HEAVY_DAMAGE: "Heavily damaged",
    },
    acts={
        MoveKind.HAND_OVER: Act(
            "MINUTES OF HAND-OVER OF GOODS",
            "The First Party hands over to the Second Party, and the Second Party accepts from the First Party, the "
            "following regional government goods:",
            (
                "The goods are handed over in the condition given in the list and were inspected by both parties.",
                "From the signing of these minutes the Second Party is responsible for use, safety and maintenance "
                "of the goods.",
                "Both parties bring their inventories into line.",
            ),
        ),
        MoveKind.LOAN: Act(
            "MINUTES OF LOAN OF GOODS",
            "The First Party lends to the Second Party, and the Second Party accepts as a loan, the following "
            "regional government goods:",
            (
                "The goods stay in the register of the First Party and may not be passed on to others.",
                "The Second Party uses the goods for official purposes, maintains them and keeps them safe. " + _LOSS,
                "At the end of the period the goods are returned in the condition given in the list.",
            ),
        ),
        MoveKind.REPAIR: Act(
            "MINUTES OF HAND-OVER OF GOODS FOR REPAIR",
            "The First Party hands over to the Second Party for repair the following regional government goods:",
            (
                "The goods stay in the register of the First Party during the repair.",
                "The Second Party keeps the goods and the data on them safe and uses them for nothing else. " + _LOSS,
                "After the repair the goods are returned together with a report on what was done.",
            ),
        ),
        MoveKind.DISPOSAL: Act(
            "MINUTES OF PROPOSAL FOR DISPOSAL OF GOODS",
            "The First Party proposes to the Second Party the disposal of the following regional government goods:",
            (
                "The goods were inspected and are proposed for removal from the register under the rules in force.",
                "Until a decision on the disposal the First Party keeps the goods registered and safe.",
                "Data on storage media are destroyed before the goods are transferred or destroyed.",
            ),
        ),
    },
    returns={
        MoveKind.LOAN: Act(
            "MINUTES OF RETURN OF GOODS ON LOAN",
            "The First Party returns to the Second Party, and the Second Party takes back from the First Party, the "
            "following regional government goods:",
            (
                "The goods are returned in the condition given in the list and were inspected by both parties.",
                "From the signing of these minutes the loan of these goods has ended, and the Second Party is again "
                "responsible for their use, safety and maintenance.",
            ),
        ),
        MoveKind.REPAIR: Act(
            "MINUTES OF RETURN OF GOODS FROM REPAIR",
            "The First Party returns to the Second Party, and the Second Party takes back from the First Party, the "
            "following regional government goods, whose repair is finished:",
            (
                "The goods are returned in the condition given in the list and were inspected by both parties.",
                "From the signing of these minutes the Second Party is again responsible for the safety of the goods.",
            ),
        ),
    },
    origin="The goods were given to the First Party with the minutes number {number} of {day}.",
    origin_undated="The goods were given to the First Party with the minutes number {number}.",
)  # fmt: skip

WORDS = {"id": INDONESIAN, "en": ENGLISH}
