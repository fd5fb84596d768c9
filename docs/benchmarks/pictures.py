"""How long a picture takes until readers have it, and how much memory a worker needs for the worst ones.

    python docs/benchmarks/pictures.py

Every picture is made here, taken in and drawn in a process of its own, without Django. One line each goes to
standard output; the script ends with 1 if a process needed more than LIMIT.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image

ROOT = Path(__file__).parents[2]
LIMIT = 512 - 65
"""Megabytes that are left of 512 when Django has taken its own."""

PICTURES: dict[str, tuple[str, int, int, str, dict[str, Any]]] = {
    "photograph, 24 megapixels": ("RGB", 6000, 4000, "JPEG", {"quality": 90}),
    "photograph, 24 megapixels, on its side": ("RGB", 6000, 4000, "JPEG", {"quality": 90, "exif": b""}),
    "photograph, 50 megapixels": ("RGB", 8600, 5800, "JPEG", {"quality": 88}),
    "progressive, 50 megapixels": (
        "RGB", 8600, 5800, "JPEG", {"quality": 85, "progressive": True, "subsampling": 0}
    ),
    "progressive, unpacked in full, 40 megapixels": (
        "RGB", 4790, 8340, "JPEG", {"quality": 85, "progressive": True, "subsampling": 0}
    ),
    "progressive for print, unpacked in full, 33 megapixels": (
        "CMYK", 4600, 7200, "JPEG", {"quality": 70, "progressive": True, "subsampling": 0}
    ),
    "PNG that lets through, 50 megapixels": ("RGBA", 4700, 10600, "PNG", {"compress_level": 1}),
    "PNG of sixteen bits, 50 megapixels": ("I;16", 8600, 5800, "PNG", {"compress_level": 1}),
    "WebP that lets through, 25 megapixels": ("RGBA", 4990, 5000, "WEBP", {"quality": 70, "method": 0}),
    "GIF, 49 megapixels": ("P", 7000, 7000, "GIF", {}),
}  # fmt: skip


def write(name: str, place: Path) -> None:
    """Make the picture: a gradient, with noise where the format packs noise well enough."""
    mode, width, height, format_, options = PICTURES[name]
    picture = Image.radial_gradient("L").resize((width, height))
    if mode == "I;16":
        picture = picture.convert("I").point(lambda value: value * 256).convert("I;16")
    elif format_ == "JPEG":
        noise = Image.effect_noise((width // 8, height // 8), 80).resize((width, height))
        picture = Image.merge("RGB", (noise, picture, noise)).convert(mode)
    elif mode == "RGBA":
        picture = Image.merge("RGBA", (picture,) * 4)
    if options.get("exif") == b"":
        notes = Image.Exif()
        notes[0x0112] = 6
        options = {**options, "exif": notes.tobytes()}
    picture.save(place, format_, **options)


def measure(place: Path, folder: Path) -> str:
    """Seconds of processor to take it in and to draw it, and the most memory of this process."""
    sys.path.insert(0, str(ROOT))
    from releases.files import intake, pictures

    began = time.process_time()
    with place.open("rb") as file, intake.accept(file, place.name) as accepted:
        taken = time.process_time() - began
    began = time.process_time()
    made = pictures.render(place, folder)
    drawn = time.process_time() - began
    pictures.stripped_original(place, accepted.format, folder)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    size = accepted.size / 1_000_000
    return f"{size:.1f} | {taken:.1f} | {drawn:.1f} | {len(made)} | {most}"


def main() -> int:
    """Measure every picture in a process of its own; 1 if one of them is too much for a worker."""
    if len(sys.argv) == 4:
        step, first, second = sys.argv[1:]
        if step == "write":
            write(first, Path(second))
        else:
            sys.stdout.write(measure(Path(first), Path(second)))
        return 0
    most = 0
    with TemporaryDirectory() as folder:
        for name in PICTURES:
            place = Path(folder) / "picture"
            _step("write", name, str(place))
            figures = _step("measure", str(place), folder)
            most = max(most, int(figures.rpartition("|")[2]))
            sys.stdout.write(f"| {name} | {figures} |\n")
            sys.stdout.flush()
    return int(most > LIMIT)


def _step(*words: str) -> str:
    command = [sys.executable, __file__, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
