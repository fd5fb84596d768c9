"""Experts by topic: whom journalists can interview, and through whom; nobody through a hidden version."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from releases.actions import publishing
from releases.models import ExpertLine, MediaContact, Organisation, Topic, TopicLine
from tests.factories import AuthorFactory, MediaContactFactory, ReleaseFactory, approved, archived, editor

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def missiles():
    return Topic.objects.create(name="Missiles", slug="missiles")


def on(topic, *experts, through=None, **fields):
    """A draft on the topic that offers these people."""
    release = ReleaseFactory(**fields)
    TopicLine.objects.create(release=release, topic=topic)
    for position, expert in enumerate(experts):
        ExpertLine.objects.create(release=release, expert=expert, contact=through, position=position)
    return release


def said(client, topic):
    """What a topic's page says of experts."""
    page = client.get(topic.get_absolute_url()).content.decode()
    section = page.partition('aria-labelledby="experts"')[2].partition("</section>")[0].partition(">")[2]
    return " ".join(re.sub("<[^>]+>", " ", section).split())


def test_a_topic_names_whom_to_interview_and_through_whom(client, missiles):
    monica = MediaContactFactory(name="Monica Amarelo", email="monica@fas.example", hours="Until five")
    ada, bo = AuthorFactory(name="Ada Byron", title="Analyst"), AuthorFactory(name="Bo Lund", title="")
    approved(on(missiles, bo, ada, through=monica))
    approved(on(Topic.objects.create(name="Else", slug="else"), AuthorFactory(name="Nobody Here")))

    page = client.get("/topics/missiles/").content.decode()

    way = "For an interview please contact Monica Amarelo: 202-454-4680 monica@fas.example Until five"
    assert said(client, missiles) == f"Experts Analyst Ada Byron {way} Bo Lund {way}"
    assert f'<a href="/authors/{ada.slug}/">Ada Byron</a>' in page
    assert 'href="tel:+12024544680"' in page


def test_the_latest_release_says_through_whom_and_rows_are_live(client, missiles):
    ada = AuthorFactory(name="Ada Byron", title="")
    first, second = MediaContactFactory(name="First"), MediaContactFactory(name="Second")
    approved(on(missiles, ada, through=second))
    approved(on(missiles, ada, through=first))
    MediaContact.objects.filter(pk=first.pk).update(phone_text="202-555-0100", phone="+12025550100")

    assert said(client, missiles) == ("Experts Ada Byron For an interview please contact First: 202-555-0100")


def test_who_has_left_is_not_called_but_the_successor_or_the_press_office(client, missiles):
    Organisation.objects.create(pk=1, name="FAS", press_phone="+12025550100", press_phone_text="202-555-0100")
    here, gone, lost = (MediaContactFactory(name=name) for name in ("Here", "Gone", "Lost"))
    approved(on(missiles, AuthorFactory(name="Ada", title=""), through=gone))
    approved(on(missiles, AuthorFactory(name="Bo", title=""), through=lost))
    MediaContact.objects.filter(pk=gone.pk).update(is_active=False, successor=here)
    MediaContact.objects.filter(pk=lost.pk).update(is_active=False)

    assert said(client, missiles) == (
        "Experts Ada For an interview please contact Here: 202-454-4680 "
        "Bo For an interview please contact the press office: 202-555-0100 ."
    )


def test_nobody_appears_through_a_hidden_version(at, client, missiles):
    at(NINE)
    approved(on(missiles))
    on(missiles, AuthorFactory(name="Drafted"))
    approved(on(missiles, AuthorFactory(name="Due")), public_from=NINE + HOUR)
    gone = approved(on(missiles, AuthorFactory(name="Withdrawn")))
    at(NINE + timedelta(minutes=1))
    publishing.withdraw(gone.release, by=editor(), reason="Wrong.", shows_headline=True)

    before = said(client, missiles), "Experts by topic" in client.get("/contacts/").content.decode()
    at(NINE + HOUR)
    after = said(client, missiles)

    assert before == ("", False)
    assert re.findall("Due|Drafted|Withdrawn", after) == ["Due"]


def test_the_contacts_lead_to_the_topics_that_have_experts(client, missiles):
    approved(on(missiles, AuthorFactory()))
    approved(on(Topic.objects.create(name="Nobody for it", slug="nobody")))

    page = client.get("/contacts/").content.decode()

    assert '<a href="/topics/missiles/#experts">Missiles</a>' in page
    assert "Nobody for it" not in page


def test_words_that_look_like_the_sign_of_no_experts_hide_nobody(client, missiles):
    approved(on(missiles, AuthorFactory(name="Ada Byron"), body='<p>{"experts":[]}</p>'))

    assert "Ada Byron" in said(client, missiles)


@pytest.mark.parametrize("count", [1, 4])
def test_a_topic_with_experts_costs_six_queries_however_many(
    client, missiles, count, django_assert_num_queries
):
    for _ in range(count):
        approved(on(missiles, AuthorFactory(), through=MediaContactFactory()))

    with django_assert_num_queries(6):
        response = client.get("/topics/missiles/")

    assert len(response.context["experts"]) == count


def test_an_old_page_of_releases_names_no_experts_again(client, missiles):
    approved(on(missiles, AuthorFactory()))
    archived(dated=NINE)

    page = client.get("/topics/missiles/?before=1-1").content.decode()

    assert 'id="experts"' not in page
