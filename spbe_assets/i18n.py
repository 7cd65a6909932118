"""The language of everything people read: Indonesian first, English complete.

Source strings are English; `resources/translations/id/LC_MESSAGES/spbe_assets.po` holds the Indonesian.
`_` translates now, `N_` only marks a constant that is translated when it is shown.
"""

from __future__ import annotations

import gettext
from functools import cache

from spbe_assets.paths import resource

DOMAIN = "spbe_assets"
LANGUAGES = ("id", "en")
DEFAULT_LANGUAGE = "id"

_active: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


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
    return _language


def _(message: str) -> str:
    """The message in the language in use."""
    return _active.gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of the message that fits `n`, in the language in use."""
    return _active.ngettext(singular, plural, n)


def in_language(message: str, code: str) -> str:
    """The message in a language of `LANGUAGES`, whichever is in use; the source text where it is not translated."""
    try:
        return _load(code).gettext(message) if message else ""
    except FileNotFoundError:  # the catalogue was not compiled yet
        return message


def N_(message: str) -> str:
    """Mark a constant for translation without translating it yet."""
    return message
