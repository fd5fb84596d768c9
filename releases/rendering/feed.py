"""What a feed says, whatever its format: entries from versions, withdrawals and newsletter issues."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from releases import conf
from releases.content import Content
from releases.models import NewsletterIssue, Organisation, ReleaseVersion
from releases.queries.feeds import Told
from releases.queries.filters import Filters
from releases.rendering import identity, whole_text
from releases.rendering.issue import entries as items_of
from releases.rendering.release import subject_of, title_of
from releases.text.addresses import absolute
from releases.text.markup import text_of
from releases.text.times import dated
from releases.vocabulary import Kind


@dataclass(frozen=True)
class Entry:
    """One entry. `identity` stays the same for good; `html` is the whole text, everything else plain text."""

    identity: str
    title: str
    address: str
    published: datetime
    updated: datetime
    summary: str
    html: str
    language: str
    authors: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """A feed before it has a format. `home` is the page for people, `address` where the feed itself is."""

    identity: str
    title: str
    description: str
    home: str
    address: str
    author: str
    entries: tuple[Entry, ...]


def release_feed(
    told: tuple[Told, ...], filters: Filters, office: Organisation, *, path: str, form: str
) -> Feed:
    """The feed of all releases, or of those that answer the filters; `path` has the query with them."""
    shown = (entry.version.frozen for entry in told if entry.withdrawal is None)
    title = ", ".join(["Press releases", *_names(filters, shown)])
    without_form = path.replace(f".{form}", "", 1)
    return Feed(
        identity=identity.feed_tag(without_form),
        title=f"{title} – {office.name}",
        description=f"{title} of the {office.name}: full texts, corrections and withdrawals.",
        home=_whole("".join([reverse("releases:release-list"), *path.partition("?")[1:]])),
        address=_whole(path),
        author=office.name,
        entries=tuple(_told(entry, office) for entry in told),
    )


def issue_feed(
    issues: tuple[NewsletterIssue, ...],
    versions: Mapping[int, ReleaseVersion],
    name: str,
    *,
    home: str,
    path: str,
    form: str,
) -> Feed:
    """The feed of a newsletter; `versions` are the releases in its issues that are public."""
    return Feed(
        identity=identity.feed_tag(path.replace(f".{form}", "", 1)),
        title=name,
        description=f"Every issue of {name}.",
        home=_whole(home),
        address=_whole(path),
        author=name,
        entries=tuple(_issue(issue, versions) for issue in issues),
    )


def _told(told: Told, office: Organisation) -> Entry:
    content, page = told.version.frozen, _whole(told.version.get_absolute_url())
    if told.withdrawal:
        title = "This release was withdrawn"
        if told.withdrawal.shows_headline:
            title = f"{content.headline} (withdrawn)"
        summary = told.withdrawal.reason
        html = whole_text.notice_text(told.withdrawal, dated(told.withdrawal.at, conf.zone()), office)
        names: dict[str, tuple[str, ...]] = {}
    else:
        title, summary = title_of(content), _summary(content)
        html = whole_text.whole_text(subject_of(told.version), page, office)
        names = {
            "authors": tuple(text_of(person.name) for person in content.byline),
            "subjects": tuple(text_of(name) for name in _subjects(content)),
        }
    return Entry(
        identity=identity.release_tag(told.version.release),
        title=text_of(title),
        address=page,
        published=told.version.first_public_at,
        updated=told.updated,
        summary=text_of(summary),
        html=html,
        language=content.language,
        **names,
    )


def _issue(issue: NewsletterIssue, versions: Mapping[int, ReleaseVersion]) -> Entry:
    content, page = issue.frozen, _whole(issue.get_absolute_url())
    began = issue.public_from
    assert began is not None, "a public issue has its minute"  # noqa: S101
    return Entry(
        identity=identity.issue_tag(issue.pk),
        title=text_of(f"{content.newsletter.name}, {content.title}"),
        address=page,
        published=began,
        updated=began,
        summary="",
        html=whole_text.issue_text(content, items_of(content, versions), page),
        language="en",
    )


def _summary(content: Content) -> str:
    if content.change is None:
        return content.summary
    return f"{content.change.kind_text}: {' '.join(content.change.note.split())} {content.summary}".strip()


def _subjects(content: Content) -> tuple[str, ...]:
    named = (*content.programmes, *content.topics)
    return (content.kind_text, *(entry.name for entry in named))


def _names(filters: Filters, contents: Iterable[Content]) -> Iterable[str]:
    """What readers call the filters, taken from what they read, so that nothing hidden lends its name."""
    if filters.q:
        yield f"“{text_of(filters.q)}”"
    if filters.kind in Kind.values:
        yield str(Kind(filters.kind).label)
    named: dict[str, dict[str, str]] = {"programme": {}, "topic": {}, "author": {}}
    for content in contents:
        named["programme"].update((entry.slug, entry.name) for entry in content.programmes)
        named["topic"].update((entry.slug, entry.name) for entry in content.topics)
        named["author"].update((entry.slug, entry.name) for entry in content.byline)
        named["author"].update((entry.slug, entry.name) for entry in content.experts)
    for word, names in named.items():
        if name := names.get(getattr(filters, word)):
            yield name
    days = (("", filters.year), ("from ", filters.since), ("until ", filters.until))
    yield from (f"{word}{day}" for word, day in days if day)


def _whole(path: str) -> str:
    return absolute(conf.site_address(), path)
