"""A QR code as the path of an SVG, which the template draws without a single style."""

from dataclasses import dataclass

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
    dark = ((x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return QrCode(len(rows), "".join(f"M{x} {y}h1v1h-1z" for x, y in dark))
