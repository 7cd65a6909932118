"""What one transaction touched, so screens know what to refresh."""

from __future__ import annotations

from dataclasses import dataclass, field

from spbe_assets.domain.ids import Id


@dataclass(frozen=True, slots=True)
class Changes:
    """Result of one committed transaction: table name -> ids written, and the action that undo takes."""

    touched: dict[str, frozenset[Id]] = field(default_factory=dict)
    action: Id | None = None

    def affects(self, *tables: str) -> bool:
        """Whether any of these tables was written."""
        return any(table in self.touched for table in tables)

    def ids(self, table: str) -> frozenset[Id]:
        """The rows of one table that were written."""
        return self.touched.get(table, frozenset())
