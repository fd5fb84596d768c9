"""A QR code as the path of an SVG, which the template draws without a single style."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import qrcode

QUIET_ZONE = 4


@dataclass(frozen=True)
class QrCode:
    """A square of `size` modules with its quiet zone; `path` draws the dark ones."""

    size: int
    path: str


def drawn(text: str) -> QrCode:
    """Draw the text as a code that phones read."""
    code = qrcode.QRCode(border=QUIET_ZONE)
    code.add_data(text)
    rows = code.get_matrix()
    runs = ((y, *run) for y, row in enumerate(rows) for run in _dark_runs(row))
    return QrCode(len(rows), "".join(f"M{x} {y}h{wide}v1h-{wide}z" for y, x, wide in runs))


@lru_cache(maxsize=256)
def of_address(address: str) -> QrCode:
    """Draw a public address. Every reader of the page gets the same code, which takes a while to find."""
    return drawn(address)


def _dark_runs(row: list[bool]) -> Iterator[tuple[int, int]]:
    x = 0
    for is_dark, modules in groupby(row):
        wide = len(list(modules))
        if is_dark:
            yield x, wide
        x += wide
