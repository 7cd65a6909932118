"""How much of a stranger's file is looked at before it is refused, so that memory stays bounded."""

from __future__ import annotations

MEGABYTE = 1 << 20

MOST_FILE_BYTES = 128 * MEGABYTE
MOST_UNPACKED_BYTES = 1024 * MEGABYTE
MOST_ENTRIES = 5_000
"""Files inside an XLSX or ODS."""
MOST_SHEETS = 200
MOST_ROWS = 1_048_576
"""What Excel can hold in one sheet."""
MOST_COLUMNS = 1_000
MOST_CELLS = 20_000_000
MOST_CELL_CHARACTERS = 32_767
"""What Excel can hold in one cell."""
CHILD_MEMORY_BYTES = 1536 * MEGABYTE
CHILD_SECONDS = 300
