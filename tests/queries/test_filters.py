"""Filters leave what they say, together too, and every count is what its choice would leave."""

from datetime import UTC, datetime

import pytest

from releases.actions import publishing, reviewing
from releases.models import Author, Byline, Programme, ProgrammeLine, Topic, TopicLine
from releases.queries.facets import Facets, Option, facets
from releases.queries.filters import Filters
from releases.queries.searching import search
from tests.factories import ReleaseFactory, approved, archived, editor, writer

pytestmark = pytest.mark.django_db


def filed(headline: str, year: int, *, kind="release", topics=(), authors=(), programmes=()) -> None:
    """A release of 1 March of the year that names these slugs."""
    release = ReleaseFactory(headline=headline, kind=kind)
    for slug in topics:
        topic, _ = Topic.objects.get_or_create(slug=slug, name=slug.title())
        TopicLine.objects.create(release=release, topic=topic)
    for slug in programmes:
        programme, _ = Programme.objects.get_or_create(slug=slug, name=slug.title())
        ProgrammeLine.objects.create(release=release, programme=programme)
    for slug in authors:
        author, _ = Author.objects.get_or_create(slug=slug, name=slug.title())
        Byline.objects.create(release=release, author=author)
    reviewing.submit(release, by=writer())
    release.refresh_from_db()
    publishing.file_in_archive(release, by=editor(), dated=datetime(year, 3, 1, 15, tzinfo=UTC))


@pytest.fixture
def shelf(db) -> None:
    filed("A", 2009, topics=["arms"], authors=["ada"], programmes=["space"])
    filed("B", 2010, topics=["arms", "secrecy"], authors=["ada", "bob"])
    filed("C", 2010, kind="letter", topics=["secrecy"], authors=["bob"], programmes=["space"])
    filed("D", 2011)
    hidden = Topic.objects.create(slug="hidden", name="Hidden")
    draft = ReleaseFactory(headline="E")
    TopicLine.objects.create(release=draft, topic=hidden)


def names(**asked: str) -> str:
    return "".join(hit.version.headline for hit in search(Filters(**asked)).hits)


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"kind": "letter"}, "C"),
        ({"kind": "statement"}, ""),
        ({"topic": "arms"}, "BA"),
        ({"author": "bob"}, "CB"),
        ({"programme": "space"}, "CA"),
        ({"year": "2010"}, "CB"),
        ({"topic": "arms", "author": "bob"}, "B"),
        ({"topic": "arms", "author": "ada", "programme": "space"}, "A"),
        ({"topic": "secrecy", "author": "bob", "kind": "letter", "year": "2010", "q": "body -b"}, "C"),
        ({"topic": "arms", "q": "summary"}, "BA"),
        ({"since": "2010"}, "DCB"),
        ({"until": "2010"}, "CBA"),
        ({"since": "2010", "until": "2010"}, "CB"),
        ({"since": "2010-03-01", "until": "2010-03-01"}, "CB"),
        ({"since": "2010-03-02", "until": "2011-02"}, ""),
        ({"since": "2010-03", "until": "2011-03"}, "DCB"),
        ({"since": "2010", "year": "2009"}, ""),
        ({"topic": "hidden"}, ""),
        ({"topic": "nowhere"}, ""),
        ({"year": "2999"}, ""),
    ],
)
def test_filters_leave_what_fits_all_of_them(shelf, asked, left):
    assert names(**asked) == left


def test_a_day_is_the_day_of_the_organisations_own_zone():
    archived(dated=datetime(2010, 3, 2, 4, 59, tzinfo=UTC), headline="X")

    assert names(since="2010-03-01", until="2010-03-01") == "X"
    assert names(since="2010-03-02") == ""


def test_every_count_is_what_its_choice_would_leave(shelf):
    asked = Filters(topic="secrecy")

    counted = facets(asked)

    assert counted == Facets(
        total=2,
        options={
            "kind": (Option("release", "Release", 1), Option("letter", "Letter", 1)),
            "programme": (Option("space", "Space", 1),),
            "topic": (Option("arms", "Arms", 2), Option("secrecy", "Secrecy", 2)),
            "author": (Option("ada", "Ada", 1), Option("bob", "Bob", 2)),
            "year": (Option("2010", "2010", 2),),
        },
        without={},
        alone={},
        called={},
    )
    for name, options in counted.options.items():
        for option in options:
            assert len(search(asked.choosing(name, option.value)).hits) == option.count


def test_a_search_without_results_counts_what_leaving_a_filter_out_would_leave(shelf):
    counted = search(Filters(topic="arms", author="bob", kind="letter")).facets

    assert (counted.total, counted.without) == (0, {"topic": 1, "author": 0, "kind": 1})
    assert counted.alone == {"topic": 2, "author": 2, "kind": 1}
    assert counted.called == {"topic": "Arms", "author": "Bob"}


def test_a_hidden_name_is_called_as_it_was_asked_for(shelf):
    counted = search(Filters(topic="hidden", q="body")).facets

    assert "Hidden" not in repr(counted)
    assert counted.called == {}


def test_nothing_is_counted_twice_or_before_its_time():
    version = approved(headline="Once")

    counted = facets(Filters())

    assert counted.total == 1
    assert counted.year_totals == {version.year: 1}
