"""Colours that survive on a reader's screen: a small profile stays, everything else becomes sRGB."""

from io import BytesIO

from PIL import Image, ImageCms

MOST_PROFILE = 20_000
"""A profile goes into every rendition; a larger one would weigh more than the smallest picture."""

_PAPER = (255, 255, 255)


def kept_profile(picture: Image.Image) -> bytes | None:
    """The profile to write into renditions: one for RGB, small, and readable."""
    profile = picture.info.get("icc_profile")
    if not isinstance(profile, bytes) or len(profile) > MOST_PROFILE or _space(profile) != "RGB":
        return None
    return profile if picture.mode in {"RGB", "RGBA", "P"} else None


def on_screen(strip: Image.Image, profile: bytes | None) -> Image.Image:
    """A part of a picture in RGB, or RGBA if it lets something through; `profile` explains its numbers."""
    if strip.mode.startswith("I") or strip.mode == "F":
        # Sixteen bits of grey: the upper eight are what a screen shows.
        strip = strip.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if strip.mode == "1":
        strip = strip.convert("L")
    if profile is not None and strip.mode in {"L", "RGB", "CMYK"}:
        return _to_srgb(strip, profile)
    return strip.convert("RGBA" if strip.has_transparency_data else "RGB")


def on_paper(picture: Image.Image) -> Image.Image:
    """What JPEG can hold: whatever lets something through lies on white."""
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, _PAPER)
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def profile_to_leave(picture: Image.Image) -> bytes | None:
    """The profile to convert from, because it cannot be kept; None if it is kept, or no use."""
    profile = picture.info.get("icc_profile")
    if not isinstance(profile, bytes) or kept_profile(picture) is not None:
        return None
    wanted = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}.get(picture.mode)
    return profile if wanted and _space(profile) == wanted else None


def _space(profile: bytes) -> str:
    """Which kind of numbers the profile is for, as its header says; empty if nothing can read it."""
    try:
        return ImageCms.ImageCmsProfile(BytesIO(profile)).profile.xcolor_space.strip()
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return ""


def _to_srgb(strip: Image.Image, profile: bytes) -> Image.Image:
    try:
        converted = ImageCms.profileToProfile(
            strip,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        converted = None
    return converted or strip.convert("RGB")
