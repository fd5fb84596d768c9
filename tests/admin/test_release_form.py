"""The form of a release: what it keeps, and what two people do to it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin import site
from django.urls import reverse

from releases.actions import editing, reviewing
from releases.forms.release import ReleaseForm
from releases.models import AboutText, Release
from releases.text import sanitize
from tests.factories import (
    AuthorFactory,
    MediaContactFactory,
    ReleaseFactory,
    approved,
    writer,
)
from tests.factories.typing import ADD, CHANGE, errors, opened, typed

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def authors_of(release):
    return list(release.bylines.values_list("author", flat=True))


def test_a_new_release_is_kept_with_its_lines_and_its_first_draft(client, person):
    first, second, contact = AuthorFactory(), AuthorFactory(), MediaContactFactory()
    data = typed(
        headline="Count every missile",
        body="<p>One.</p>",
        owner=person.pk,
        bylines=[{"author": second.pk, "position": "2"}, {"author": first.pk, "position": "1"}],
        contact_lines=[{"contact": contact.pk}],
        resources=[{"kind": "report", "label": "The report", "address": "https://fas.example/report"}],
    )

    response = client.post(reverse(ADD), data)

    release = Release.objects.get()
    assert response.status_code == 302
    assert (release.headline, release.body, release.owner, release.status) == (
        "Count every missile",
        "<p>One.</p>",
        person,
        "draft",
    )
    assert authors_of(release) == [first.pk, second.pk]
    assert [resource.address for resource in release.resources.all()] == ["https://fas.example/report"]
    assert [draft.by for draft in release.drafts.all()] == [person]


def test_lines_without_a_number_come_last_in_the_order_of_typing(client, person):
    one, two, three = AuthorFactory.create_batch(3)
    rows = [{"author": one.pk}, {"author": two.pk, "position": "1"}, {"author": three.pk, "position": ""}]

    client.post(reverse(ADD), typed(headline="Order", bylines=rows))

    release = Release.objects.get()
    assert authors_of(release) == [two.pk, one.pk, three.pk]
    assert list(release.bylines.values_list("position", flat=True)) == [1, 2, 3]


def test_another_owner_is_in_the_history_and_the_same_one_is_not(client, person):
    release, other = ReleaseFactory(in_review=True), writer(first_name="Ruth", last_name="Vance")

    for owner in (other.pk, other.pk, ""):
        client.post(reverse(CHANGE, args=[release.pk]), opened(client, release, owner=owner))

    told = release.events.filter(move="assign").values_list("actor", "reason")
    assert list(told) == [(person.pk, "To nobody."), (person.pk, "To Ruth Vance.")]
    assert Release.objects.get().owner is None


def test_a_new_form_names_its_owner_and_brings_the_about_text_along(client, person):
    about = AboutText.objects.create(title="About FAS", body="<p>We count.</p>", is_default=True)
    AboutText.objects.create(title="About something else", body="<p>No.</p>")

    client.post(reverse(ADD), opened(client, headline="With an About text"))

    release = Release.objects.get()
    assert release.owner == person
    assert [line.about_text for line in release.about_lines.all()] == [about]


def test_what_the_cleaning_drops_is_told(client, person):
    data = typed(headline="Pasted", body='<p onclick="x()">Words<img src="x.png"></p><script>x</script>')

    response = client.post(reverse(ADD), data, follow=True)

    told = [str(message) for message in response.context["messages"] if message.level_tag == "warning"]
    assert Release.objects.get().body == "<p>Words</p>"
    assert told == [
        "A script was removed: scripts cannot be part of the text.",
        sanitize.ELSEWHERE,
    ]


def test_saving_an_opened_form_unchanged_changes_no_word(client, person, at):
    at(NINE - HOUR)
    release = ReleaseFactory(planned_for=NINE, kind="media-advisory", event_starts_at=NINE + HOUR)
    client.post(reverse(CHANGE, args=[release.pk]), opened(client, release))
    before = release.drafts.get().content

    response = client.post(reverse(CHANGE, args=[release.pk]), opened(client, release))

    assert response.status_code == 302
    assert [draft.content for draft in release.drafts.all()] == [before, before]
    assert '"utc":"2026-11-26T14:00:00.000000Z"' in before


def test_the_form_writes_nothing_but_its_own_fields(client, person):
    release = ReleaseFactory(in_review=True)
    forged = {"status": "approved", "submitted_by": "", "edit_token_": "", "created_at": "2001-01-01"}

    client.post(
        reverse(CHANGE, args=[release.pk]), {**opened(client, release), **forged, "headline": "Changed"}
    )

    saved = Release.objects.get()
    assert (saved.headline, saved.status, saved.submitted_by, saved.created_at) == (
        "Changed",
        "review",
        release.submitted_by,
        release.created_at,
    )


def test_a_line_of_another_release_is_never_taken_over(client, person):
    author = AuthorFactory()
    theirs = ReleaseFactory().bylines.create(author=AuthorFactory(), position=1)
    release = ReleaseFactory()
    data = opened(client, release, bylines=[{"id": theirs.pk, "author": author.pk, "position": 1}])

    client.post(reverse(CHANGE, args=[release.pk]), data)

    theirs.refresh_from_db()
    assert theirs.author_id != author.pk
    assert authors_of(release) == [author.pk]


def test_a_move_made_between_opening_and_saving_is_not_undone(rf, client, person):
    release = ReleaseFactory()
    form = ReleaseForm(opened(client, release, headline="Typed"), instance=Release.objects.get())
    assert form.is_valid()
    reviewing.submit(release, by=person)

    site._registry[Release].save_model(rf.post("/"), form.instance, form, True)

    saved = Release.objects.get()
    assert (saved.headline, saved.status, saved.submitted_by) == ("Typed", "review", person)


def test_a_minute_that_passed_since_it_was_saved_holds_up_no_other_change(client, person, at):
    at(NINE)
    release = ReleaseFactory(in_review=True, planned_for=NINE + HOUR)
    at(NINE + 2 * HOUR)
    boxes = {"planned_for_day": "2026-11-26", "planned_for_time": "10:01"}

    client.post(reverse(CHANGE, args=[release.pk]), opened(client, release, headline="Mended at eleven"))
    refused = client.post(reverse(CHANGE, args=[release.pk]), opened(client, release, **boxes))

    saved = Release.objects.get()
    assert (saved.headline, saved.planned_for) == ("Mended at eleven", NINE + HOUR)
    assert list(errors(refused)) == ["planned_for"]


def test_text_that_was_approved_meanwhile_is_refused_and_kept_on_the_page(client, person):
    release = ReleaseFactory()
    data = opened(client, release, headline="Typed too late")
    approved(release)

    response = client.post(reverse(CHANGE, args=[release.pk]), data)

    page = response.content.decode()
    assert Release.objects.get().headline == release.headline
    assert "Typed too late" in page
    assert errors(response)["__all__"] == [
        "What was approved stays as it is. Choose “Edit after approval” first."
    ]
    assert "This text was approved after you opened it, so nothing is saved." in page
    assert not re.search('name="_(save|continue|addanother)"', page)

    editing.edit_after_approval(Release.objects.get(), by=person)

    assert "Show them" in client.get(reverse(CHANGE, args=[release.pk])).content.decode()


def test_a_form_from_before_the_submit_does_not_take_the_address_away(client):
    person = writer()
    release = ReleaseFactory(slug=None)
    client.force_login(person)
    posted = opened(client, release, headline="Typed before the submit")
    reviewing.submit(release, by=writer())

    client.post(reverse("admin:releases_release_change", args=[release.pk]), posted)

    release.refresh_from_db()
    assert (release.headline, bool(release.slug)) == ("Typed before the submit", True)
