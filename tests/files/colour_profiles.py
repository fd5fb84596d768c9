"""Profiles of colours, written here byte by byte: ink on paper, and a screen with more colours than sRGB."""

import struct
from itertools import product

# What each overprint of cyan, magenta and yellow looks like on coated paper, in CIELAB.
INKS = {
    (0, 0, 0): (95, 0, -2),
    (1, 0, 0): (55, -37, -50),
    (0, 1, 0): (48, 74, -3),
    (0, 0, 1): (89, -5, 93),
    (0, 1, 1): (47, 68, 48),
    (1, 0, 1): (50, -65, 27),
    (1, 1, 0): (24, 22, -46),
    (1, 1, 1): (23, 0, 0),
}
BLACK = (16, 0, 0)
# Primaries of Adobe RGB (1998), adapted to the white of a profile.
WIDE = {"r": (0.60974, 0.31111, 0.01947), "g": (0.20528, 0.62567, 0.06087), "b": (0.14919, 0.06322, 0.74457)}
_WHITE = (0.9642, 1.0, 0.8249)


def press() -> bytes:
    """A printing press with four inks."""
    straight = bytes(range(256))
    colours = [BLACK if k else INKS[c, m, y] for c, m, y, k in product((0, 1), repeat=4)]
    table = b"".join(bytes((round(light * 2.55), a + 128, b + 128)) for light, a, b in colours)
    unchanged = b"".join(_fixed(float(row == column)) for row in range(3) for column in range(3))
    lut = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + unchanged + straight * 4 + table + straight * 3
    return _profile(b"prtrCMYKLab ", {b"A2B0": lut})


def wide_screen() -> bytes:
    """A screen that shows greens for which sRGB has no numbers."""
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + bytes(2)
    tags = {f"{name}XYZ".encode(): _xyz(point) for name, point in WIDE.items()}
    return _profile(b"mntrRGB XYZ ", tags | {f"{name}TRC".encode(): curve for name in WIDE})


def _profile(kind: bytes, tags: dict[bytes, bytes]) -> bytes:
    words = b"made by a test"
    described = b"desc\0\0\0\0" + struct.pack(">I", len(words) + 1) + words + bytes(1 + 78)
    tags = {b"desc": described, b"wtpt": _xyz(_WHITE), **tags}
    at, table, content = 128 + 4 + 12 * len(tags), b"", b""
    for name, tag in tags.items():
        table += struct.pack(">4sII", name, at + len(content), len(tag))
        content += tag + bytes(-len(tag) % 4)
    head = (
        struct.pack(">I4sI", at + len(content), b"", 0x02400000)
        + kind
        + struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    )
    head += b"acsp" + bytes(28) + b"".join(_fixed(number) for number in _WHITE)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + content


def _xyz(point: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(_fixed(number) for number in point)


def _fixed(number: float) -> bytes:
    return struct.pack(">i", round(number * 65536))
