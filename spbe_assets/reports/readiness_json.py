"""The readiness report for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.readiness import NamedRecord, Readiness
from spbe_assets.services.readiness import all_lost_records
from spbe_assets.services.readiness_document import NAMED, document
from spbe_assets.storage.whole_file import whole_file


def write(
    session: Session, assessment: Readiness, path: Path, progress: Progress = SILENT, *, names_records: bool = True
) -> None:
    """Write the assessment as JSON; without `names_records` the lists of records are empty.

    Raises:
        StorageError: it can't be written there.
    """
    refs: dict[str, Mapping[Id, Sequence[NamedRecord]]] = {}
    for done, criterion in enumerate(assessment.criteria.criteria if names_records else ()):
        progress.step(done, len(assessment.criteria.criteria), criterion.title)
        refs[criterion.id] = all_lost_records(session, assessment, criterion, NAMED)
    with whole_file(path) as part:
        part.write_text(json.dumps(document(assessment, refs), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
