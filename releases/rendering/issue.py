"""A newsletter issue as page and paper draw it: frozen words, and those releases that are public now."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse

from releases import conf
from releases.content import IssueContent
from releases.models import NewsletterIssue, ReleaseVersion
from releases.queries import furniture
from releases.queries.newsletters import announcing, public_items
from releases.rendering.release import CleanText, ReadOn
from releases.text import notes, sanitize
from releases.text.addresses import absolute


@dataclass(frozen=True)
class Entry:
    """One item that readers see: a public release, or words of the issue's own."""

    version: ReleaseVersion | None
    title: str
    text: str
    address: str


@dataclass(frozen=True)
class Addresses:
    """Where the issue, its paper and its newsletter are; `whole_page` begins with https://."""

    page: str
    whole_page: str
    printed: str
    newsletter: str


def issue_context(
    issue: NewsletterIssue, versions: Mapping[int, ReleaseVersion] | None = None
) -> dict[str, Any]:
    """What the page and the print page of an issue draw, in three queries.

    Without `versions` its releases are those that readers see at this moment.
    """
    content = issue.frozen
    listed = {item.release for item in content.items}
    slug = issue.newsletter.slug
    page = issue.get_absolute_url()
    return {
        "content": content,
        "organisation": furniture.organisation(),
        "section": "newsletters",
        "title": f"{content.newsletter.name}, {content.title}",
        "introduction": _introduction(content.introduction),
        "entries": entries(content, public_items(issue) if versions is None else versions),
        "full_issue": full_issue(content),
        "announced_in": tuple(each for each in announcing(issue) if each.release_id not in listed),
        "addresses": Addresses(
            page=page,
            whole_page=absolute(conf.site_address(), page),
            printed=reverse("releases:newsletter-issue-print", args=[slug, issue.number]),
            newsletter=issue.newsletter.get_absolute_url(),
        ),
    }


def entries(content: IssueContent, public: Mapping[int, ReleaseVersion]) -> tuple[Entry, ...]:
    """The items in their order; a release that is not public leaves no trace."""
    found = []
    for item in content.items:
        if item.release is None:
            found.append(Entry(None, item.title, item.text, ""))
        elif version := public.get(item.release):
            found.append(Entry(version, version.headline, version.summary, version.get_absolute_url()))
    return tuple(found)


def full_issue(content: IssueContent) -> ReadOn | None:
    """Where the whole number is: a page somewhere, or a file, with what somebody is about to load."""
    file = content.file
    facts = f"{file.format}, {file.size_text}" if file else ""
    address = file.path if file else content.full_issue
    title = f"{content.newsletter.name}, {content.title}"
    return ReadOn(title, facts, address, absolute(conf.site_address(), address)) if address else None


def _introduction(html: str) -> CleanText:
    whole = partial(absolute, conf.site_address())
    numbered = notes.numbered_links(sanitize.clean(html).html, absolute=whole)
    return CleanText(numbered.html, numbered.notes)
