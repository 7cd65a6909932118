"""How large a pack and its parts may be; a reader refuses more before it takes memory for it."""

from __future__ import annotations

MEGABYTE = 1 << 20

LARGEST_PACK = 4_000 * MEGABYTE
"""A little less than what a stick formatted as FAT32 takes for one file."""
LARGEST_MANIFEST = 16 * MEGABYTE
LARGEST_CHANGES = 2_000 * MEGABYTE
"""All changesets of a pack, unpacked."""
MOST_CHANGESETS = 5_000_000
MOST_PHOTOS = 50_000
LARGEST_PHOTO = 32 * MEGABYTE
MIMES = ("image/jpeg", "image/png", "image/webp", "application/pdf")
CHUNK = MEGABYTE
