from __future__ import annotations

from enum import StrEnum

import pytest

from spbe_assets import i18n
from spbe_assets.domain import vocabulary
from spbe_assets.domain.vocabulary import AssetClass, ServerUse, Unknown, parse, title

LISTS = [kind for kind in vars(vocabulary).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]


@pytest.mark.parametrize("kind", [kind for kind in LISTS if kind is not StrEnum])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_option_has_a_title_of_its_own(kind: type[StrEnum], language: str) -> None:
    i18n.use(language)
    titles = [title(option) for option in kind]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_equal_values_of_two_lists_keep_their_titles() -> None:
    assert title(AssetClass.SECURITY) == "Security devices"
    assert title(ServerUse.SECURITY) == "Information security"


def test_a_value_of_a_newer_version_is_passed_on() -> None:
    value = parse(AssetClass, "quantum")
    assert isinstance(value, Unknown)
    assert title(value) == "“quantum”"
