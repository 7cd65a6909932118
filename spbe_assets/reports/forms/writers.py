"""Writes official forms as PDF, as the catalogue of reports and the command line ask for them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.orm import Session

from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.reports import Wanted
from spbe_assets.reports.forms import kibar as kibar_pages
from spbe_assets.reports.forms import paper
from spbe_assets.services import attachments, listing
from spbe_assets.services.forms import kibar
from spbe_assets.services.forms.kibar import IdentityCard
from spbe_assets.services.forms.wanted import KIBAR, assets_of, forms


def write_pdf(session: Session, wanted: Wanted, path: Path, progress: Progress = SILENT) -> int:
    """Write the forms that are wanted; returns how many lines they have, or cards.

    Raises:
        Refused: there is none, or the file can't be written.
        Cancelled: the user asked to stop.
    """
    if wanted.report == KIBAR:
        numbers = listing.numbers(session, assets_of(wanted))
        return write_cards(session, kibar.cards(session, numbers, progress), path)
    return sum(paper.write(path, forms(session, wanted, progress)))


def write_cards(session: Session, cards: Iterable[IdentityCard], path: Path) -> int:
    """Write identity cards with their photos; as `write_pdf`."""
    return kibar_pages.write(path, cards, lambda sha256: attachments.content(session, sha256))
