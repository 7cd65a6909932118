"""How label printers count: their resolutions, and how large a dot is."""

from __future__ import annotations

from spbe_assets.domain.errors import Invalid
from spbe_assets.i18n import _

RESOLUTIONS = (203, 300, 600)
"""The resolutions label printers are sold with, in dots per inch."""
DEFAULT = 203


def per_mm(dpi: int) -> float:
    """How many dots a millimetre has; a head of “203 dpi” really has 8.

    Raises:
        Invalid: no label printer has this resolution.
    """
    if dpi not in RESOLUTIONS:
        raise Invalid(
            _("The resolution must be one of {known} dpi.").format(known=", ".join(map(str, RESOLUTIONS))), "dpi"
        )
    return 8.0 if dpi == RESOLUTIONS[0] else dpi / 25.4


def size_mm(dpi: int) -> float:
    """The width of one dot, to which `layout.draw` snaps the modules of codes.

    Raises:
        Invalid: no label printer has this resolution.
    """
    return 1 / per_mm(dpi)
