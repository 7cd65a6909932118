"""Numbers and days in words, as official minutes write them, in Indonesian and English."""

from __future__ import annotations

from datetime import date

_DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_SATUAN = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
)  # fmt: skip
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth", "twenty": "twentieth", "thirty": "thirtieth",
}  # fmt: skip


def day_text(day: date, code: str) -> str:
    """The day with its figures: 24 November 2026."""
    return f"{day.day} {_MONTHS[code][day.month - 1]} {day.year}"


def day_in_words(day: date, code: str) -> str:
    """Selasa tanggal dua puluh empat bulan November tahun dua ribu dua puluh enam."""
    name, month = _DAYS[code][day.weekday()], _MONTHS[code][day.month - 1]
    if code == "id":
        return f"{name} tanggal {indonesian(day.day)} bulan {month} tahun {indonesian(day.year)}"
    return f"{name} the {_ordinal(day.day)} of {month} {english(day.year)}"


def indonesian(number: int) -> str:
    """A number from 0 to 9999 in Indonesian words."""
    if number < 12:
        return _SATUAN[number]
    if number < 20:
        return f"{_SATUAN[number - 10]} belas"
    for size, name, one in ((1000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", "sepuluh")):
        if number >= size:
            count, rest = divmod(number, size)
            head = one if count == 1 else f"{indonesian(count)} {name}"
            return f"{head} {indonesian(rest)}" if rest else head
    raise ValueError(number)


def english(number: int) -> str:
    """A number from 0 to 9999 in English words."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return f"{_TENS[tens]}-{_ONES[rest]}" if rest else _TENS[tens]
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    count, rest = divmod(number, size)
    joint = " and " if rest < 100 else " "
    return f"{_ONES[count]} {name}{joint}{english(rest)}" if rest else f"{_ONES[count]} {name}"


def _ordinal(number: int) -> str:
    words = english(number)
    head, dash, last = words.rpartition("-")
    return f"{head}{dash}{_ORDINALS.get(last, f'{last}th')}"
