"""Press kits: what has been lost of the pictures is made again first, so that no newsroom misses it."""

from releases.actions import shelving
from releases.models import ReleaseVersion
from releases.queries import press_kit as kept
from releases.rendering import press_kit


def press_kit_of(version: ReleaseVersion) -> press_kit.Kit:
    """The kit of a version. Raises pdf.Busy while others have their PDFs made."""
    shelving.draw_lost(version.frozen.every_picture)
    originals = kept.originals(version.frozen)
    for each in originals.values():
        if not each.path.is_file():
            shelving.draw_again(each.file)
    return press_kit.of_release(version, originals)
