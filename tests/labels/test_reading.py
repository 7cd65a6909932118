"""Codes out of pictures and out of the files of batch scanners: read where they are, refused in one sentence."""

from __future__ import annotations

import io
import random
import struct
import zlib
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import ExifTags, Image, ImageDraw, ImageFilter

from spbe_assets.domain import tags
from spbe_assets.domain.errors import Invalid, Refused
from spbe_assets.labels import pdf, reading
from spbe_assets.labels import stock as stocks
from spbe_assets.services.photos import Pixels
from tests.labels.samples import contents

TAG = str(tags.make("K3QF", 42))
PAYLOAD = f"SPBE:{TAG}"
QR, CODE128 = zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128
DATA_MATRIX, EAN = zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.EAN13


def drawn(text: str = PAYLOAD, kind: zxingcpp.BarcodeFormat = QR, scale: int = 5) -> Image.Image:
    made = zxingcpp.create_barcode(text, kind).to_image(scale=scale)
    height, width = made.shape
    picture = Image.frombuffer("L", (width, height), made, "raw", "L", 0, 1)
    return picture.resize((width, 120)) if height < 60 else picture


def as_bytes(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    output = io.BytesIO()
    picture.save(output, kind, **options)
    return output.getvalue()


def read(picture: Image.Image, kind: str = "PNG", **options: object) -> list[str]:
    return [code.text for code in reading.codes_in(as_bytes(picture, kind, **options))]


def scene(*labels: Image.Image, size: tuple[int, int] = (2400, 1800), angle: float = 0, seed: int = 7) -> Image.Image:
    """Labels on a grained ground with light falling off to one side, a little out of focus, as phones save it."""
    chance = random.Random(seed)
    ground = Image.linear_gradient("L").resize(size).point(lambda value: 70 + value // 2).convert("RGB")
    for number, label in enumerate(labels):
        turned = label.convert("RGBA").rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
        at = (200 + number * 600, 300 + chance.randrange(300))
        ground.paste(turned.convert("RGB").point(lambda value: 30 + value * 3 // 4), at, turned.getchannel("A"))
    noise = Image.effect_noise(size, 30).convert("RGB")
    return Image.blend(ground, noise, 0.12).filter(ImageFilter.GaussianBlur(1.2))


@pytest.mark.parametrize(
    ("kind", "text"), [(QR, PAYLOAD), (CODE128, TAG), (DATA_MATRIX, "SN-0815/A"), (EAN, "4006381333931")]
)
def test_each_kind_of_code_is_read(kind: zxingcpp.BarcodeFormat, text: str) -> None:
    assert read(drawn(text, kind)) == [text]


@pytest.mark.parametrize("angle", [0, 5, 30, 90, 137, 180, 270])
def test_a_code_is_read_at_any_angle(angle: float) -> None:
    label = Image.new("L", (400, 400), 255)
    label.paste(drawn(), (120, 120))
    assert read(label.rotate(angle, fillcolor=255)) == [PAYLOAD]


def test_photos_of_labels_are_read_with_grain_shadow_blur_and_compression() -> None:
    found = read(scene(drawn(), drawn(TAG, CODE128, 3), angle=13), "JPEG", quality=70)
    assert sorted(found) == sorted([PAYLOAD, TAG])


def test_all_labels_of_a_sheet_are_read_in_the_order_of_the_sheet(tmp_path: Path) -> None:
    stock = stocks.find(stocks.DEFAULT)
    made = list(contents(stock.cells))
    pdf.render(tmp_path / "sheet.pdf", stock, made)
    page = pypdfium2.PdfDocument(tmp_path / "sheet.pdf")[0].render(scale=150 / 72).to_pil()
    found = read(page.rotate(1.2, fillcolor="white"))
    assert found == [f"SPBE:{content.tag}" for content in made]


def test_two_labels_with_the_same_text_are_two_codes_and_positions_are_shares_of_the_picture() -> None:
    picture = Image.new("L", (1000, 500), 255)
    picture.paste(drawn(), (100, 150))
    picture.paste(drawn(), (700, 150))
    left, right = reading.codes_in(as_bytes(picture))
    assert (left.text, right.text, left.kind) == (PAYLOAD, PAYLOAD, "QR Code")
    assert left.centre == pytest.approx((0.1 + drawn().width / 2000, 0.3 + drawn().height / 1000), abs=0.01)
    assert left.centre[0] < 0.5 < right.centre[0]
    assert all(0 <= share <= 1 for code in (left, right) for corner in code.corners for share in corner)


def test_the_camera_held_sideways_is_turned_upright() -> None:
    picture = Image.new("L", (800, 400), 255)
    picture.paste(drawn(), (20, 150))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    (code,) = reading.codes_in(as_bytes(picture.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif.tobytes()))
    assert code.centre[0] < 0.25


def test_a_code_on_transparent_ground_and_one_in_sixteen_bits_are_read() -> None:
    code = drawn()
    glass = Image.new("RGBA", code.size, (0, 0, 0, 0))
    glass.putalpha(code.point(lambda value: 255 - value))
    assert read(glass) == [PAYLOAD]
    assert read(code.convert("1")) == [PAYLOAD]
    assert read(code.convert("CMYK"), "JPEG") == [PAYLOAD]


def test_a_photo_of_forty_megapixels_is_scaled_and_read() -> None:
    picture = Image.new("L", (8000, 5000), 200)
    picture.paste(drawn(scale=40), (3000, 1500))
    assert read(picture, "JPEG", quality=60) == [PAYLOAD]


def test_pixels_of_the_clipboard_are_read() -> None:
    picture = drawn().convert("RGBA")
    codes = reading.codes_in_pixels(Pixels(picture.width, picture.height, picture.tobytes()))
    assert [code.text for code in codes] == [PAYLOAD]


def test_a_frame_of_a_camera_is_read_with_padding_at_the_end_of_its_rows() -> None:
    picture = Image.new("L", (1920, 1080), 90)
    picture.paste(drawn(scale=10), (600, 300))
    stride = 2048
    padded = Image.new("L", (stride, 1080), 0)
    padded.paste(picture, (0, 0))
    assert [code.text for code in reading.codes_in_frame(1920, 1080, padded.tobytes(), stride)] == [PAYLOAD]


def png_of(width: int, height: int) -> bytes:
    """A picture that says it is very large and is a few bytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (png_of(60_000, 60_000), "80 million"),
        (b"hello, this is no picture", "not a photo"),
        (b"%PDF-1.7 nothing", "not a photo"),
        (as_bytes(drawn(scale=30))[:900], "damaged"),
        (as_bytes(drawn(), "JPEG")[:300], "damaged"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "HEIC"),
    ],
)
def test_hostile_and_damaged_pictures_are_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        reading.codes_in(content)


def test_bytes_changed_at_random_are_read_or_refused_and_never_a_crash() -> None:
    chance = random.Random(3)
    for kind in ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"):
        sound = as_bytes(drawn(), kind)
        for _turn in range(25):
            broken = bytearray(sound)
            for _hit in range(chance.randrange(1, 12)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            try:
                reading.codes_in(bytes(broken))
            except Invalid as error:
                assert str(error).endswith(".")


def test_a_picture_without_a_code_a_folder_and_an_empty_file_say_so(tmp_path: Path) -> None:
    (tmp_path / "plain.png").write_bytes(as_bytes(Image.new("RGB", (300, 200), "teal")))
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "folder.png").mkdir()
    for name, said in (
        ("plain.png", "No code"),
        ("empty.jpg", "empty"),
        ("folder.png", "no file"),
        ("x.png", "no file"),
    ):
        with pytest.raises(Invalid, match=said):
            reading.texts_in_file(tmp_path / name)


def test_control_characters_of_a_foreign_code_do_not_come_through() -> None:
    drawing = drawn("SN\x1d123\n\u202e45", DATA_MATRIX)
    assert read(drawing) == ["SN 123 45"]


def test_the_file_of_a_batch_scanner_gives_each_code_once(tmp_path: Path) -> None:
    (tmp_path / "batch.TXT").write_text(f"{PAYLOAD}\r\n\r\n  SN-1  \n{PAYLOAD}\nSN-2,2026-01-02,10:11\n", "utf-16")
    assert reading.texts_in_file(tmp_path / "batch.TXT") == [PAYLOAD, "SN-1", "SN-2"]
    (tmp_path / "none.txt").write_text("\n")
    with pytest.raises(Refused, match="no tags"):
        reading.texts_in_file(tmp_path / "none.txt")


def test_a_sheet_of_labels_drawn_askew_keeps_its_rows() -> None:
    picture = Image.new("L", (1600, 900), 255)
    texts = [f"A-{number}" for number in range(6)]
    for number, text in enumerate(texts):
        picture.paste(drawn(text, scale=8), (100 + number % 3 * 500, 80 + number // 3 * 420 + number % 3 * 25))
    ImageDraw.Draw(picture).rectangle((0, 0, 1599, 899), outline=0)
    assert read(picture) == texts
