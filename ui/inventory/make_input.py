"""Which input a field of the catalogue is filled in with."""

from __future__ import annotations

from spbe_assets.domain.fields import Field, Kind
from ui.context import AppContext
from ui.inventory.field_inputs import ChoiceInput, DateInput, FieldInput, LineInput, LongInput, ReferenceInput
from ui.inventory.offered_input import OFFERED, OfferedInput
from ui.inventory.reference_box import Search


def make_input(field: Field, context: AppContext, search: Search | None) -> FieldInput:
    """The input for a field; `search` finds records where the field refers to some."""
    if search is not None:
        return ReferenceInput(field, context, search)
    if field.key in OFFERED.get(field.table, ()):
        return OfferedInput(field, context)
    kinds = {
        Kind.LONG_TEXT: LongInput,
        Kind.DATE: DateInput,
        Kind.CHOICE: ChoiceInput,
        Kind.YES_NO: ChoiceInput,
    }
    return kinds.get(field.kind, LineInput)(field)
