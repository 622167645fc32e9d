"""What files are by their content, whatever their names say."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from channels.errors import Refusal
from channels.files.kinds import Family, kind_of
from channels.files.ports import Inspected
from storage.files import apart, images, inspection
from tests.support.files import PDF, docx, huge_png, large_zip, odt, picture

WEBM = b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm" + bytes(300)
MP4 = struct.pack(">I", 24) + b"ftypisom\x00\x00\x02\x00isommp42" + bytes(300)
M4A = struct.pack(">I", 24) + b"ftypM4A \x00\x00\x02\x00isommp42" + bytes(300)
GIF = picture("GIF")


def looked_at(folder: Path, name: str, data: bytes) -> Inspected:
    path = folder / "blob"
    path.write_bytes(data)
    kind = kind_of(name, archives=True)
    assert kind is not None
    found = inspection.looked_at(path, kind)
    return images.remade(path, kind.type) if kind.family is Family.IMAGE else found


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "Привет, №7\r\n\tмир".encode()),
        ("a.txt", "Привет из старой Windows".encode("cp1251")),
        ("a.txt", "Юникод".encode("utf-16")),
        ("a.txt", "О теге <html> на уроке".encode()),
        ("a.pdf", PDF),
        ("a.docx", docx()),
        ("a.odt", odt()),
        ("a.mp3", b"ID3\x04\x00" + bytes(300)),
        ("a.ogg", b"OggS" + bytes(300)),
        ("a.m4a", M4A),
        ("a.mp4", MP4),
        ("a.webm", WEBM),
    ],
)
def test_what_is_as_it_says_stays_as_it_is(tmp_path: Path, name: str, data: bytes) -> None:
    found = looked_at(tmp_path, name, data)
    assert (found.size, found.instead, found.preview) == (len(data), None, None)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", picture("JPEG")),  # another kind of image
        ("a.jpg", b"<html><script>alert(1)</script></html>"),
        ("a.jpg", picture("JPEG")[:100]),  # ends in the middle
        ("a.gif", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)"),  # begins as one and is a script
        ("a.pdf", b"<html>" + PDF),
        ("a.pdf", PDF + b"<script>alert(1)</script>"),
        ("a.pdf", b"%PDF-1.7\n<html><body onload=alert(1)>"),
        ("a.pdf", PDF + docx()),  # a document behind it
        ("a.pdf", PDF + docx() + b"\n%%EOF\n"),  # and between
        ("a.pdf", PDF + large_zip()),
        ("a.txt", b"  \n<!DOCTYPE html><p>"),
        ("a.txt", b"<svg onload=alert(1)>"),
        ("a.txt", b"MZ\x90\x00\x03"),
        ("a.txt", b"#!/bin/sh\nrm -rf /"),
        ("a.txt", b"\x7fELF" + bytes(100)),
        ("a.txt", PDF),
        ("a.txt", b"zero \x00 inside"),
        ("a.docx", odt()),
        ("a.odt", docx()),
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600)),  # the old kind
        ("a.docx", b"MZ" + docx()),  # something in front
        ("a.docx", docx(word__vbaProject_bin=b"macro")),
        ("a.docx", docx(xl__workbook_xml=b"<both/>")),
        ("a.docx", docx() + b"more"),  # something behind
        ("a.odt", odt("Basic/Standard/Module1.xml")),
        ("a.mp3", b"<html>" + bytes(300)),
        ("a.mp4", WEBM),
        ("a.webm", b"RIFF" + bytes(300)),
    ],
)
def test_what_is_something_else_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        looked_at(tmp_path, name, data)
    assert refused.value.code.name == "file_disagrees"
    assert [file.name for file in tmp_path.iterdir()] == ["blob"]


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "GIF"])
def test_an_image_comes_back_without_what_the_camera_said(tmp_path: Path, format_: str) -> None:
    data = picture(format_) + b"<script>alert(1)</script>"
    found = looked_at(tmp_path, f"a.{format_.lower()}", data)
    assert found.instead is not None
    assert found.preview is not None
    for path in (found.instead, found.preview):
        kept = path.read_bytes()
        assert b"SpyCam" not in kept
        assert b"script" not in kept
        with Image.open(path) as image:
            assert not image.getexif()
            assert image.size == (60, 40)
    assert (found.size, found.width, found.height) == (found.instead.stat().st_size, 60, 40)


def test_a_photo_that_was_held_upright_stands_upright(tmp_path: Path) -> None:
    found = looked_at(tmp_path, "a.jpg", picture("JPEG", 60, 40, orientation=6))
    assert (found.width, found.height) == (40, 60)


def test_the_preview_is_small_and_the_image_is_not(tmp_path: Path) -> None:
    found = looked_at(tmp_path, "a.jpg", picture("JPEG", 2000, 1000))
    assert (found.width, found.height) == (2000, 1000)
    assert found.preview is not None
    with Image.open(found.preview) as image:
        assert image.size == (480, 240)


def test_a_picture_that_moves_still_moves(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (30, 20), (shade, 0, 0)) for shade in (0, 100, 200)]
    kept = io.BytesIO()
    frames[0].save(kept, "GIF", save_all=True, append_images=frames[1:], duration=[50, 60, 70], comment=b"SpyCam")
    found = looked_at(tmp_path, "a.gif", kept.getvalue())
    assert found.instead is not None
    assert b"SpyCam" not in found.instead.read_bytes()
    with Image.open(found.instead) as image:
        assert getattr(image, "n_frames", 1) == 3


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pictures_of_every_kind_of_colour_are_kept(tmp_path: Path, mode: str) -> None:
    kept = io.BytesIO()
    Image.new(mode, (10, 10)).save(kept, "PNG")
    assert looked_at(tmp_path, "a.png", kept.getvalue()).width == 10


@pytest.mark.parametrize(("width", "height"), [(10_000, 5_000), (60_000, 60_000 // 8)])
def test_a_picture_of_too_many_pixels_is_not_even_unpacked(tmp_path: Path, width: int, height: int) -> None:
    data = huge_png(width, height)
    assert len(data) < 1_000_000
    with pytest.raises(Refusal) as refused:
        looked_at(tmp_path, "a.png", data)
    assert refused.value.code.name == "too_many_pixels"


def test_a_picture_that_moves_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "ALL_PIXELS", 1000)
    frames = [Image.new("RGB", (30, 20), (shade, 0, 0)) for shade in (0, 200)]
    kept = io.BytesIO()
    frames[0].save(kept, "GIF", save_all=True, append_images=frames[1:])
    with pytest.raises(Refusal) as refused:
        looked_at(tmp_path, "a.gif", kept.getvalue())
    assert refused.value.code.name == "too_many_pixels"


def many_entries() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for number in range(5001):
            archive.writestr(f"{number}", b"")
    return kept.getvalue()


def overlapping() -> bytes:
    """Two names in the directory for the same bytes."""
    kept = bytearray(docx(word__a_xml=b"x" * 1000, word__b_xml=b"y" * 1000))
    directory = kept.rfind(b"PK\x01\x02")
    kept[directory + 42 : directory + 46] = bytes(4)
    return bytes(kept)


@pytest.mark.parametrize(
    "data",
    [
        docx(word__media__a_xml=bytes(50_000_000)),  # a thousand to one
        docx(word__inner_zip=b"PK\x03\x04"),
        many_entries(),
        overlapping(),
    ],
    ids=["ratio", "nested", "entries", "overlapping"],
)
def test_a_zip_bomb_is_told_by_its_directory(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        looked_at(tmp_path, "a.docx", data)
    assert refused.value.code.name == "packed_too_tight"


def test_sizes_that_lie_in_the_directory_are_bounded_all_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.files.archives.UNPACKED", 1000)
    with pytest.raises(Refusal) as refused:
        looked_at(tmp_path, "a.docx", docx(word__a_xml=b"0123456789" * 200))
    assert refused.value.code.name == "packed_too_tight"


def test_an_archive_has_no_programs(tmp_path: Path) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("homework.txt", "x")
    assert looked_at(tmp_path, "a.zip", kept.getvalue()).size == len(kept.getvalue())
    with zipfile.ZipFile(kept, "a") as archive:
        archive.writestr("game.EXE", "MZ")
    with pytest.raises(Refusal) as refused:
        looked_at(tmp_path, "a.zip", kept.getvalue())
    assert refused.value.code.name == "file_not_allowed"


async def test_what_does_not_come_to_an_end_is_no_image(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    path = tmp_path / "blob"
    path.write_bytes(picture("JPEG"))
    with pytest.raises(Refusal) as refused:
        await apart.remade_apart(path, "image/jpeg")
    assert refused.value.code.name == "file_disagrees"
    assert [file.name for file in tmp_path.iterdir()] == ["blob"]


async def test_a_decoder_that_crashes_ends_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    path = tmp_path / "blob"
    path.write_bytes(picture("JPEG"))
    with pytest.raises(Refusal) as refused:
        await apart.remade_apart(path, "image/jpeg")
    assert refused.value.code.name == "file_disagrees"


@pytest.mark.parametrize(
    ("data", "code"), [(huge_png(10_000, 5_000), "too_many_pixels"), (picture("PNG")[:80], "file_disagrees")]
)
async def test_a_refusal_comes_back_from_the_other_process(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "blob"
    path.write_bytes(data)
    with pytest.raises(Refusal) as refused:
        await apart.remade_apart(path, "image/png")
    assert refused.value.code.name == code
