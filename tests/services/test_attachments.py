from __future__ import annotations

import io
import struct
import zlib
from datetime import UTC, datetime

import pytest
from PIL import ExifTags, Image

from spbe_assets.domain.errors import Invalid, NotFound
from spbe_assets.services import attachments, photos
from tests.services.world import World


def camera_photo(width: int = 3000, height: int = 2000) -> bytes:
    """A JPEG as a phone makes it: lying on its side, with time and place."""
    image = Image.new("RGB", (width, height), "navy")
    image.paste("red", (0, 0, width // 2, height // 2))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Phone"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:24 14:30:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (0.0, 30.0, 0.0)}
    )
    output = io.BytesIO()
    image.save(output, "JPEG", exif=exif)
    return output.getvalue()


def test_a_photo_is_upright_small_and_without_its_place() -> None:
    ready = photos.prepared(camera_photo())
    with Image.open(io.BytesIO(ready.content)) as image:
        assert image.size == (1067, 1600)
        assert image.getpixel((1000, 100))[0] > 200, "the red corner lies top right once the picture is upright"
        assert not image.getexif()
    assert ready.taken_at == datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


def test_the_place_is_kept_only_when_asked_for() -> None:
    ready = photos.prepared(camera_photo(), keep_position=True)
    with Image.open(io.BytesIO(ready.content)) as image:
        exif = image.getexif()
        assert exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] == "N"
        assert ExifTags.Base.Make not in exif
        assert exif.get(ExifTags.Base.Orientation, 1) == 1


def test_a_picture_with_clear_parts_gets_a_white_ground_and_no_enlargement() -> None:
    output = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(output, "PNG")
    with Image.open(io.BytesIO(photos.prepared(output.getvalue()).content)) as image:
        assert image.size == (40, 30)
        assert min(image.getpixel((5, 5))) > 250


def png_bomb() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"not a picture", b"%PDF-1.4", camera_photo(400, 300)[:2000], png_bomb(), b"<svg xmlns='x'/>"],
    ids=["empty", "text", "pdf", "truncated", "bomb", "svg"],
)  # fmt: skip
def test_what_is_no_sound_photo_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(Invalid):
        photos.prepared(content)


def test_an_attached_photo_is_listed_and_its_bytes_are_kept_once(world: World) -> None:
    photo = camera_photo(300, 200)
    for asset in (world.switch, world.server):
        world.write(lambda uow, to=asset: attachments.add_photo(uow, "asset", to, photo, "Front"))
    with world.store.read() as session:
        first, second = (attachments.of_record(session, "asset", one)[0] for one in (world.switch, world.server))
        assert (first.kind, first.caption, first.mime) == ("photo", "Front", "image/jpeg")
        assert first.sha256 == second.sha256
        assert attachments.content(session, first.sha256).startswith(b"\xff\xd8")
        with pytest.raises(NotFound):
            attachments.content(session, "0" * 64)
    world.write(lambda uow: attachments.rename(uow, first.id, "Back"))
    world.write(lambda uow: attachments.delete(uow, [second.id]))
    with world.store.read() as session:
        assert attachments.of_record(session, "asset", world.switch)[0].caption == "Back"
        assert attachments.of_record(session, "asset", world.server) == []


def test_only_pdf_documents_are_attached(world: World) -> None:
    with pytest.raises(Invalid):
        world.write(lambda uow: attachments.add_document(uow, "asset", world.switch, b"MZ\x90"))
    world.write(lambda uow: attachments.add_document(uow, "asset", world.switch, b"%PDF-1.7\n", "Contract"))
    with world.store.read() as session:
        assert attachments.of_record(session, "asset", world.switch)[0].mime == "application/pdf"


def test_photos_that_have_not_come_are_listed_with_their_record_and_who_took_them(world: World) -> None:
    from spbe_assets.services import links
    from spbe_assets.storage.tables import Blob

    link = world.write(lambda uow: links.create(uow, {"name": "Uplink"}))
    test = world.write(lambda uow: links.add_test(uow, link, {"mbps_down": 60}))
    for table, record, side in (("asset", world.switch, 40), ("link_test", test, 50), ("room", world.office, 60)):
        picture = camera_photo(side, side)
        world.write(lambda uow, at=(table, record, picture): attachments.add_photo(uow, *at))
    assert world.read(attachments.missing) == [] and world.read(attachments.missing_count) == 0
    with world.store.connection() as connection:
        connection.execute(Blob.__table__.delete())  # type: ignore[attr-defined]

    found = world.read(attachments.missing)
    assert [(one.table, one.record, one.name, one.who) for one in found] == [
        ("room", world.office, "Ruang 10", "Budi"),
        ("link", link, "Uplink", "Budi"),
        ("asset", world.switch, "Core switch", "Budi"),
    ]
    assert found[2].tag and found[1].tag and not found[0].tag
    assert world.read(attachments.missing_count) == 3
    world.write(lambda uow: attachments.delete(uow, [one.attachment for one in found]))
    assert world.read(attachments.missing) == []
