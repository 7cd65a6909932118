"""Codes with a grammar: IP and MAC addresses, kode barang."""

from __future__ import annotations

import ipaddress
import re

from spbe_assets.domain.errors import Invalid
from spbe_assets.i18n import _

_MAC_NOISE = re.compile(r"[\s:.-]")
_MAC = re.compile(r"[0-9a-f]{12}")
_OCTETS = re.compile(r"\d{1,3}(\.\d{1,3}){3}")
_GOODS = re.compile(r"\d{1,3}(\.\d{1,3}){2,9}")
GOODS_WIDTHS = (1, 1, 1, 2, 2, 2, 3)
"""Digits of the seven segments of a kode barang. Source: Permendagri 108/2016."""


def ip(text: str) -> str:
    """An IPv4 or IPv6 address in its usual short spelling.

    Raises:
        Invalid: it is none.
    """
    typed = text.strip()
    bare = ".".join(str(int(part)) for part in typed.split(".")) if _OCTETS.fullmatch(typed) else typed
    try:
        found = ipaddress.ip_address(bare)
    except ValueError:
        found = None
    if found is None or "%" in bare:
        raise Invalid(_("“{text}” is not an IP address; type it such as 10.14.2.1.").format(text=typed))
    return str(found)


def mac(text: str) -> str:
    """A MAC address as aa:bb:cc:dd:ee:ff, from any usual spelling.

    Raises:
        Invalid: it is none.
    """
    digits = _MAC_NOISE.sub("", text.strip().casefold())
    if not _MAC.fullmatch(digits):
        raise Invalid(
            _("“{text}” is not a MAC address; type twelve digits such as 00:1a:2b:3c:4d:5e.").format(text=text.strip())
        )
    return ":".join(digits[start : start + 2] for start in range(0, 12, 2))


def goods_code(text: str) -> str:
    """A kode barang with dots, without a trailing one; twelve bare digits get their dots, short segments zeros.

    Codes of older lists with another number of segments pass as they are.

    Raises:
        Invalid: it has other characters or the wrong number of digits.
    """
    typed = re.sub(r"\s", "", text).strip(".")
    if typed.isascii() and typed.isdigit() and len(typed) == sum(GOODS_WIDTHS):
        return _dotted(typed)
    segments = typed.split(".")
    if not _GOODS.fullmatch(typed) or not typed.isascii():
        raise Invalid(_("“{text}” is not a kode barang; type it such as 1.3.2.10.01.02.002.").format(text=text.strip()))
    if len(segments) != len(GOODS_WIDTHS):
        return typed
    padded = [segment.zfill(width) for segment, width in zip(segments, GOODS_WIDTHS, strict=True)]
    too_long = any(len(segment) > width for segment, width in zip(padded, GOODS_WIDTHS, strict=True))
    return typed if too_long else ".".join(padded)


def _dotted(digits: str) -> str:
    parts, start = [], 0
    for width in GOODS_WIDTHS:
        parts.append(digits[start : start + width])
        start += width
    return ".".join(parts)
