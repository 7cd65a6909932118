"""How the command line starts, speaks, and fails."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from spbe_assets import __version__
from spbe_assets.cli import app, headless
from spbe_assets.cli.app import COMMANDS
from spbe_assets.paths import ROOT
from spbe_assets.storage import check
from tests.cli.conftest import Run


def test_version_and_help_import_nothing_heavy() -> None:
    code = (
        "import sys; from spbe_assets.cli import app; "
        "app.run(['--version']); app.run(['--help']); [app.run([name, '--help']) for name in app.COMMANDS]; "
        "print('HEAVY', *sorted(m for m in sys.modules if m in "
        "('sqlalchemy', 'reportlab', 'PySide6', 'zstandard', 'babel', 'qrcode', 'xlsxwriter', 'python_calamine')))"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert __version__ in told
    assert told.splitlines()[-1] == "HEAVY"


def test_every_command_explains_itself(run: Run) -> None:
    for name in COMMANDS:
        told = run(name, "--help", db=None)
        assert told.code == 0
        assert re.search(r"--db FILE|Commands:", told.out), name


def test_common_options_may_stand_before_the_command(run: Run, tmp_path: Path) -> None:
    assert run("--db", "b.spbe", "--operator", "Sari", "add", "server", "name=A", "serial=S1", db=None).code == 0
    assert run("--db", "b.spbe", "--json", "history", "S1", db=None).data[0]["user"] == "Sari"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["shw"], "There is no command shw. Did you mean show?"),
        (["show"], "REF is missing."),
        (["show", "--jsn"], "Did you mean --json?"),
        (["add", "printer"], "Possible: server, device, link."),
        (["demo", "--assets", "many"], "--assets does not fit."),
        (["undo", "xyz"], "is no action"),
        (["undo", "ab" * 16], "no such action"),
    ],
)
def test_mistyped_lines_are_refused_in_one_sentence(run: Run, arguments: list[str], sentence: str) -> None:
    run("add", "server", "name=A")
    ran = run(*arguments)
    assert ran.code == 2
    assert sentence in ran.err
    assert len(ran.err.splitlines()) == 1


def test_what_is_no_database_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.spbe").write_text("not a database, just a text that is long enough to be read as one " * 50)
    ran = run("search", "x")
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1


def test_a_mistake_of_ours_is_reported_in_a_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("add", "server", "name=A")

    def broken(*_given: object) -> list[str]:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(check, "check", broken)
    ran = run("check")
    assert ran.code == 70
    report = Path(re.search(r"(\S+\.txt)", ran.err)[1])  # type: ignore[index]
    assert "ZeroDivisionError: planted" in report.read_text("utf-8")
    assert "ZeroDivisionError" not in ran.err


def test_the_language_follows_variable_window_and_system(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from spbe_assets.cli import language

    monkeypatch.delenv("SPBE_ASSETS_LANG")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert language.chosen() == "en"
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert language.chosen() == "id"
    folder = Path(os.environ["SPBE_ASSETS_HOME"])
    folder.mkdir(exist_ok=True)
    (folder / "window.ini").write_text("[General]\nlanguage=en\ngeometry=@ByteArray(%1\\x1)\n", "utf-8")
    assert language.chosen() == "en"
    monkeypatch.setenv("SPBE_ASSETS_LANG", "id")
    assert language.chosen() == "id"


def test_without_a_display_the_main_job_runs_and_names_its_files(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(headless, "ASSETS", 60)
    assert headless.run() == 0
    told = capsys.readouterr().out
    for name in ("labels.pdf", "readiness.pdf"):
        assert str(tmp_path / "home" / "sample" / name) in told
        assert (tmp_path / "home" / "sample" / name).read_bytes().startswith(b"%PDF")
    assert headless.run() == 0


def test_a_reader_that_stops_reading_is_no_error(tmp_path: Path) -> None:
    code = "import sys; from spbe_assets.cli import app; sys.exit(app.run(['--help']))"
    command = f'"{sys.executable}" -c "{code}" | head -c 1'
    told = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S602
    assert told.stderr == ""


def test_stopping_leaves_with_its_own_code(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("add", "server", "name=A")

    def stopped(*_given: object) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "check", stopped)
    assert run("check").code == app.STOPPED
