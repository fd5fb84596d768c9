"""The words of a mailing, as they are frozen when it is queued, without each subscriber's own links."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from releases import conf
from releases.models import NewsletterIssue, ReleaseVersion
from releases.queries import furniture
from releases.rendering.issue import entries
from releases.rendering.letter import LEAVE, MANAGE
from releases.text.plain import plain


@dataclass(frozen=True)
class Words:
    """One mail for everybody."""

    subject: str
    text: str
    html: str


def words_of_issue(issue: NewsletterIssue, versions: Mapping[int, ReleaseVersion]) -> Words:
    """An approved issue with what readers see of its releases, by the id of the release."""
    content = issue.frozen
    context = {
        "content": content,
        "introduction": plain(content.introduction),
        "entries": entries(content, versions),
        "site": conf.site_address(),
        "address": conf.site_address() + issue.get_absolute_url(),
    }
    return _words("issue", context)


def words_of_release(version: ReleaseVersion) -> Words:
    """A release that has just become public."""
    address = conf.site_address() + version.get_absolute_url()
    return _words("public-release", {"content": version.frozen, "address": address})


def _words(name: str, context: dict[str, Any]) -> Words:
    whole = {**context, "organisation": furniture.organisation(), "manage": MANAGE, "leave": LEAVE}
    return Words(
        subject=" ".join(render_to_string(f"mail/{name}/subject.txt", whole).split()),
        text=render_to_string(f"mail/{name}/body.txt", whole).strip() + "\n",
        html=render_to_string(f"mail/{name}/body.html", whole).strip() + "\n",
    )
