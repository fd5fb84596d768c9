"""What readers get of a picture: its sizes, its colours, which side is up, and nothing of the camera."""

import hashlib
import io
import stat

import pytest
from PIL import Image, ImageChops, ImageCms

from releases.files import pictures
from releases.files.formats import Format
from tests.files import specimens as made
from tests.files.colour_profiles import press, wide_screen


@pytest.fixture
def rendered(tmp_path):
    def render(content, parts=None):
        original = tmp_path / "original"
        original.write_bytes(content)
        return pictures.render(original, tmp_path / "out", parts)

    return render


def opened(folder, part):
    return Image.open(folder / "out" / part.name)


def corners(picture):
    """The four corners, as colours with a name."""
    picture = picture.convert("RGB")
    across, down = picture.width - 1, picture.height - 1
    places = [(across // 8, down // 8), (across - across // 8, down // 8)]
    places += [(across // 8, down - down // 8), (across - across // 8, down - down // 8)]
    names = {(1, 0, 0): "red", (0, 1, 0): "green", (0, 0, 1): "blue", (1, 1, 1): "white", (0, 0, 0): "black"}
    return [names[tuple(round(value / 255) for value in picture.getpixel(place))] for place in places]


@pytest.mark.parametrize(
    ("size", "names"),
    [
        ((6000, 4000), ["400", "800", "1200", "1600", "print"]),
        ((1700, 1100), ["400", "800", "1200", "1600", "print"]),
        ((1600, 900), ["400", "800", "1200", "1600"]),
        ((799, 900), ["400", "799"]),
        ((64, 48), ["64"]),
        ((1600, 16000), ["400", "800", "print"]),
        ((1, 20), ["1"]),
    ],
)
def test_nothing_is_planned_that_is_larger_than_the_original(size, names):
    plan = pictures.planned(*size)

    assert list(dict.fromkeys(part.name.partition(".")[0] for part in plan)) == names
    assert all(part.width <= size[0] and part.height <= size[1] for part in plan)
    assert {part.format for part in plan} == {Format.WEBP, Format.JPEG}
    assert [part.name for part in plan if part.is_print] == ["print.jpg"] * (names[-1] == "print")


def test_every_rendition_is_written_as_it_was_planned(rendered, tmp_path):
    parts = rendered(made.saved("JPEG", made.drawn(width=1700, height=1000)))

    assert [(part.name, part.width, part.height) for part in parts] == [
        (part.name, part.width, part.height) for part in pictures.planned(1700, 1000)
    ]
    for part in parts:
        content = (tmp_path / "out" / part.name).read_bytes()
        assert (part.size, part.digest) == (len(content), hashlib.sha256(content).hexdigest())
        with Image.open(io.BytesIO(content)) as picture:
            assert (picture.format.lower(), *picture.size) == (part.format, part.width, part.height)
            assert corners(picture) == ["red", "green", "blue", "white"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(part.name for part in parts)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()} == {0o600}


def test_only_what_is_missing_is_drawn(rendered):
    wanted = [part for part in pictures.planned(900, 600) if part.name == "400.webp"]

    parts = rendered(made.saved("PNG", made.drawn(width=900, height=600)), wanted)

    assert [part.name for part in parts] == ["400.webp"]


def test_a_picture_made_in_strips_has_no_seams(rendered, tmp_path, monkeypatch):
    picture = Image.radial_gradient("L").resize((500, 700)).convert("RGB")
    (whole,) = rendered(made.saved("PNG", picture), pictures.planned(500, 700)[1:2])
    at_once = opened(tmp_path, whole).convert("RGB")
    monkeypatch.setattr(pictures, "STRIP_PIXELS", 6_000)

    (whole,) = rendered(made.saved("PNG", picture), pictures.planned(500, 700)[1:2])

    difference = ImageChops.difference(at_once, opened(tmp_path, whole).convert("RGB"))
    assert max(high for _, high in difference.getextrema()) <= 2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(rendered, tmp_path, orientation):
    upright = made.drawn(width=300, height=200)
    back = {5: 5, 6: 2, 7: 6, 8: 4, 2: 0, 3: 3, 4: 1}.get(orientation)
    stored = upright if back is None else upright.transpose(Image.Transpose(back))

    parts = rendered(made.saved("JPEG", stored, exif=made.notes(orientation)))

    for part in parts:
        with opened(tmp_path, part) as picture:
            assert picture.size == (300, 200)
            assert corners(picture) == ["red", "green", "blue", "white"]


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_place_and_camera_stay_behind(rendered, tmp_path, format_):
    content = made.saved(format_, exif=made.notes(orientation=3))
    assert made.MAKER in content
    assert made.GPS in content or format_ != "JPEG" or b"\0\0\0\x26" in content

    parts = rendered(content)

    for part in parts:
        assert made.MAKER not in (tmp_path / "out" / part.name).read_bytes()
        with opened(tmp_path, part) as picture:
            assert not picture.getexif()
            assert {"exif", "xmp", "comment"} & set(picture.info) == set()


def test_a_small_profile_stays_and_a_large_one_becomes_srgb(rendered, tmp_path, monkeypatch):
    content = made.saved("JPEG", icc_profile=made.srgb())

    kept = [opened(tmp_path, part).info.get("icc_profile") for part in rendered(content)]
    monkeypatch.setattr(pictures.colours, "MOST_PROFILE", 10)
    left = [opened(tmp_path, part) for part in rendered(content)]

    assert kept == [made.srgb()] * len(kept)
    assert [picture.info.get("icc_profile") for picture in left] == [None] * len(left)
    assert corners(left[0]) == ["red", "green", "blue", "white"]


@pytest.mark.parametrize(
    "content",
    [
        made.saved("JPEG", made.drawn("CMYK")),
        made.saved("JPEG", icc_profile=b"no profile at all"),
        made.saved("PNG", made.drawn("P")),
        made.saved("GIF"),
        made.saved("WEBP", lossless=True),
    ],
    ids=["CMYK", "broken profile", "palette", "GIF", "WebP"],
)
def test_colours_of_every_kind_reach_the_screen(rendered, tmp_path, content):
    for part in rendered(content):
        with opened(tmp_path, part) as picture:
            assert picture.mode == "RGB"
            assert corners(picture) == ["red", "green", "blue", "white"]


@pytest.mark.parametrize(
    ("inks", "seen"),
    [
        ((0, 0, 0, 0), (255, 255, 255)),
        ((255, 0, 0, 0), (0, 147, 217)),
        ((0, 255, 0, 0), (215, 0, 117)),
        ((255, 0, 255, 0), (0, 139, 54)),
        ((0, 0, 0, 255), (0, 0, 0)),
    ],
    ids=["paper", "cyan", "magenta", "cyan and yellow", "black"],
)
def test_inks_become_on_the_screen_what_their_profile_says(rendered, tmp_path, inks, seen):
    printed = Image.new("CMYK", (64, 48), inks)

    for part in rendered(made.saved("JPEG", printed, icc_profile=press(), quality=95)):
        with opened(tmp_path, part) as picture:
            # Pure numbers would say (0, 255, 255) of cyan, which no press prints.
            assert picture.mode == "RGB"
            assert "icc_profile" not in picture.info
            assert picture.getpixel((32, 24)) == pytest.approx(seen, abs=8)


def test_a_screen_with_more_colours_keeps_its_numbers_and_its_profile(rendered, tmp_path):
    green = Image.new("RGB", (64, 48), (0, 200, 40))

    for part in rendered(made.saved("JPEG", green, icc_profile=wide_screen(), quality=95)):
        with opened(tmp_path, part) as picture:
            assert picture.info["icc_profile"] == wide_screen()
            assert picture.convert("RGB").getpixel((32, 24)) == pytest.approx((0, 200, 40), abs=8)


def test_a_profile_for_other_numbers_than_the_pictures_is_left_out(rendered, tmp_path):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()

    parts = rendered(made.jpeg(icc_profile=lab))

    for part in parts:
        with opened(tmp_path, part) as picture:
            assert "icc_profile" not in picture.info
            assert corners(picture) == ["red", "green", "blue", "white"]


def test_sixteen_bits_of_grey_do_not_turn_white(rendered, tmp_path):
    for part in rendered(made.grey_sixteen()):
        with opened(tmp_path, part) as picture:
            assert picture.convert("L").getpixel((4, 24)) < 5
            assert 120 <= picture.convert("L").getpixel((60, 24)) <= 135


def test_what_lets_through_stays_so_and_lies_on_white_in_jpeg(rendered, tmp_path):
    clear = Image.new("RGBA", (64, 48), (0, 0, 0, 0))

    webp, jpeg = rendered(made.saved("PNG", clear))

    assert opened(tmp_path, webp).convert("RGBA").getpixel((30, 20))[3] == 0
    assert opened(tmp_path, jpeg).getpixel((30, 20)) == (255, 255, 255)


def test_a_moving_picture_is_drawn_as_its_first_frame(rendered, tmp_path):
    parts = rendered(made.moving_gif())

    assert {getattr(opened(tmp_path, part), "n_frames", 1) for part in parts} == {1}


def test_a_failure_leaves_the_old_file_and_nothing_half_done(rendered, tmp_path, monkeypatch):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "64.webp").write_bytes(b"old")

    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space"):
        rendered(made.jpeg())

    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == {"64.webp": b"old"}
