"""The first page of the admin, and what every page of the admin sends along."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from releases.actions import editing, publishing
from releases.admin.site import PressAdminSite
from releases.vocabulary import Role
from tests.factories import ReleaseFactory, UserFactory, approved, editor, writer
from tests.factories.newsletters import IssueFactory, newsletter_editor

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def desk(client, person):
    client.force_login(person)
    return client.get(reverse("admin:index"))


def counts(response):
    return {part.anchor: len(part.rows) for part in response.context["parts"]}


def links(response, anchor):
    (part,) = (part for part in response.context["parts"] if part.anchor == anchor)
    return [[link.label for link in row.links] for row in part.rows]


def test_the_admin_is_the_press_offices_own():
    assert isinstance(admin.site, PressAdminSite)
    assert dict(admin.site.actions) == {}


def test_the_desk_says_in_words_that_nothing_waits(client, at):
    at(NINE)

    response = desk(client, editor())

    page = response.content.decode()
    assert "As of" in page
    assert "Monday, 23 November 2026, 9:00 a.m. EST" in page
    for sentence in (
        "Nothing waits for an editor.",
        "Nothing is scheduled.",
        "Readers see every release as it was last approved.",
        "Two people have read everything that was approved.",
        "You have no drafts.",
        "No newsletter issue is in review.",
    ):
        assert sentence in page


def test_what_waits_for_somebody_stands_above_everything_else(client, at):
    at(NINE)
    ReleaseFactory(headline="Waits", in_review=True)

    response = desk(client, editor())

    page = response.content.decode()
    assert [part.anchor for part in response.context["waits_for_nobody"]] == [
        "scheduled", "changes", "alone", "drafts", "issues", "untold", "links", "failed",
    ]  # fmt: skip
    assert page.index("Waits") < page.index("Nothing waits here") < page.index("Nothing is scheduled.")
    # Every link of the jump list has its place, wherever that is.
    assert all(page.count(f'id="{part.anchor}"') == 1 for part in response.context["parts"])


def test_the_desk_links_to_the_pages_that_this_person_may_use(client, at):
    at(NINE)
    ReleaseFactory(in_review=True)
    approved(public_from=NINE + HOUR)
    reopened = approved().release
    IssueFactory(in_review=True)
    publishing.approve_alone(ReleaseFactory(), by=editor(), reason="On deadline.")
    at(NINE + timedelta(minutes=1))
    editing.edit_after_approval(reopened, by=writer())

    by_editor, by_writer = desk(client, editor()), desk(client, writer())
    by_newsletters = desk(client, newsletter_editor())

    assert counts(by_editor) == {
        "review": 1, "scheduled": 1, "changes": 1, "alone": 1, "drafts": 0, "issues": 1, "untold": 0,
        "links": 0, "failed": 0,
    }  # fmt: skip
    assert [links(by_editor, part) for part in ("review", "scheduled", "changes", "alone", "issues")] == [
        [["Review and approve", "Send back", "File in the archive"]],
        [["Cancel the schedule"]],
        [["Submit for approval"]],
        [["Read and sign off"]],
        [[]],
    ]
    assert [links(by_writer, part) for part in ("review", "scheduled", "changes", "alone")] == [
        [[]],
        [[]],
        [["Submit for approval"]],
        [[]],
    ]
    assert links(by_newsletters, "issues") == [["Review and approve", "Send back"]]


def test_every_link_of_the_desk_answers(client, at):
    at(NINE)
    me = editor()
    ReleaseFactory(in_review=True)
    ReleaseFactory(owner=me)
    approved(public_from=NINE + HOUR)
    IssueFactory(in_review=True)

    response = desk(client, me)

    for part in response.context["parts"]:
        for row in part.rows:
            assert [client.get(link.url).status_code for link in row.links] == [200] * len(row.links)
            assert client.get(row.url).status_code == 200


def test_people_without_a_role_see_no_release(client):
    ReleaseFactory(headline="Not for everybody", in_review=True)

    response = desk(client, UserFactory())

    assert "Your account has no role yet. Ask an administrator for one." in response.content.decode()
    assert "Not for everybody" not in response.content.decode()


def test_a_superuser_without_a_role_reads_and_moves_nothing(client):
    ReleaseFactory(in_review=True)

    response = desk(client, User.objects.create_superuser("root"))

    assert "you can read the desk, but not move anything" in response.content.decode()
    assert links(response, "review") == [[]]


def test_an_administrator_reads_the_desk(client):
    release = ReleaseFactory(in_review=True)

    response = desk(client, UserFactory(roles=[Role.ADMINISTRATOR]))

    assert counts(response)["review"] == 1
    assert links(response, "review") == [[]]
    assert release.headline in response.content.decode()


def test_the_page_costs_as_many_queries_however_long_it_is(client, at):
    at(NINE)
    me = editor()

    def queries_of_the_desk():
        ReleaseFactory(in_review=True)
        ReleaseFactory(owner=me)
        approved(public_from=NINE + HOUR)
        IssueFactory(in_review=True)
        client.force_login(me)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("admin:index"))
        return len(captured)

    assert queries_of_the_desk() == queries_of_the_desk()


@pytest.mark.parametrize("name", ["admin:index", "admin:login", "admin:jsi18n", "admin:releases_release_add"])
def test_no_cache_keeps_a_page_of_the_admin_and_scripts_come_from_here_alone(client, name):
    if name != "admin:login":
        client.force_login(editor())

    response = client.get(reverse(name))

    assert response.status_code == 200
    assert {"private", "no-store"} <= {part.strip() for part in response["Cache-Control"].split(",")}
    policy = dict(
        part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";") if part
    )
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["default-src"] == "'self'"


def test_strangers_are_sent_to_the_login_without_a_trace_of_the_desk(client):
    ReleaseFactory(headline="Not for everybody", in_review=True)

    response = client.get(reverse("admin:index"), follow=True)

    assert response.redirect_chain[0][0].startswith(reverse("admin:login"))
    assert "Not for everybody" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_words_of_writers_are_text_on_the_desk(client):
    ReleaseFactory(headline="<b>Bold</b> & brave", in_review=True)

    page = desk(client, editor()).content.decode()

    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; brave" in page
    assert "<b>Bold</b>" not in page
