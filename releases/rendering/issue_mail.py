"""A newsletter issue as mail: the same frozen words as its page, and the releases that readers see."""

from collections.abc import Mapping
from functools import partial

from releases import conf
from releases.content import IssueContent
from releases.models import NewsletterIssue, ReleaseVersion
from releases.queries import furniture
from releases.rendering.issue import entries, full_issue
from releases.rendering.reader_mail import Mail, in_frame
from releases.text import sanitize
from releases.text.addresses import absolute
from releases.text.links import whole_links


def draw(issue: NewsletterIssue, versions: Mapping[int, ReleaseVersion]) -> Mail:
    """The mail of an issue; `versions` are those of its releases that may be in it, by the release's id."""
    return draw_words(issue.frozen, versions, page=issue.get_absolute_url())


def draw_words(content: IssueContent, versions: Mapping[int, ReleaseVersion], *, page: str) -> Mail:
    """The same from frozen words and the address of the page that they have."""
    whole = partial(absolute, conf.site_address())
    context = {
        "content": content,
        "introduction": whole_links(sanitize.clean(content.introduction).html, whole(page)),
        "entries": entries(content, versions),
        "full_issue": full_issue(content),
        "page": whole(page),
        "title": f"{content.newsletter.name}, {content.title}",
    }
    return in_frame(
        "issue",
        context,
        subject=f"{content.newsletter.name}, {content.title}",
        why=f"You asked for each issue of {content.newsletter.name} by e-mail, and confirmed it.",
        office=furniture.organisation(),
    )
