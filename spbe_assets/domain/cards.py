"""The card of an installation: who it is, and the keys by which its packs are known and sealed.

As text it is fit for the alphanumeric mode of a QR code: `SPBECARD1:` + base32 of replica, signing key, name, person
and a checksum + `:` + the age recipient in capitals. A fingerprint is the SHA-256 of the signing key; people compare
its first 64 bits as eight words.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.paths import resource

MARK = "SPBECARD1:"
LONGEST_NAME = 120
LONGEST_CARD, LONGEST_TEXT = 2_000, 20_000
"""Characters; a card with the longest names has somewhat fewer, and a message may stand before it."""
WORDS = 8
HEX_DIGITS = 64
_FAMILY = re.compile(r"SPBECARD[0-9]+:")
_ID_BYTES, _KEY_BYTES, _SUM_BYTES = 16, 32, 4
_RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")


@dataclass(frozen=True, slots=True)
class Card:
    """An installation as others know it: `signing` is its raw Ed25519 public key, `recipient` its age recipient."""

    replica: Id
    name: str
    person: str
    signing: bytes
    recipient: str

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the signing key, 64 hex digits."""
        return fingerprint_of(self.signing)

    @property
    def text(self) -> str:
        """The card as one line of capitals, for a QR code, a message or paper."""
        names = "\0".join(tidy_name(part) for part in (self.name, self.person))
        body = self.replica + self.signing + names.encode()
        inner = base64.b32encode(body + _checksum(body, self.recipient)).decode().rstrip("=")
        return f"{MARK}{inner}:{self.recipient.upper()}"


def fingerprint_of(signing: bytes) -> str:
    """The fingerprint of a signing key: its SHA-256, 64 hex digits."""
    return hashlib.sha256(signing).hexdigest()


def tidy_name(text: str) -> str:
    """A name as cards carry it: on one line, without characters that can't be seen, at most 120 characters."""
    seen = "".join(one if one.isprintable() else " " for one in unicodedata.normalize("NFC", text))
    return " ".join(seen.split())[:LONGEST_NAME].strip()


def is_card(text: str) -> bool:
    """Whether a text claims to hold a card, of whatever version and however damaged."""
    return _FAMILY.search(_squeezed(text[:LONGEST_TEXT])) is not None


def parse_card(text: str) -> Card:
    """The card at the end of a pasted, scanned or typed text; blanks, line breaks and small letters do no harm.

    Raises:
        Invalid: it is no card, of a newer version, or not whole.
    """
    version = _FAMILY.search(squeezed := _squeezed(text[:LONGEST_TEXT]))
    if version is None:
        raise Invalid(_("That is no card of an installation; a card begins with {mark}").format(mark=MARK))
    if version[0] != MARK:
        raise Invalid(_("This card was made by a newer version; update the program."))
    told = squeezed[version.start() :]
    card = _read(told)
    if card is None or card.text != told:  # the checksum, names as they are tidied, and nothing behind
        raise Invalid(_("This card is not whole or has a wrong character; copy it again, or scan its QR code."))
    return card


def words(fingerprint: str) -> tuple[str, ...]:
    """The eight words that people compare: the first 64 bits of a fingerprint."""
    known = word_list()
    return tuple(known[byte] for byte in bytes.fromhex(fingerprint[: 2 * WORDS]))


def parse_fingerprint(text: str) -> str:
    """The fingerprint that somebody gave: 64 hex digits, with or without blanks, or its eight words.

    Returns:
        64 hex digits, or the first 16 where words were given: enough to find a fingerprint, not to trust one.

    Raises:
        Invalid: it is neither, a word is not of the list, or it is only the beginning of a fingerprint.
    """
    digits = re.sub(r"[\s:-]", "", text).lower()
    if re.fullmatch(r"[0-9a-f]+", digits):
        if len(digits) != HEX_DIGITS:
            told = _("A fingerprint has 64 digits, this has {n}; copy all of it, or use the card.")
            raise Invalid(told.format(n=len(digits)))
        return digits
    said = re.findall(r"\w+", text.lower())
    if len(said) != WORDS:
        raise Invalid(_("That is no fingerprint: it has 64 digits and letters from A to F, or eight words."))
    return bytes(_number(word) for word in said).hex()


@cache
def word_list() -> tuple[str, ...]:
    """The 256 words, one for each byte."""
    return tuple(resource("reference", "words_id.txt").read_text(encoding="utf-8").split())


def _number(word: str) -> int:
    known = word_list()
    if word in known:
        return known.index(word)
    near = get_close_matches(word, known, n=1)
    if near:
        raise Invalid(_("“{word}” is not one of the words; did you mean “{near}”?").format(word=word, near=near[0]))
    raise Invalid(_("“{word}” is not one of the words of a fingerprint.").format(word=word))


def _squeezed(text: str) -> str:
    return "".join(text.split()).upper()


def _checksum(body: bytes, recipient: str) -> bytes:
    return hashlib.sha256(body + recipient.encode()).digest()[:_SUM_BYTES]


def _read(text: str) -> Card | None:
    inner, _colon, recipient = text.removeprefix(MARK).partition(":")
    try:
        body = base64.b32decode(inner + "=" * (-len(inner) % 8))[:-_SUM_BYTES]
        name, _zero, person = body[_ID_BYTES + _KEY_BYTES :].decode().partition("\0")
    except ValueError:
        return None
    card = Card(body[:_ID_BYTES], name, person, body[_ID_BYTES : _ID_BYTES + _KEY_BYTES], recipient.lower())
    return card if _RECIPIENT.fullmatch(card.recipient) and len(card.signing) == _KEY_BYTES else None
