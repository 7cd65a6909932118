"""The language of everything people read: Indonesian first, English complete.

Source strings are English; `resources/translations/id/LC_MESSAGES/spbe_assets.po` holds the Indonesian.
`_` translates now, `N_` only marks a constant that is translated when it is shown.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from spbe_assets.paths import resource

DOMAIN = "spbe_assets"
LANGUAGES = ("id", "en")
DEFAULT_LANGUAGE = "id"

_active: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"
_spoken: ContextVar[str] = ContextVar("spoken", default="")
"""The language of this thread alone, where it differs from the one in use."""


@cache
def _load(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, resource("translations"), [language], fallback=language == "en")


def use(language: str) -> None:
    """Switch the language of every later `_`; unknown codes fall back to Indonesian."""
    global _active, _language
    _language = language if language in LANGUAGES else DEFAULT_LANGUAGE
    _active = _load(_language)


def language() -> str:
    """The code of the language in use, `id` or `en`."""
    return _spoken.get() or _language


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Let everything that happens inside, in this thread, speak one of `LANGUAGES`: a report for somebody else."""
    before = _spoken.set(code if code in LANGUAGES else DEFAULT_LANGUAGE)
    try:
        yield
    finally:
        _spoken.reset(before)


def _(message: str) -> str:
    """The message in the language in use."""
    return _catalogue().gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of the message that fits `n`, in the language in use."""
    return _catalogue().ngettext(singular, plural, n)


def in_language(message: str, code: str) -> str:
    """The message in a language of `LANGUAGES`, whichever is in use; the source text where it is not translated."""
    try:
        return _load(code).gettext(message) if message else ""
    except FileNotFoundError:  # the catalogue was not compiled yet
        return message


def N_(message: str) -> str:
    """Mark a constant for translation without translating it yet."""
    return message


def _catalogue() -> gettext.NullTranslations:
    spoken = _spoken.get()
    return _load(spoken) if spoken else _active
