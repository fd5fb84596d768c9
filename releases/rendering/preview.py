"""A preview as its reader gets it: the words of the banner, and nothing that leads to a hidden page."""

from django.urls import reverse

from releases import conf
from releases.queries.previews import Shown
from releases.rendering.release import Preview, Subject
from releases.text.times import dated
from releases.vocabulary import Purpose


def preview_subject(shown: Shown) -> Subject:
    """What is drawn for the holder of a link.

    It has no number, and an address only where readers know the address already.
    """
    preview = Preview(
        _words(shown),
        page=reverse("releases:preview"),
        printed=reverse("releases:preview-print"),
        reader=shown.link.recipient,
    )
    slug = shown.link.release.slug or "" if shown.is_live else ""
    return Subject(shown.content, slug, None, preview=preview)


def _words(shown: Shown) -> str:
    lifts = dated(shown.lifts_at, conf.zone()) if shown.lifts_at else None
    minute = f"{lifts.full} ({lifts.utc_text})" if lifts else ""
    if shown.link.purpose == Purpose.EMBARGO:
        return f"Under embargo until {minute}. Please publish nothing of it before then."
    approved = f" What was approved becomes public on {minute}." if minute else ""
    return f"Working text, may still change.{approved} Please publish nothing of it."
