"""The set-up of a fresh machine, against a real environment and a real pip, with one tiny package made here."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from installer import bootstrap, debian, environment, lock, messages, pip_run
from installer.environment import CAMERA, PROGRAM, ROOT, TESTS, Environment
from installer.messages import SetUpError

NAME = "spbe_probe-1.0-py3-none-any.whl"


def made_wheel(folder: Path) -> str:
    """A tiny package in `folder`; returns its SHA-256."""
    info = "spbe_probe-1.0.dist-info"
    with zipfile.ZipFile(folder / NAME, "w") as wheel:
        wheel.writestr("spbe_probe.py", "ANSWER = 42\n")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: spbe-probe\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", f"spbe_probe.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return hashlib.sha256((folder / NAME).read_bytes()).hexdigest()


def write_pins(root: Path, digest: str) -> None:
    (root / "installer").mkdir(exist_ok=True)
    pins = f"--no-index\n--find-links {root.as_posix()}\nspbe-probe==1.0 --hash=sha256:{digest}\n"
    for name in (PROGRAM, TESTS, CAMERA):
        (root / "installer" / name).write_text(pins, "utf-8")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPBE_ASSETS_LANG", "en")


@pytest.fixture
def fresh(tmp_path: Path) -> Environment:
    write_pins(tmp_path, made_wheel(tmp_path))
    return Environment(tmp_path)


def answer(made: Environment) -> str:
    question = "import spbe_probe; print(spbe_probe.ANSWER)"
    told = subprocess.run([made.python, "-c", question], capture_output=True, text=True, check=False)
    return told.stdout.strip()


def test_a_fresh_folder_is_set_up_once_and_then_recognised_without_pip(
    fresh: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not fresh.is_ready(PROGRAM)
    fresh.make_ready(PROGRAM)
    assert fresh.is_ready(PROGRAM)
    assert not fresh.is_ready(TESTS)
    assert answer(fresh) == "42"
    monkeypatch.setattr(subprocess, "run", None)  # whatever runs a program now, fails
    fresh.make_ready(PROGRAM)


def test_an_interrupted_installation_is_made_afresh(fresh: Environment, capsys: pytest.CaptureFixture[str]) -> None:
    fresh.make_ready(TESTS)
    assert fresh.is_ready(PROGRAM)
    next(fresh.folder.rglob("spbe_probe.py")).unlink()  # pip would believe the package is there
    (fresh.folder / "set-up.json").unlink()
    (fresh.folder / "set-up.started").touch()
    fresh.make_ready(PROGRAM)
    assert answer(fresh) == "42"
    assert "interrupted" in capsys.readouterr().err


def test_a_half_made_environment_and_a_changed_pin_are_mended(fresh: Environment) -> None:
    fresh.python.parent.mkdir(parents=True)
    fresh.python.write_text("")
    fresh.make_ready(PROGRAM)
    assert answer(fresh) == "42"
    with (fresh.root / "installer" / PROGRAM).open("a", encoding="utf-8") as file:
        file.write("# newer\n")
    assert not fresh.is_ready(PROGRAM)


def test_a_package_with_another_hash_is_not_installed(fresh: Environment) -> None:
    write_pins(fresh.root, "0" * 64)
    with pytest.raises(SetUpError, match="differs from the one"):
        fresh.make_ready(PROGRAM)
    assert answer(fresh) == ""
    assert not (fresh.folder / "set-up.started").exists()


def test_two_first_starts_at_once_both_end_ready(fresh: Environment) -> None:
    code = (
        "import sys; from pathlib import Path; from installer.environment import Environment; "
        "Environment(Path(sys.argv[1])).make_ready('requirements.txt')"
    )
    command = [sys.executable, "-c", code, str(fresh.root)]
    starts = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _start in range(2)]
    told = [start.communicate()[1] for start in starts]
    assert [start.returncode for start in starts] == [0, 0]
    assert sum("Setting up" in one for one in told) == 1
    assert answer(fresh) == "42"


def test_a_lock_whose_holder_died_is_free(tmp_path: Path) -> None:
    waits: list[bool] = []
    with lock.held(tmp_path / "lock", lambda: waits.append(True)):
        pass
    release, inside = threading.Event(), threading.Event()

    def hold() -> None:
        with lock.held(tmp_path / "lock", lambda: None):
            inside.set()
            release.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(10)
    with lock.held(tmp_path / "lock", lambda: (waits.append(True), release.set())[1]):  # type: ignore[func-returns-value]
        holder.join()
    assert waits == [True]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("WARNING: Retrying after NewConnectionError('Failed to establish a new connection", "network does not answer"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] self-signed", "certificate"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "differs from the one"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: No matching distribution found for pyside6-essentials==6.12.0", "no ready-made package"),
        ("ERROR: something else", "the reason stands in"),
    ],
)
def test_each_failure_of_pip_becomes_its_sentence(said: str, sentence: str, tmp_path: Path) -> None:
    assert sentence in pip_run._sentence(said, tmp_path / "log")


def test_every_message_speaks_both_languages_with_the_same_places() -> None:
    for key, (english_text, indonesian) in messages._TEXTS.items():
        assert indonesian.strip() or key == "package"
        assert set(re.findall(r"{\w+}", english_text)) == set(re.findall(r"{\w+}", indonesian)), key


def test_the_language_of_the_computer_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPBE_ASSETS_LANG")
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    assert messages.text("stopped") == "Dihentikan."
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert messages.text("stopped") == "Stopped."


def test_missing_libraries_end_in_the_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "missing_libraries", lambda: ["libEGL.so.1", "libGL.so.1"])
    monkeypatch.setattr(debian, "_may_install", lambda: False)
    monkeypatch.setattr(debian.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(SetUpError, match="apt-get install libegl1 libgl1"):
        debian.install_libraries()


def test_what_opens_the_window_is_told_from_commands() -> None:
    assert bootstrap.needs_window([])
    assert bootstrap.needs_window(["--db", "x.spbe"])
    assert not bootstrap.needs_window(["--version"])
    assert not bootstrap.needs_window(["--db", "x.spbe", "check"])


def test_main_reads_under_an_old_python_so_that_it_can_say_so() -> None:
    ast.parse((ROOT / "main.py").read_text("utf-8"), feature_version=(3, 6))


def test_the_extra_camera_is_qt_s_addons_of_the_same_version_and_nothing_else(fresh: Environment) -> None:
    extra = pins(CAMERA) - pins(PROGRAM)
    (qt,) = (pin for pin in pins(PROGRAM) if pin.startswith("pyside6-essentials"))
    assert extra == {qt.replace("essentials", "addons")}
    assert f'camera = ["{qt.replace("pyside6-essentials", "PySide6-Addons")}"]' in (ROOT / "pyproject.toml").read_text()
    fresh.make_ready(CAMERA)
    assert fresh.is_ready(CAMERA) and fresh.is_ready(PROGRAM)


def test_the_set_up_needs_only_the_standard_library() -> None:
    allowed = sys.stdlib_module_names | {"installer"}
    for module in (bootstrap, debian, environment, lock, messages, pip_run):
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            assert all(name.split(".")[0] in allowed for name in names), (module.__name__, names)


def pins(name: str) -> set[str]:
    return set(re.findall(r"^([\w.-]+==\S+)", (ROOT / "installer" / name).read_text("utf-8"), re.MULTILINE))


def test_the_test_tools_list_holds_every_pin_of_the_program_and_no_server_address() -> None:
    assert pins(PROGRAM) and pins(PROGRAM) <= pins(TESTS) & pins(CAMERA)
    for name in (PROGRAM, TESTS, CAMERA):
        listed = (ROOT / "installer" / name).read_text("utf-8")
        assert "http" not in listed
        assert listed.count("==") <= listed.count("--hash=sha256:")


def test_a_start_inside_the_finished_environment_imports_nothing_heavy() -> None:
    code = "import sys; import main; print(*sorted(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"PySide6", "sqlalchemy", "reportlab", "click", "spbe_assets"} & set(told.stdout.split())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no read-only folders of this kind")
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(fresh: Environment) -> None:
    fresh.root.chmod(0o500)
    with pytest.raises(OSError) as caught:
        fresh.make_ready(PROGRAM)
    assert "Move the program" in bootstrap._sentence(caught.value)
