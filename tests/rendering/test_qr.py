"""QR codes, read back from the very path that pages draw."""

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from releases.rendering import qr

RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")
ADDRESSES = [
    "https://press.fas.example/releases/a/versions/1/",
    f"https://press.fas.example/releases/{'long-' * 20}/versions/999999999/",
    "http://127.0.0.1:8000/releases/missile-watch/versions/12/",
]


def painted(code: qr.QrCode, *, scale: int = 4) -> Image.Image:
    image = Image.new("L", (code.size * scale, code.size * scale), 255)
    draw = ImageDraw.Draw(image)
    for x, y, wide, back in (map(int, run) for run in RUN.findall(code.path)):
        assert wide == back
        draw.rectangle((x * scale, y * scale, (x + wide) * scale - 1, (y + 1) * scale - 1), fill=0)
    return image


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_reader_gets_the_very_address_back(address):
    code = qr.of_address(address)

    read = zxingcpp.read_barcodes(painted(code))

    assert [(found.text, str(found.format)) for found in read] == [(address, "QR Code")]
    assert RUN.sub("", code.path) == ""


def test_a_quiet_zone_of_four_modules_is_part_of_the_square():
    code = qr.of_address(ADDRESSES[0])

    dark = painted(code, scale=1).point(lambda grey: 255 - grey).getbbox()

    assert dark == (4, 4, code.size - 4, code.size - 4)


def test_the_same_address_gives_the_same_code():
    assert qr.drawn(ADDRESSES[0]) == qr.of_address(ADDRESSES[0])
