"""The list of releases for staff: where each stands, what is found, what can be done to several."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from releases.actions import editing, publishing
from releases.models import Programme, Release
from releases.vocabulary import Role
from tests.factories import ReleaseFactory, UserFactory, approved, editor, writer

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LIST = "admin:releases_release_changelist"


@pytest.fixture
def person(client, at):
    at(NINE)
    person = writer()
    client.force_login(person)
    return person


def found(client, **query) -> set[str]:
    changelist = client.get(reverse(LIST), query).context["cl"]
    return {release.headline for release in changelist.result_list}


@pytest.fixture
def newsroom(at, person):
    """One release in each public state, and one that is in two of them."""
    at(NINE)
    ReleaseFactory(headline="never", owner=person, kind="letter")
    approved(ReleaseFactory(headline="live"))
    approved(ReleaseFactory(headline="scheduled"), public_from=NINE + 24 * HOUR)
    both = approved(ReleaseFactory(headline="both")).release
    gone = approved(ReleaseFactory(headline="withdrawn")).release
    at(NINE + HOUR)
    publishing.withdraw(gone, by=editor(), reason="Wrong.", shows_headline=True)
    editing.edit_after_approval(both, by=person)
    approved(both, public_from=NINE + 24 * HOUR)


@pytest.mark.parametrize(
    ("query", "headlines"),
    [
        ({}, {"never", "live", "scheduled", "both", "withdrawn"}),
        ({"public": "never"}, {"never"}),
        ({"public": "live"}, {"live", "both"}),
        ({"public": "scheduled"}, {"scheduled", "both"}),
        ({"public": "withdrawn"}, {"withdrawn"}),
        ({"status__exact": "draft"}, {"never"}),
        ({"kind__exact": "letter"}, {"never"}),
        ({"owner": "me"}, {"never"}),
        ({"owner": "nobody"}, {"live", "scheduled", "both", "withdrawn"}),
        ({"public": "forged"}, {"never", "live", "scheduled", "both", "withdrawn"}),
        ({"owner": "1 OR 1"}, {"never", "live", "scheduled", "both", "withdrawn"}),
    ],
)
def test_filters_find_what_they_name(client, newsroom, query, headlines):
    assert found(client, **query) == headlines


def test_a_programme_filters_what_speaks_in_it(client, person):
    programme = Programme.objects.create(name="Arms Sales", slug="arms-sales")
    ReleaseFactory(headline="Theirs").programme_lines.create(programme=programme)
    ReleaseFactory(headline="Others'")

    assert found(client, programme="arms-sales") == {"Theirs"}


@pytest.mark.parametrize("word", ["zirconium", "zircon slug", "zircon-address"])
def test_search_looks_into_the_working_text(client, person, word):
    ReleaseFactory(headline="By body", body="<p>About zirconium.</p>")
    ReleaseFactory(headline="zircon slug", slug="zircon-address")
    ReleaseFactory(headline="Nothing of the kind")

    expected = {"By body"} if word == "zirconium" else {"zircon slug"}
    assert found(client, q=word) == expected


def test_columns_say_where_each_stands(client, newsroom):
    page = client.get(reverse(LIST)).content.decode()

    assert "Live and Scheduled" in page
    assert "Goes out Friday, 27 November 2026, 9:00 a.m. EST (14:00 UTC)" in page
    # The draft is public when somebody approves it; nothing is under way for the withdrawn one.
    assert page.count("When approved") == 1
    assert page.count("Not any more") == 1
    assert 'href="http://127.0.0.1:8000/releases/live/">Public link</a>' in page
    assert "/releases/scheduled/" not in page


def test_the_list_costs_the_same_however_long(client, person):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse(LIST))
        return len(queries)

    approved(ReleaseFactory(owner=person))
    one = cost()
    for _ in range(4):
        approved(ReleaseFactory(owner=person))

    assert cost() == one


def act(client, action, *releases):
    data = {"action": action, "_selected_action": [release.pk for release in releases]}
    response = client.post(reverse(LIST), data, follow=True)
    return [str(message) for message in response.context["messages"]]


def test_assign_to_me_makes_them_mine(client, person):
    releases = [ReleaseFactory(headline="One"), ReleaseFactory(headline="Two", owner=editor())]

    told = act(client, "assign_to_me", *releases)

    assert [release.owner for release in Release.objects.all()] == [person, person]
    assert sorted(told) == ["Yours now: One.", "Yours now: Two."]


def test_copy_as_new_draft_leaves_the_original_alone(client, person):
    original = approved(ReleaseFactory(headline="Original")).release

    told = act(client, "copy_as_new_draft", original)

    copies = Release.objects.exclude(pk=original.pk)
    assert [(copy.headline, copy.status, copy.owner, copy.slug) for copy in copies] == [
        ("Original", "draft", person, None)
    ]
    assert told == ["Copied as a new draft: Original."]


def test_people_without_the_right_are_refused_with_a_sentence(client):
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))
    release = ReleaseFactory(headline="Untouched", owner=None)

    told = act(client, "assign_to_me", release) + act(client, "copy_as_new_draft", release)

    assert [sentence.split(" needs ")[0] for sentence in told] == [
        "Untouched: Assigning",
        "Untouched: Copying",
    ]
    assert [release.owner for release in Release.objects.all()] == [None]


def test_nothing_in_the_list_deletes_or_changes_what_readers_see(client, person):
    release = approved(ReleaseFactory()).release

    response = client.get(reverse(LIST))
    names = set(response.context["cl"].model_admin.get_actions(response.wsgi_request))
    act(client, "delete_selected", release)

    assert Release.objects.exists()
    assert names <= {"assign_to_me", "copy_as_new_draft"}
