"""Public releases that their followers were not mailed: the desk names them for two weeks."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from releases.actions import mailing
from releases.desk import mailings
from releases.models import Programme, ProgrammeLine, ReleaseVersion, Topic, TopicLine
from tests.factories import ReleaseFactory, approved, archived, editor, writer
from tests.factories.mailings import office
from tests.factories.newsletters import newsletter_editor
from tests.factories.subscribers import SubscriptionFactory

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

pytestmark = pytest.mark.django_db


def named(at) -> list[tuple[str, bool]]:
    return [(row.version.headline, row.is_news) for row in mailings.untold(at)]


def test_what_nobody_mailed_is_named_from_ten_minutes_on_for_two_weeks(at):
    at(NINE)
    SubscriptionFactory(newsletter=None)
    approved(headline="Unmailed")

    seen = [named(NINE + passed) for passed in (9 * MINUTE, 10 * MINUTE, DAY, 14 * DAY - MINUTE, 14 * DAY)]

    assert seen == [[], [("Unmailed", True)], [("Unmailed", False)], [("Unmailed", False)], []]


def test_what_was_mailed_filed_in_the_archive_or_is_wanted_by_nobody_is_not_named(at):
    at(NINE)
    office()
    of_one_kind = SubscriptionFactory(newsletter=None, kind="letter")
    left = SubscriptionFactory(newsletter=None)
    left.state, left.ended_at, left.ended_because = "ended", NINE, "left"
    left.save()
    SubscriptionFactory()
    approved(headline="Of a kind that nobody follows")
    approved(headline="A letter that was mailed", kind="letter")
    archived(dated=NINE - DAY, headline="A letter of the archive", kind="letter")
    mailing.queue_new_releases()
    at(NINE + MINUTE)
    approved(headline="A letter that was not", kind="letter")
    SubscriptionFactory(newsletter=None, confirmed_at=NINE + 2 * MINUTE)

    assert named(NINE + DAY) == [("A letter that was not", True)]
    assert of_one_kind.deliveries.count() == 1


def test_a_follower_of_another_programme_or_topic_misses_nothing(at):
    at(NINE)
    programmes, topics = (
        [model.objects.create(name=name, slug=name.lower()) for name in ("One", "Two")]
        for model in (Programme, Topic)
    )
    SubscriptionFactory(newsletter=None, programme=programmes[0], topic=topics[0])
    for number in (0, 1):
        release = ReleaseFactory(headline=f"Release {number + 1}")
        ProgrammeLine.objects.create(release=release, programme=programmes[0])
        TopicLine.objects.create(release=release, topic=topics[number])
        approved(release)

    assert named(NINE + DAY - MINUTE) == [("Release 1", True)]


def test_the_desk_names_them_to_editors_in_one_query(at, client, django_assert_num_queries):
    at(NINE)
    SubscriptionFactory(newsletter=None)
    for number in range(3):
        approved(headline=f"Unmailed {number}")
    at(NINE + 2 * DAY)

    with django_assert_num_queries(1):
        rows = mailings.untold(NINE + 2 * DAY)
        assert [row.version.release.slug for row in rows] != []
    pages = {}
    for name, person in (("editor", editor()), ("newsletters", newsletter_editor()), ("writer", writer())):
        client.force_login(person)
        pages[name] = client.get(reverse("admin:index")).content.decode()

    assert ReleaseVersion.objects.public().count() == 3
    assert "so its followers are not mailed of it" in pages["editor"]
    assert "Unmailed 2" in pages["newsletters"]
    assert "Not mailed" not in pages["writer"]
