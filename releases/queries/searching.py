"""Finding public releases by words and filters: the newest first, the same on both databases."""

from dataclasses import dataclass
from datetime import datetime

from releases.content import Content
from releases.models import ReleaseVersion
from releases.queries import facets as counting
from releases.queries import filters as narrowing
from releases.queries.cursor import Cursor
from releases.queries.facets import Facets
from releases.queries.filters import Filters
from releases.queries.listing import PAGE, Older, older
from releases.text import excerpts, plain
from releases.text.excerpts import Run
from releases.text.query import Query


@dataclass(frozen=True)
class Hit:
    """A version that was found, with the words that found it marked in its headline and in its text."""

    version: ReleaseVersion
    headline: tuple[Run, ...]
    text: tuple[Run, ...]


@dataclass(frozen=True)
class Results:
    """One page of what was found, where it goes on, and what each further filter would leave."""

    hits: tuple[Hit, ...]
    facets: Facets
    older: Older | None


def search(filters: Filters, before: Cursor | None = None, at: datetime | None = None) -> Results:
    """The newest public releases that the filters leave, or those below a place, in two queries."""
    left = narrowing.public(filters, at).newest_first()
    if before:
        left = left.older_than(before.first_public_at, before.pk)
    # Put in order without their long texts, of which only a page is read.
    rows = ReleaseVersion.objects.public(at).filter(pk__in=left.values("pk")[: PAGE + 1]).newest_first()
    found = tuple(
        rows.select_related("release").defer("search_text") if filters.words else rows.without_text()
    )
    return Results(
        hits=tuple(_hit(version, filters.words) for version in found[:PAGE]),
        facets=counting.facets(filters, at, with_ways_out=not found and before is None),
        older=older(found),
    )


def _hit(version: ReleaseVersion, words: Query) -> Hit:
    if not words:
        return Hit(version, (Run(version.headline),), (Run(version.summary),))
    return Hit(version, excerpts.marked(version.headline, words), _text(version, words))


def _text(version: ReleaseVersion, words: Query) -> tuple[Run, ...]:
    """The summary, if the words stand there; else what is around them in the text, names or pictures."""
    summary = excerpts.marked(version.summary, words)
    if any(run.is_marked for run in summary):
        return summary
    content = version.frozen
    text = f"{content.subheadline} {plain.words(content.body)}".strip()
    elsewhere = (text, _names(content), _pictures(content))
    found = (excerpts.excerpt(text, words) for text in elsewhere)
    return next((runs for runs in found if runs), summary)


def _names(content: Content) -> str:
    """What else is searched, as one line of names."""
    people = [person.name for person in content.byline]
    people += [expert.name for expert in content.experts]
    people += [contact.name for contact in content.contacts]
    things = [named.name for named in (*content.programmes, *content.topics)]
    files = [resource.label for resource in content.resources]
    return ", ".join(dict.fromkeys(label for label in (content.place, *people, *things, *files) if label))


def _pictures(content: Content) -> str:
    """What is searched of the pictures, as one line of their descriptions and captions."""
    said = [words for picture in content.every_picture for words in (picture.alt, picture.caption)]
    return " – ".join(dict.fromkeys(words for words in said if words))
