"""Nobody decides what their page did not show: every button carries what it was pressed under."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from releases.actions import addressing, editing, publishing, reviewing
from releases.models import Event, Release
from tests.factories import ReleaseFactory, approved, editor, writer
from tests.factories.newsletters import IssueFactory

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEXT = "The text was changed after you opened this page."
STANDING = "What readers see or are about to see has changed since you opened this page."
ADDRESS = "It was moved after you opened this page."
NOTHING_TO_CHANGE = (
    "Readers have seen no version yet, so there is nothing to correct or to update."
    " Choose “No change to announce”."
)
TYPED = {"note": "Mend it.", "reason": "Wrong.", "headline": "shown", "slug": "third-address", "when": "now"}


def as_it_is(release):
    return Release.objects.get(pk=release.pk)


def save_words(release, at):
    editing.record(as_it_is(release), by=writer())


def schedule_the_next(release, at):
    approved(editing.edit_after_approval(as_it_is(release), by=writer()), public_from=NINE + HOUR)


def let_it_go_out(release, at):
    at(NINE + 2 * HOUR)


def approve_another_alone(release, at):
    reopened = editing.edit_after_approval(as_it_is(release), by=writer())
    at(NINE + HOUR)
    publishing.approve_alone(reopened, by=editor(), reason="Urgent again.")


def move_it(release, at):
    addressing.move_address(as_it_is(release), by=editor(), slug="second-address")


def withdraw_it(release, at):
    publishing.withdraw(as_it_is(release), by=editor(), reason="Wrong.", shows_headline=False)


def schedule_it_anew(release, at):
    approved(editing.edit_after_approval(as_it_is(release), by=writer()), public_from=NINE + 2 * HOUR)


def live_and_the_next_in_review():
    release = editing.edit_after_approval(approved().release, by=writer())
    return reviewing.submit(release, by=writer())


def alone():
    return publishing.approve_alone(ReleaseFactory(), by=editor(), reason="Urgent.").release


MEANWHILE = {
    "submit": (ReleaseFactory, writer, save_words, TEXT),
    "send-back": (lambda: ReleaseFactory(in_review=True), editor, save_words, TEXT),
    "approve": (live_and_the_next_in_review, editor, withdraw_it, STANDING),
    "approve-alone": (live_and_the_next_in_review, editor, withdraw_it, STANDING),
    "cancel": (lambda: approved(public_from=NINE + HOUR).release, editor, schedule_it_anew, STANDING),
    "withdraw": (lambda: approved().release, editor, schedule_the_next, STANDING),
    "edit-after-approval": (
        lambda: approved(public_from=NINE + HOUR).release, writer, let_it_go_out, STANDING,
    ),
    "sign-off": (alone, editor, approve_another_alone, STANDING),
    "move-address": (lambda: approved().release, editor, move_it, ADDRESS),
}  # fmt: skip


@pytest.mark.parametrize("move", MEANWHILE)
def test_a_page_that_shows_something_else_by_now_does_nothing(client, at, move):
    make, person, meanwhile, sentence = MEANWHILE[move]
    at(NINE)
    release = make()
    client.force_login(person())
    url = reverse(f"admin:releases_release_{move}", args=[release.pk])
    shown = client.get(url).context
    at(NINE + timedelta(minutes=1))
    meanwhile(release, at)
    before = Event.objects.count()

    refused = client.post(url, {**TYPED, **shown["carried"], "shown": shown["shown"]})
    again = client.post(url, {**TYPED, **refused.context["carried"], "shown": refused.context["shown"]})

    assert refused.status_code == 409
    assert str(refused.context["refusal"]).startswith(sentence)
    assert again.status_code == 302
    assert Event.objects.count() == before + 1


def test_the_cancel_page_names_what_follows_without_what_it_cancels(client, at):
    at(NINE)
    release = approved().release
    schedule_the_next(release, at)
    client.force_login(editor())

    page = client.get(reverse("admin:releases_release_cancel", args=[release.pk]))

    said = {fact.term: " ".join(fact.words) for fact in page.context["confirmation"].facts}
    assert said["What readers see"] == "Everybody reads version 1."


def test_an_editor_who_changed_the_text_in_review_is_told_why_there_is_no_button(client, at):
    at(NINE)
    release, person, other = ReleaseFactory(in_review=True), editor(), editor()
    editing.record(as_it_is(release), by=person)
    why = "You changed the text while it was in review."

    def seen_by(somebody):
        client.force_login(somebody)
        form = client.get(reverse("admin:releases_release_change", args=[release.pk]))
        desk = client.get(reverse("admin:index")).content.decode()
        approve = client.get(reverse("admin:releases_release_approve", args=[release.pk]))
        return (
            [move.label for move in form.context["moves"]],
            any(why in notice for notice in form.context["notices"]),
            why in desk,
            approve.context["confirmation"] is None,
        )

    assert seen_by(person) == (["Send back", "Approve alone"], True, True, True)
    assert seen_by(other) == (["Review and approve", "Send back", "File in the archive"], False, False, False)


@pytest.mark.parametrize("change", ["correction", "update"])
def test_nothing_is_corrected_that_nobody_has_read(client, change):
    release = ReleaseFactory(change=change, change_note="The price was wrong.")
    client.force_login(writer())
    url = reverse("admin:releases_release_submit", args=[release.pk])
    shown = client.get(url).context

    refused = client.post(url, {**shown["carried"], "shown": shown["shown"]})

    assert refused.status_code == 409
    assert str(refused.context["refusal"]) == NOTHING_TO_CHANGE
    assert said_in_the_way(shown) == [(NOTHING_TO_CHANGE,)]


def said_in_the_way(shown):
    return [fact.words for fact in shown["confirmation"].facts if fact.term == "What is in the way"]


def test_the_page_says_before_the_press_that_nobody_has_read_what_is_corrected(client, at):
    at(NINE)
    release = editing.edit_after_approval(approved(public_from=NINE + HOUR).release, by=writer())
    release.change, release.change_note = "correction", "The price was wrong."
    release.save()
    reviewing.submit(release, by=writer())
    client.force_login(editor())
    url = reverse("admin:releases_release_approve", args=[release.pk])

    before = client.get(url).context
    at(NINE + HOUR)
    after = client.get(url).context

    assert (said_in_the_way(before), said_in_the_way(after)) == ([(NOTHING_TO_CHANGE,)], [])


def test_the_page_says_before_the_press_that_the_announced_issue_is_not_public(client):
    issue = IssueFactory()
    release = ReleaseFactory(in_review=True, announces=issue)
    client.force_login(editor())

    (said,) = said_in_the_way(
        client.get(reverse("admin:releases_release_approve", args=[release.pk])).context
    )

    assert said[0].startswith(f"The issue that it announces, “{issue}”, is not public by then.")


def test_the_page_says_before_the_press_that_readers_have_this_note_already(client, at):
    at(NINE)
    release = editing.edit_after_approval(approved().release, by=writer())
    release.change, release.change_note = "correction", "The price was wrong."
    release.save()
    at(NINE + HOUR)
    again = editing.edit_after_approval(approved(release).release, by=writer())
    again.change, again.change_note = "correction", "The price was wrong."
    again.save()
    reviewing.submit(again, by=writer())
    client.force_login(editor())

    (said,) = said_in_the_way(
        client.get(reverse("admin:releases_release_approve", args=[release.pk])).context
    )

    assert said[0].startswith("Readers have this note already, with version 2.")
