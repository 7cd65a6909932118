"""Errors a user can act on. Anything else that escapes is a bug."""

from __future__ import annotations


class AppError(Exception):
    """Base of every expected error; `str(error)` is one sentence, ready to show, that names the remedy."""


class NotFound(AppError):
    """The record was deleted or never existed."""


class StaleEdit(AppError):
    """Somebody else saved the record after this editor opened it."""


class Invalid(AppError):
    """A value can't be right; `field` names where, when it is one field."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Refused(AppError):
    """A whole request can't be carried out; nothing was changed."""


class StorageError(AppError):
    """The database file can't be used right now: busy, full, read-only, damaged, or too new."""


class Cancelled(AppError):
    """The user pressed Cancel; callers roll back and show nothing."""
