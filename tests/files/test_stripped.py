"""The original that readers may get: the same pixels, and nothing of place and camera."""

import io

import pytest
from PIL import Image

from releases.files import pictures
from releases.files.formats import Format
from tests.files import specimens as made


@pytest.fixture
def public(tmp_path):
    def strip(content, format_):
        original = tmp_path / "original"
        original.write_bytes(content)
        kept = pictures.stripped_original(original, format_, tmp_path / "out")
        return (tmp_path / "out" / kept.name).read_bytes()

    return strip


ORIGINALS = {
    "JPEG": (
        made.jpeg(exif=made.notes(6), icc_profile=made.srgb(), comment=b"Ruth's phone"), Format.JPEG
    ),
    "JPEG for print": (made.saved("JPEG", made.drawn("CMYK"), exif=made.notes(6)), Format.JPEG),
    "progressive JPEG": (made.jpeg(progressive=True, exif=made.notes(6)), Format.JPEG),
    "PNG": (made.with_png_chunk(b"tEXt", b"Author\0Ruth", made.saved(
        "PNG", made.drawn("RGBA"), exif=made.notes(6), icc_profile=made.srgb()
    )), Format.PNG),
    "WebP": (
        made.saved("WEBP", exif=made.notes(6), icc_profile=made.srgb(), xmp=b"<x:xmpmeta/>"), Format.WEBP
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ORIGINALS)
def test_a_public_original_has_the_same_pixels_and_no_notes(public, name):
    content, format_ = ORIGINALS[name]

    kept = public(content, format_)

    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(kept)) as after:
        assert after.tobytes() == before.tobytes()
        assert after.info.get("icc_profile") == before.info.get("icc_profile")
        assert dict(after.getexif()) == {0x0112: 6}
        assert not after.getexif().get_ifd(0x8825)
    assert not any(word in kept for word in (made.MAKER, b"Ruth", b"xmpmeta"))


def test_a_public_original_that_stands_upright_has_no_notes_at_all(public):
    kept = public(made.jpeg(exif=made.notes(1)), Format.JPEG)

    assert b"Exif" not in kept


def test_a_public_original_ends_where_the_picture_ends(public):
    kept = public(made.jpeg() + b"\0\0\0\x18ftypmp42 with a place in it", Format.JPEG)

    assert kept.endswith(b"\xff\xd9")
    assert b"place" not in kept


def test_a_public_gif_keeps_its_frames_and_loses_its_comments(public):
    moving = made.moving_gif(4)
    with_comment = moving[:-1] + b"\x21\xfe\x04Ruth\0" + moving[-1:]

    kept = public(with_comment, Format.GIF)

    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.n_frames, picture.info["loop"], picture.info["duration"]) == (4, 0, 50)
    assert b"Ruth" not in kept


def test_the_pictures_of_a_moving_webp_lose_what_does_not_draw_them(public):
    frames = [made.drawn(width=40, height=30), Image.new("RGB", (40, 30), "red")]
    moving = made.saved("WEBP", frames[0], save_all=True, append_images=frames[1:], lossless=True)
    place = b"38.8977 N, 77.0365 W"
    head, rest = moving.split(b"ANMF", 1)
    length = int.from_bytes(rest[:4], "little")
    note = b"note" + len(place).to_bytes(4, "little") + place
    told = head + b"ANMF" + (length + len(note)).to_bytes(4, "little") + rest[4 : 4 + length] + note
    told += rest[4 + length :]
    told = b"RIFF" + (len(told) - 8).to_bytes(4, "little") + told[8:]

    kept = public(told, Format.WEBP)

    assert place not in kept
    assert kept == public(moving, Format.WEBP)
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.n_frames == 2
        picture.seek(1)
        assert picture.convert("RGB").getpixel((20, 15)) == (255, 0, 0)
