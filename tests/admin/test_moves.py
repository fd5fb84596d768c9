"""The confirm pages: what they say, what their button does, and what nobody can force."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from releases.actions import editing, publishing, reviewing
from releases.desk.scene import look
from releases.models import (
    Event,
    OldAddress,
    PictureLine,
    Release,
    ReleaseVersion,
    Resource,
    Withdrawal,
)
from releases.queries.standing import standing
from releases.vocabulary import Role, Status
from tests.factories import ReleaseFactory, UserFactory, approved, editor, writer
from tests.factories.media import document, picture
from tests.factories.newsletters import newsletter_editor

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NINE_TEXT = "Monday, 23 November 2026, 9:00 a.m. EST"
MOVES = (
    "submit", "send-back", "approve", "approve-alone", "file-in-archive", "cancel", "edit-after-approval",
    "sign-off", "move-address", "withdraw",
)  # fmt: skip


def url(move, release):
    return reverse(f"admin:releases_release_{move}", args=[release.pk])


def page(client, move, release, *, by):
    client.force_login(by)
    return client.get(url(move, release))


def press(client, move, release, *, by, **typed):
    """Open the page, fill it in, and press its button, as a person does."""
    context = page(client, move, release, by=by).context
    return client.post(url(move, release), {**on_page(context), **typed})


def on_page(context):
    return {**context["carried"], "shown": context["shown"]}


def terms(response):
    return {fact.term: " ".join(fact.words) for fact in response.context["confirmation"].facts}


def squeezed(response):
    return " ".join(response.content.decode().split())


def happened(release):
    return list(Event.objects.filter(release=release).values_list("move", flat=True))


def status(release):
    return Release.objects.get(pk=release.pk).status


def everything():
    return (
        list(Release.objects.order_by("pk").values()),
        list(ReleaseVersion.objects.order_by("pk").values()),
        Event.objects.count(),
        Withdrawal.objects.count(),
        OldAddress.objects.count(),
    )


def test_submit_hands_the_text_to_the_desk_and_says_so(client):
    release, person = ReleaseFactory(), writer()

    response = press(client, "submit", release, by=person)

    assert response.status_code == 302
    assert response.url == reverse("admin:releases_release_change", args=[release.pk])
    release.refresh_from_db()
    assert (release.status, release.submitted_by) == (Status.REVIEW, person)
    messages = [str(message) for message in client.get(response.url).context["messages"]]
    assert messages == ["Submitted. It waits on the desk of the editors."]


def test_submit_says_what_to_mend_and_where(client):
    release = ReleaseFactory(headline="", contacts=[])

    response = press(client, "submit", release, by=writer())

    assert response.status_code == 409
    form = reverse("admin:releases_release_change", args=[release.pk]) + "?mend=yes"
    assert [(finding.url, finding.sentence) for finding in response.context["findings"]] == [
        (f"{form}#id_headline", "Write a headline."),
        (
            f"{form}#contact_lines-group",
            "Name a media contact with a telephone. Journalists call before they write.",
        ),
    ]
    assert status(release) == Status.DRAFT


def test_submit_says_that_the_proposed_minute_has_passed(client, at):
    at(NINE + HOUR)
    release = ReleaseFactory(planned_for=NINE)

    said = terms(page(client, "submit", release, by=writer()))["When it is approved"]

    assert said == (
        f"You propose {NINE_TEXT} (14:00 UTC), which has passed:"
        " better choose another minute before you submit. The editor decides."
    )


def test_send_back_needs_a_note_and_keeps_it_in_the_history(client):
    release, person = ReleaseFactory(in_review=True), editor()

    without = press(client, "send-back", release, by=person, note=" ")
    with_note = press(client, "send-back", release, by=person, note="Name the place.")

    assert without.context["form"].errors == {"note": ["Write a note: what should the writer mend?"]}
    assert with_note.status_code == 302
    assert status(release) == Status.DRAFT
    assert release.events.first().reason == "Name the place."


def test_approve_names_the_planned_minute_with_weekday_zone_utc_and_how_long_it_is(client, at):
    at(NINE - timedelta(days=3, hours=4))
    release = ReleaseFactory(in_review=True, planned_for=NINE)

    response = page(client, "approve", release, by=editor())

    confirmation = response.context["confirmation"]
    assert confirmation.question == f"Approve this release for {NINE_TEXT}?"
    assert confirmation.button == f"Approve for {NINE_TEXT}"
    assert terms(response) | {"Who decided": ""} == {
        f"From {NINE_TEXT} (14:00 UTC), in 3 days 4 h": (
            "Everybody reads version 1 on the list, on its own page and on the print page."
        ),
        "Until then": "Nobody outside the press office can read it.",
        "Who decided": "",
        "Desk checks": "Nothing to mend.",
        "If it goes wrong": (
            f"You can cancel until five seconds before {NINE_TEXT}."
            " After that it can only be corrected, updated or withdrawn."
        ),
    }


def test_approve_for_the_planned_minute_makes_the_version_for_that_minute(client, at):
    at(NINE - HOUR)
    release, person = ReleaseFactory(in_review=True, planned_for=NINE), editor()

    response = press(client, "approve", release, by=person, when="planned")

    assert response.status_code == 302
    version = ReleaseVersion.objects.get(release=release)
    assert (version.number, version.public_from, version.approved_by) == (1, NINE, person)
    messages = [str(message) for message in client.get(response.url).context["messages"]]
    assert messages == [f"Approved. Everybody reads version 1 from {NINE_TEXT} (14:00 UTC) on."]


def test_approve_now_is_one_press_when_nothing_is_planned(client, at):
    at(NINE)
    release = ReleaseFactory(in_review=True)

    response = press(client, "approve", release, by=editor(), when="now")

    assert response.status_code == 302
    assert ReleaseVersion.objects.public(NINE).get().release == release


def test_another_choice_is_put_in_words_before_anything_happens(client, at):
    at(NINE - HOUR)
    release, person = ReleaseFactory(in_review=True), editor()
    typed = {"when": "other", "minute_day": "2026-11-24", "minute_time": "10:30"}

    asked = press(client, "approve", release, by=person, **typed)

    assert asked.status_code == 200
    assert asked.context["confirmation"].button == "Approve for Tuesday, 24 November 2026, 10:30 a.m. EST"
    assert "Nothing has happened yet" in asked.content.decode()
    assert not ReleaseVersion.objects.exists()

    done = client.post(url("approve", release), {**on_page(asked.context), **typed})

    assert done.status_code == 302
    assert ReleaseVersion.objects.get().public_from == datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"when": "other"}, {"minute": ["Type the day and the time."]}),
        ({}, {"when": ["Choose when it becomes public."]}),
        (
            {"when": "other", "minute_day": "2026-11-23", "minute_time": "08:00"},
            {
                "minute": [
                    "Monday, 23 November 2026, 8:00 a.m. EST (13:00 UTC) has passed."
                    " Choose a later minute or “now”."
                ]
            },
        ),
        (
            {"when": "now", "minute_day": "2026-11-24", "minute_time": "10:30"},
            {
                "minute": [
                    "Choose “At another minute” for Tuesday, 24 November 2026, 10:30 a.m. EST (15:30 UTC),"
                    " or empty its boxes."
                ]
            },
        ),
        (
            {"when": "other", "minute_day": "2027-03-14", "minute_time": "02:30"},
            {
                "minute": [
                    "2:30 a.m. on Sunday, 14 March 2027 does not exist in New York:"
                    " the clocks jump from 2:00 a.m. to 3:00 a.m.: choose a time before or after."
                ]
            },
        ),
    ],
)
def test_a_minute_that_cannot_be_gets_a_sentence_beside_its_field(client, at, typed, errors):
    at(NINE)
    release = ReleaseFactory(in_review=True)

    response = press(client, "approve", release, by=editor(), **typed)

    assert response.context["form"].errors == errors
    assert not ReleaseVersion.objects.exists()


def test_a_planned_minute_that_has_passed_is_asked_again_and_never_turned_into_now(client, at):
    at(NINE + HOUR)
    release = ReleaseFactory(in_review=True, planned_for=NINE)

    response = page(client, "approve", release, by=editor())

    assert response.context["confirmation"].button == "Show what this does"
    assert [value for value, _ in response.context["form"].fields["when"].choices] == ["now", "other"]


def test_a_minute_that_passes_while_the_page_is_open_is_asked_again(client, at):
    at(NINE - HOUR)
    release, person = ReleaseFactory(in_review=True, planned_for=NINE), editor()
    seen = on_page(page(client, "approve", release, by=person).context)
    at(NINE + HOUR)

    response = client.post(url("approve", release), {**seen, "when": "planned"})

    assert response.status_code == 200
    assert "when" in response.context["form"].errors
    assert not ReleaseVersion.objects.exists()


def test_the_submitter_cannot_approve(client):
    person = editor()
    release = ReleaseFactory(in_review=person)

    looked = page(client, "approve", release, by=person)
    hidden = {"seen": str(release.edit_token), "looked_at": looked.context["carried"]["looked_at"]}
    forged = client.post(url("approve", release), {"when": "now", "shown": "now", **hidden})

    assert looked.context["confirmation"] is None
    assert str(looked.context["refusal"]) == "Somebody else has to approve what you submitted."
    assert forged.status_code == 409
    assert str(forged.context["refusal"]) == "Somebody else has to approve what you submitted."
    assert status(release) == Status.REVIEW


def test_approving_alone_needs_a_reason_that_the_version_keeps(client):
    person = editor()
    release = ReleaseFactory(in_review=person)

    without = press(client, "approve-alone", release, by=person, when="now", reason="")
    with_reason = press(
        client, "approve-alone", release, by=person, when="now", reason="Everybody is on a plane."
    )

    assert without.context["form"].errors == {
        "reason": ["Write why nobody else can approve this. Another editor will read it."]
    }
    assert with_reason.status_code == 302
    assert ReleaseVersion.objects.get().override_reason == "Everybody is on a plane."


def test_text_that_changed_behind_the_page_is_not_approved_and_what_was_typed_stays(client):
    release, person = ReleaseFactory(), editor()
    seen = on_page(page(client, "approve-alone", release, by=person).context)
    editing.record(Release.objects.get(pk=release.pk), by=writer())

    response = client.post(url("approve-alone", release), {**seen, "when": "now", "reason": "On deadline."})

    assert response.status_code == 409
    assert str(response.context["refusal"]).startswith("The text was changed after you opened this page.")
    assert response.context["form"]["reason"].value() == "On deadline."
    assert not ReleaseVersion.objects.exists()


def test_words_for_another_choice_do_not_hide_that_the_text_has_changed(client, at):
    at(NINE)
    release, person = ReleaseFactory(in_review=True), editor()
    seen = on_page(page(client, "approve", release, by=person).context)
    editing.record(Release.objects.get(pk=release.pk), by=writer())
    typed = {"when": "other", "minute_day": "2026-11-24", "minute_time": "10:30"}

    asked = client.post(url("approve", release), {**seen, **typed})
    pressed = client.post(url("approve", release), {**on_page(asked.context), **typed})

    assert (asked.status_code, pressed.status_code) == (200, 409)
    assert not ReleaseVersion.objects.exists()


def test_the_second_of_two_editors_gets_a_sentence(client):
    release, second = ReleaseFactory(in_review=True), editor()
    seen = on_page(page(client, "approve", release, by=second).context)
    publishing.approve(Release.objects.get(pk=release.pk), by=editor())

    response = client.post(url("approve", release), {**seen, "when": "now"})

    assert response.status_code == 409
    assert (
        str(response.context["refusal"])
        == "“Approve” needs a release that is in review; this one is approved."
    )
    assert ReleaseVersion.objects.count() == 1


def test_cancel_takes_back_only_the_version_that_the_person_saw(client, at):
    at(NINE - HOUR)
    version = approved(public_from=NINE)
    release, person = version.release, editor()
    seen = on_page(page(client, "cancel", release, by=person).context)

    refused = client.post(url("cancel", release), {**seen, "scheduled": str(version.pk + 1)})
    done = client.post(url("cancel", release), seen)

    assert str(refused.context["refusal"]).startswith(
        "What readers see or are about to see has changed since you opened this page."
    )
    assert done.status_code == 302
    version.refresh_from_db()
    assert (version.number, version.public_until, status(release)) == (None, NINE, Status.DRAFT)


def test_whoever_cancels_too_late_is_led_to_the_withdrawal(client, at):
    at(NINE - HOUR)
    release = approved(public_from=NINE).release
    seen = on_page(page(client, "cancel", release, by=editor()).context)
    at(NINE)

    late = client.post(url("cancel", release), seen)

    assert str(late.context["refusal"]) == "“Cancel” needs a release that is scheduled; this one is live."
    assert "Withdraw" in [link.label for link in late.context["others"]]


def test_withdraw_leaves_the_notice_that_was_typed(client):
    release, person = approved().release, editor()

    without = press(client, "withdraw", release, by=person, headline="shown", reason="")
    done = press(client, "withdraw", release, by=person, headline="hidden", reason="It named a witness.")

    assert without.context["form"].errors == {
        "reason": ["Write the reason. Readers find it at the address of the release."]
    }
    assert done.status_code == 302
    notice = Withdrawal.objects.get()
    assert (notice.reason, notice.shows_headline, notice.by) == ("It named a witness.", False, person)


def test_approving_a_withdrawn_release_says_that_it_reinstates_it(client):
    release = approved().release
    publishing.withdraw(release, by=editor(), reason="Wrong figures.", shows_headline=True)
    release = editing.edit_after_approval(release, by=writer())
    reviewing.submit(release, by=writer())

    response = page(client, "approve", release, by=editor())

    assert response.context["confirmation"].question == "Reinstate this release and publish it now?"
    assert terms(response)["At once"] == (
        "Everybody reads version 2 on the list, on its own page and on the print page."
        " This reinstates the withdrawn release as a new version."
    )
    assert press(client, "approve", release, by=editor(), when="now").status_code == 302
    assert happened(release)[0] == "reinstate"


def test_a_correction_shows_its_note_and_what_changed_since_readers_last_looked(client):
    release = approved().release
    reopened = editing.edit_after_approval(release, by=writer())
    reopened.change, reopened.change_note, reopened.headline = "correction", "The price was wrong.", "Better"
    reopened.save()
    reviewing.submit(reopened, by=writer())

    response = page(client, "approve", release, by=editor())

    told = terms(response)
    assert response.context["confirmation"].question == "Approve this correction and publish it now?"
    assert told["The correction as readers will see it"] == "The price was wrong."
    assert told["What changed since version 1"] == "Headline, Note of the change."
    shown = squeezed(response)
    assert f"<del>{release.headline}</del> <ins>Better</ins>" in shown
    assert "<ins>Correction: The price was wrong.</ins>" in shown
    assert told["Afterwards"] == "Version 1 stays readable at its own address, marked as superseded."


@pytest.mark.parametrize("move", ["submit", "approve", "approve-alone"])
def test_every_page_before_an_approval_marks_the_words_that_changed(client, move):
    release = approved(body="<p>Planes are safe; it costs $34 billion in all.</p>").release
    reopened = editing.edit_after_approval(release, by=writer())
    reopened.body = "<p>Planes are safe; it costs $43 billion in all.</p>"
    reopened.save()
    if move not in ("submit", "approve-alone"):
        reviewing.submit(reopened, by=writer())

    response = page(client, move, release, by=editor())

    assert terms(response)["What changed since version 1"] == "Text."
    assert "it costs <del>$34</del> <ins>$43</ins> billion in all." in squeezed(response)


def test_a_text_in_which_nothing_changed_says_so_and_a_first_version_compares_with_nothing(client):
    reopened = editing.edit_after_approval(approved().release, by=writer())
    first = ReleaseFactory()

    unchanged, new = (page(client, "submit", release, by=writer()) for release in (reopened, first))

    assert terms(unchanged)["What changed since version 1"] == "Nothing changed."
    assert [term for term in terms(new) if "changed" in term] == []
    assert reverse("admin:releases_release_saved_preview", args=[first.pk]) in new.content.decode()


def test_edit_after_approval_says_what_goes_out_all_the_same(client, at):
    at(NINE - HOUR)
    release = approved(public_from=NINE).release

    told = terms(page(client, "edit-after-approval", release, by=writer()))
    done = press(client, "edit-after-approval", release, by=writer())

    assert told["At once"] == (
        "The text becomes a draft that you can change."
        f" Version 1 goes out on {NINE_TEXT} (14:00 UTC) all the same (in 1 h),"
        " with the words that were approved."
    )
    assert done.status_code == 302
    assert status(release) == Status.DRAFT


def test_another_editor_signs_off_what_was_approved_alone(client):
    first, second = editor(), editor()
    release = ReleaseFactory()
    publishing.approve_alone(release, by=first, reason="On deadline.")

    own = page(client, "sign-off", release, by=first)
    done = press(client, "sign-off", release, by=second)
    again = page(client, "sign-off", release, by=editor())

    assert own.context["confirmation"] is None
    assert done.status_code == 302
    assert happened(release)[0] == "sign off"
    assert str(again.context["refusal"]) == "Nobody approved it alone, or somebody has signed it off already."


def test_move_address_keeps_the_old_one(client):
    release = approved(headline="Old words").release

    wrong = press(client, "move-address", release, by=editor(), slug="New words!")
    done = press(client, "move-address", release, by=editor(), slug="new-words")

    assert wrong.context["form"].errors == {
        "slug": ["Use letters, digits and hyphens only: new-missile-watch-report."]
    }
    assert done.status_code == 302
    assert Release.objects.get(pk=release.pk).slug == "new-words"
    assert list(OldAddress.objects.values_list("slug", flat=True)) == ["old-words"]


def test_an_old_text_is_filed_under_the_date_that_the_page_has_named(client, at):
    at(NINE)
    release, person = ReleaseFactory(in_review=True), editor()
    typed = {"dated_day": "2010-12-14", "dated_time": "12:00"}

    asked = press(client, "file-in-archive", release, by=person, **typed)
    done = client.post(url("file-in-archive", release), {**on_page(asked.context), **typed})

    assert (
        asked.context["confirmation"].button == "File it now, dated Tuesday, 14 December 2010, 12:00 noon EST"
    )
    assert done.status_code == 302
    version = ReleaseVersion.objects.get()
    assert (version.public_from, version.first_public_at) == (NINE, datetime(2010, 12, 14, 17, tzinfo=UTC))


def test_a_date_to_come_is_refused_before_the_page_promises_it(client, at):
    at(NINE)
    release = ReleaseFactory(in_review=True)

    refused = press(
        client, "file-in-archive", release, by=editor(), dated_day="2030-01-01", dated_time="10:00"
    )

    assert refused.context["form"].errors == {
        "dated": [
            "Tuesday, 1 January 2030, 10:00 a.m. EST (15:00 UTC) is to come."
            " The archive is for the past: choose a day that is over."
        ]
    }
    assert refused.context["confirmation"].button == "Show what this does"
    assert "2030-01-01" in refused.content.decode()


@pytest.mark.parametrize("move", MOVES)
def test_looking_changes_nothing(client, move):
    release = ReleaseFactory(in_review=True)
    before = everything()

    response = page(client, move, release, by=editor())

    assert response.status_code == 200
    assert everything() == before


PEOPLE = {
    "writer": lambda: writer(),
    "newsletter editor": lambda: newsletter_editor(),
    "administrator": lambda: UserFactory(roles=[Role.ADMINISTRATOR]),
    "superuser without a role": lambda: User.objects.create_superuser("root"),
    "staff without a role": lambda: UserFactory(),
}
FORGED = {
    "when": "now", "shown": "now", "note": "x", "reason": "x", "headline": "shown", "slug": "new-words",
    "dated_day": "2010-12-14", "dated_time": "12:00",
}  # fmt: skip
MAY = {("writer", "edit-after-approval"), ("writer", "submit")}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("move", MOVES)
def test_a_forged_post_has_no_effect(client, at, who, move):
    at(NINE - HOUR)
    in_review, live = ReleaseFactory(in_review=True), approved().release
    at(NINE)
    coming = approved(public_from=NINE + HOUR)
    publishing.approve_alone(ReleaseFactory(), by=editor(), reason="On deadline.")
    client.force_login(PEOPLE[who]())
    before = everything()

    for release in (in_review, live, coming.release):
        posted = {**FORGED, **look(release, by=editor()).carried}
        if (who, move) not in MAY:
            assert client.post(url(move, release), posted).status_code in (200, 403, 409)

    assert everything() == before


@pytest.mark.parametrize("move", MOVES)
def test_staff_without_a_role_do_not_even_read_the_page(client, move):
    release = ReleaseFactory(headline="Not for everybody", in_review=True)

    response = page(client, move, release, by=UserFactory())

    assert response.status_code == 403
    assert "Not for everybody" not in response.content.decode()


@pytest.mark.parametrize("move", MOVES)
def test_a_stranger_is_sent_to_the_login(client, move):
    release = ReleaseFactory(in_review=True)
    before = everything()

    response = client.post(url(move, release), FORGED)

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))
    assert everything() == before


@pytest.mark.parametrize(
    "posted", [{"seen": "no token"}, {"seen": ""}, {"scheduled": "9" * 40}, {"scheduled": "²"}]
)
def test_nonsense_in_the_hidden_fields_is_refused_with_a_sentence(client, at, posted):
    at(NINE)
    release = ReleaseFactory(in_review=True)
    client.force_login(editor())

    hidden = {"looked_at": standing(release).mark, **posted}
    response = client.post(url("approve", release), {"when": "now", "shown": "now", **hidden})

    assert response.status_code == 409
    assert str(response.context["refusal"]) == (
        "The text was changed after you opened this page. Read it again before you decide."
    )


def test_the_form_offers_only_the_moves_of_this_person(client):
    release = ReleaseFactory(in_review=True)

    def offered(person):
        client.force_login(person)
        moves = client.get(reverse("admin:releases_release_change", args=[release.pk])).context["moves"]
        return [move.label for move in moves]

    assert offered(editor()) == ["Review and approve", "Send back", "File in the archive"]
    assert offered(release.submitted_by) == []
    assert offered(User.objects.create_superuser("root")) == []


def test_history_says_who_did_what_when_from_where_to_where_and_why(client, at):
    at(NINE)
    release = ReleaseFactory(in_review=writer(first_name="Monica", last_name="Amarelo"))
    reviewing.send_back(release, by=editor(first_name="Ruth", last_name="Vance"), note="Name <the> place.")
    client.force_login(writer())

    response = client.get(reverse("admin:releases_release_history", args=[release.pk]))

    assert [
        (event.what, event.who, event.at.full, event.before, event.after, event.reason)
        for event in response.context["happened"]
    ] == [
        (
            "Send back",
            "Ruth Vance",
            NINE_TEXT,
            "In review, never public",
            "Draft, never public",
            "Name <the> place.",
        ),
        ("Submit", "Monica Amarelo", NINE_TEXT, "Draft, never public", "In review, never public", ""),
    ]
    assert "Name &lt;the&gt; place." in response.content.decode()


def test_history_names_the_minute_of_an_approval_and_leads_to_its_words(client, at):
    at(NINE - HOUR)
    version = approved(public_from=NINE)
    address = reverse("admin:releases_release_history", args=[version.release_id])
    words = reverse("admin:releases_release_approved", args=[version.release_id, 1])
    client.force_login(writer())

    history = client.get(address)
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))
    read_only = " ".join(client.get(address).content.decode().split())

    minutes = [event.minute for event in history.context["happened"]]
    assert minutes == [f"Public from {NINE_TEXT} (14:00 UTC).", ""]
    assert f'href="{words}"' in history.content.decode()
    assert ("Approve: version 1" in read_only, words in read_only) == (True, False)


def test_history_names_the_minute_of_what_was_cancelled(client, at):
    at(NINE - HOUR)
    version = approved(public_from=NINE)
    publishing.cancel(version.release, by=editor(), scheduled=version.pk)
    client.force_login(writer())

    response = client.get(reverse("admin:releases_release_history", args=[version.release_id]))

    assert [(event.what, event.minute) for event in response.context["happened"]] == [
        ("Cancel", f"It was to be public from {NINE_TEXT} (14:00 UTC)."),
        ("Approve", f"It was to be public from {NINE_TEXT} (14:00 UTC)."),
        ("Submit", ""),
    ]
    assert f"It was to be public from {NINE_TEXT} (14:00 UTC)." in response.content.decode()


def test_unknown_releases_are_unknown(client):
    client.force_login(editor())

    assert client.get(reverse("admin:releases_release_approve", args=[10**30])).status_code == 404
    assert client.post(reverse("admin:releases_release_approve", args=[12345])).status_code == 404


def test_a_licence_that_will_have_ended_is_said_before_the_approval(client, at, settings, tmp_path):
    at(NINE)
    settings.MEDIA_FOLDER = tmp_path / "media"
    release = ReleaseFactory(in_review=True)
    for name, last in (("ended.jpg", date(2026, 11, 22)), ("good.jpg", date(2026, 11, 23))):
        PictureLine.objects.create(release=release, file=picture(name=name, licence_ends=last))
    for name, last in (("ended.pdf", date(2026, 11, 1)), ("good.pdf", date(2026, 11, 23))):
        file = document(name=name, licence_ends=last)
        Resource.objects.create(release=release, kind="report", label=name, file=file)

    said = terms(page(client, "approve", release, by=editor()))

    assert said["Pictures whose licence has ended"] == (
        "“ended.jpg” could be handed out until 22 November 2026. The page and the PDF would show it;"
        " the press kit leaves it out."
    )
    assert said["Documents whose licence has ended"] == (
        "“ended.pdf” could be handed out until 1 November 2026. Its link would hand it out still."
    )
