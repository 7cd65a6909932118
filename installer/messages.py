"""What the set-up says, in Indonesian and English: gettext has no catalogue before the set-up is done."""

from __future__ import annotations

import os
import sys

_INDONESIAN_UI = 0x21

_TEXTS: dict[str, tuple[str, str]] = {
    "making": (
        "Setting up SPBE Assets, once; this needs the network and takes some minutes.",
        "Menyiapkan SPBE Assets, hanya sekali; perlu jaringan dan beberapa menit.",
    ),
    "waiting": (
        "Another start is setting up the program already; waiting for it.",
        "Program sedang disiapkan oleh jendela lain; mohon tunggu.",
    ),
    "mending": (
        "The last set-up was interrupted; starting it afresh.",
        "Penyiapan terakhir terputus; diulang dari awal.",
    ),
    "system": (
        "Installing system packages: {packages}",
        "Memasang paket sistem: {packages}",
    ),
    "package": ("  {name}", "  {name}"),
    "ready": ("Set-up done.", "Penyiapan selesai."),
    "no_pip": (
        "Python's pip is missing; run “sudo apt-get install python3-venv” (or your system's package of that kind), "
        "then start again.",
        "pip untuk Python belum ada; jalankan “sudo apt-get install python3-venv” (atau paket sejenis di sistem Anda), "
        "lalu mulai lagi.",
    ),
    "no_venv": (
        "Python could not make the folder .venv; the reason stands in {log}.",
        "Python tidak dapat membuat folder .venv; sebabnya ada di {log}.",
    ),
    "no_network": (
        "The packages can't be fetched because the network does not answer; connect this computer, then start again.",
        "Paket tidak dapat diunduh karena jaringan tidak menjawab; sambungkan komputer ini, lalu mulai lagi.",
    ),
    "bad_certificate": (
        "The package server's certificate can't be trusted here; set this computer's clock right, or ask who runs the "
        "network for its certificate, then start again.",
        "Sertifikat server paket tidak dapat dipercaya; betulkan jam komputer ini, atau minta sertifikat kepada "
        "pengelola jaringan, lalu mulai lagi.",
    ),
    "bad_hash": (
        "A package differs from the one this version was tested with, so nothing was installed; "
        "try another network, and tell us if it happens again ({log}).",
        "Sebuah paket berbeda dari yang diuji untuk versi ini, maka tidak ada yang dipasang; "
        "coba jaringan lain, dan beri tahu kami jika terulang ({log}).",
    ),
    "no_wheel": (
        "There is no ready-made package for this Python ({python}) or processor; install Python 3.11 to 3.13, 64 bit. "
        "The list stands in {log}.",
        "Tidak ada paket siap pakai untuk Python ini ({python}) atau prosesor ini; pasang Python 3.11 sampai 3.13, "
        "64 bit. Daftarnya ada di {log}.",
    ),
    "disk_full": (
        "The disk is full; free about 1 GB, then start again.",
        "Penyimpanan penuh; kosongkan sekitar 1 GB, lalu mulai lagi.",
    ),
    "not_writable": (
        "This folder can't be written to: {path}. Move the program to a folder of your own, then start again.",
        "Folder ini tidak dapat ditulisi: {path}. Pindahkan program ke folder milik Anda, lalu mulai lagi.",
    ),
    "pip_failed": (
        "The packages could not be installed; the reason stands in {log}.",
        "Paket tidak dapat dipasang; sebabnya ada di {log}.",
    ),
    "incomplete": (
        "The program is incomplete: {path} is missing. Fetch it again in full.",
        "Program tidak lengkap: {path} tidak ada. Ambil kembali seluruhnya.",
    ),
    "libraries": (
        "The window needs system libraries that are missing here. Run this once: {command}",
        "Jendela program memerlukan pustaka sistem yang belum ada. Jalankan sekali: {command}",
    ),
    "libraries_other": (
        "The window needs libraries that this system lacks; install them with its package tool: {names}",
        "Jendela program memerlukan pustaka sistem yang belum ada; pasang dengan pengelola paket sistem Anda: {names}",
    ),
    "camera": (
        "The camera can be used for scanning now; start the program as ever.",
        "Kamera sekarang dapat dipakai untuk memindai; jalankan program seperti biasa.",
    ),
    "stopped": ("Stopped.", "Dihentikan."),
}


class SetUpError(Exception):
    """The set-up can't go on; `str(error)` is one sentence that names the remedy."""


def text(key: str, **values: object) -> str:
    """The message in the language of this computer."""
    return _TEXTS[key][_speaks_indonesian()].format(**values)


def say(key: str, **values: object) -> None:
    """Tell the user; on standard error, so that standard output stays clean for `--json`."""
    write(text(key, **values))


def write(line: str) -> None:
    """One line on standard error, whatever characters the console can show."""
    encoding = sys.stderr.encoding or "ascii"
    sys.stderr.write(line.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stderr.flush()


def _speaks_indonesian() -> bool:
    for name in ("SPBE_ASSETS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if chosen := os.environ.get(name):
            return chosen.lower().startswith("id")
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _INDONESIAN_UI)
    return False
