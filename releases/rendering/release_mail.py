"""A release as mail, for those who asked for releases as they become public."""

from releases import conf
from releases.models import ReleaseVersion
from releases.queries import furniture
from releases.rendering.reader_mail import Mail, in_frame
from releases.rendering.release import CleanText, subject_of, title_of
from releases.rendering.whole_text import whole_text
from releases.text.addresses import absolute


def draw(version: ReleaseVersion) -> Mail:
    """The mail of a public version that was read with its release: everything that was approved."""
    content, office = version.frozen, furniture.organisation()
    page = absolute(conf.site_address(), version.get_absolute_url())
    context = {
        "content": content,
        "title": title_of(content),
        "page": page,
        "whole": CleanText(whole_text(subject_of(version), page, office), ()),
    }
    return in_frame(
        "release",
        context,
        subject=title_of(content),
        why="You asked for our press releases by e-mail, and confirmed it.",
        office=office,
        language=content.language,
    )
