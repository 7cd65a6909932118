"""Files from outside made into attachments: the sound ones are taken, each bad one gets its sentence."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from spbe_assets.domain.errors import Cancelled, Invalid
from spbe_assets.services import attachment_files, attachments, photos
from spbe_assets.services.attachment_files import MOST_FILES, prepare
from spbe_assets.services.photos import Pixels
from tests.services.test_attachments import camera_photo, png_bomb
from tests.services.world import World

HEIC = b"\0\0\0\x18ftypheic" + bytes(40)


def picture(kind: str) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(output, kind)
    return output.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"])
def test_usual_pictures_are_taken_whatever_their_ending(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "photo.txt"
    path.write_bytes(picture(kind))
    made = prepare([path])
    assert made.refused == () and made.ready[0].mime == "image/jpeg"


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.jpg", b"", "empty"),
        ("fake.jpg", b"MZ\x90 program", "read"),
        ("cut.jpg", camera_photo(400, 300)[:3000], "damaged"),
        ("bomb.png", png_bomb(), ""),
        ("drawing.svg", b"<svg xmlns='x'/>", "read"),
        ("phone.heic", HEIC, "HEIC"),
    ],
)
def test_a_bad_file_is_named_in_a_sentence_and_the_good_one_is_taken(
    tmp_path: Path, name: str, content: bytes, word: str
) -> None:
    bad, good = tmp_path / name, tmp_path / "good.png"
    bad.write_bytes(content)
    good.write_bytes(picture("PNG"))
    made = prepare([bad, good])
    assert len(made.ready) == 1 and len(made.refused) == 1
    assert made.refused[0].startswith(f"{name}: ") and word in made.refused[0] and "\n" not in made.refused[0]


def test_a_folder_a_missing_file_and_too_many_files_are_refused(tmp_path: Path) -> None:
    assert len(prepare([tmp_path, tmp_path / "gone.jpg"]).refused) == 2
    assert str(MOST_FILES) in prepare([tmp_path] * (MOST_FILES + 1)).refused[-1]


def test_documents_keep_their_name_as_caption_and_come_after_older_photos(world: World, tmp_path: Path) -> None:
    contract, taken = tmp_path / "Kontrak 12.pdf", tmp_path / "a.jpg"
    contract.write_bytes(b"%PDF-1.7 x")
    taken.write_bytes(camera_photo(60, 40))
    made = prepare([contract, taken])
    with world.store.read() as session:
        before = attachments.count(session, "asset", world.switch)

    def write(uow: object) -> None:
        for one in made.ready:
            attachments.add(uow, "asset", world.switch, one)  # type: ignore[arg-type]

    world.write(write)
    with world.store.read() as session:
        rows = attachments.of_record(session, "asset", world.switch)
        assert attachments.count(session, "asset", world.switch) == before + 2
        assert len(attachments.of_records(session, "asset", [world.switch])[world.switch]) == before + 2
    times = [attachments._time(row) for row in rows]
    assert times == sorted(times) and "Kontrak 12" in [row.caption for row in rows]


def test_cancel_stops_between_two_files(tmp_path: Path) -> None:
    class Stop:
        def step(self, done: int, total: int, text: str = "") -> None:
            if done:
                raise Cancelled

    with pytest.raises(Cancelled):
        prepare([tmp_path, tmp_path], progress=Stop())


def test_pixels_of_the_clipboard_become_a_photo_and_absurd_ones_are_refused() -> None:
    made = prepare([Pixels(2, 1, b"\xff\0\0\xff" * 2)])
    assert made.ready[0].mime == "image/jpeg"
    assert len(prepare([Pixels(0, 0, b""), Pixels(100_000, 100_000, b"")]).refused) == 2


def test_a_decoded_photo_is_upright_and_small() -> None:
    small = photos.decoded(camera_photo(400, 200), 100)
    assert (small.width, small.height) == (50, 100) and len(small.content) == 50 * 100 * 4
    with pytest.raises(Invalid):
        photos.decoded(b"\xff\xd8 no", 100)


def test_more_than_memory_should_hold_is_left_for_a_second_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachment_files, "MOST_BYTES", 3_000)
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7" + bytes(1_500))
    made = prepare([path, path])
    assert len(made.ready) == 1 and "second step" in made.refused[0]
