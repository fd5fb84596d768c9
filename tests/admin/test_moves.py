"""The confirm pages: what they say, and what their button does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from releases.actions import editing, publishing, reviewing
from releases.models import (
    Event,
    OldAddress,
    PictureLine,
    Release,
    ReleaseVersion,
    Resource,
    Withdrawal,
)
from releases.vocabulary import Status
from tests.factories import ReleaseFactory, approved, editor, writer
from tests.factories.media import document, picture
from tests.factories.pressing import on_page, page, press, terms, url

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NINE_TEXT = "Monday, 23 November 2026, 9:00 a.m. EST"


def squeezed(response):
    return " ".join(response.content.decode().split())


def happened(release):
    return list(Event.objects.filter(release=release).values_list("move", flat=True))


def status(release):
    return Release.objects.get(pk=release.pk).status


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


def test_send_back_needs_a_note_and_keeps_it_in_the_history(client):
    release, person = ReleaseFactory(in_review=True), editor()

    without = press(client, "send-back", release, by=person, note=" ")
    with_note = press(client, "send-back", release, by=person, note="Name the place.")

    assert without.context["form"].errors == {"note": ["Write a note: what should the writer mend?"]}
    assert with_note.status_code == 302
    assert status(release) == Status.DRAFT
    assert release.events.first().reason == "Name the place."


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


def test_a_note_that_comes_too_late_is_shown_to_whoever_typed_it(client):
    release = ReleaseFactory(in_review=True)
    seen = on_page(page(client, "send-back", release, by=editor()).context)
    publishing.approve(release, by=editor())

    late = client.post(url("send-back", release), {**seen, "note": "Mend\n<the> place."})

    assert late.status_code == 409
    assert "Mend<br>&lt;the&gt; place." in late.content.decode()
    assert not Event.objects.filter(move="send back").exists()


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


def test_the_form_offers_only_the_moves_of_this_person(client):
    release = ReleaseFactory(in_review=True)

    def offered(person):
        client.force_login(person)
        moves = client.get(reverse("admin:releases_release_change", args=[release.pk])).context["moves"]
        return [move.label for move in moves]

    assert offered(editor()) == ["Review and approve", "Send back", "File in the archive"]
    assert offered(release.submitted_by) == []
    assert offered(User.objects.create_superuser("root")) == []


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
