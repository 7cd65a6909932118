"""The words for what the operating system complains of."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from spbe_assets import i18n
from spbe_assets.domain.errors import AppError
from spbe_assets.domain.os_errors import reason
from spbe_assets.storage.whole_file import whole_file


def of(number: int) -> OSError:
    return OSError(number, os.strerror(number), "file.xlsx")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "the disk is full"), (errno.EACCES, "you may not do that there"),
        (errno.EISDIR, "this is a folder"), (errno.ENAMETOOLONG, "the name is too long"),
    ],
)  # fmt: skip
def test_the_usual_complaints_have_words_of_ours(number: int, said: str) -> None:
    assert reason(of(number)) == said


def test_what_a_library_wraps_is_looked_into_and_the_unknown_speaks_for_itself() -> None:
    assert reason(RuntimeError(of(errno.ENOSPC))) == "the disk is full"
    assert reason(of(errno.ECHILD)) == os.strerror(errno.ECHILD)
    assert reason(ValueError("odd")) == "odd"


def test_a_sentence_in_indonesian_has_no_english_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    i18n.use("id")
    (tmp_path / "out.pdf").mkdir()
    with pytest.raises(AppError) as told, whole_file(tmp_path / "out.pdf") as part:
        part.write_text("x")
    assert os.strerror(errno.EISDIR) not in str(told.value) and "ini sebuah folder" in str(told.value)


@pytest.fixture(autouse=True)
def english_again() -> object:
    yield
    i18n.use("en")
