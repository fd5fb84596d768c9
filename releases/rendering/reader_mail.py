"""Mails to subscribers: one drawing for everybody, with places for each reader's own links.

The HTML and the plain part are made from the same piece of HTML, so that they say the same word for word.
Mail programs know no stylesheets, so the look is written into each element; what only dark screens need
stays in the head.
"""

from dataclasses import dataclass
from typing import Any

import css_inline
from django.template.loader import render_to_string

from releases.models import Organisation
from releases.rendering.release import CleanText
from releases.text.columns import filled
from releases.text.plain import plain

MANAGE = "https://manage.invalid/"
LEAVE = "https://leave.invalid/"
"""What stands where each reader's own links go."""


@dataclass(frozen=True)
class Mail:
    """A mail as everybody gets it, or, once it is filled in, as one reader does."""

    subject: str
    text: str
    html: str

    def for_recipient(self, *, manage: str, leave: str) -> "Mail":
        """Put in the reader's own links, which `rendering.subscriber_links` makes."""

        def own(words: str) -> str:
            return words.replace(MANAGE, manage).replace(LEAVE, leave)

        return Mail(self.subject, own(self.text), own(self.html))


def in_frame(
    part: str, context: dict[str, Any], *, subject: str, why: str, office: Organisation, language: str = "en"
) -> Mail:
    """Draw `mail/readers/<part>.html` with the foot that every mail has; `why` says why it comes."""
    foot = {"organisation": office, "why": why, "manage": MANAGE, "leave": LEAVE}
    inner = render_to_string(f"mail/readers/{part}.html", {**context, **foot})
    page = render_to_string(
        "mail/readers/frame.html",
        {"subject": subject, "language": language, "inner": CleanText(inner, ())},
    )
    return Mail(
        # A line break would begin another header.
        subject=" ".join(subject.split()),
        text=filled(plain(inner)) + "\n",
        html=css_inline.inline(page, keep_at_rules=True, load_remote_stylesheets=False),
    )
