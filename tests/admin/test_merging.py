"""Two savers: the second sees both texts, chooses, and saves one text made of both."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from releases.actions import editing
from releases.models import Release
from tests.factories import AuthorFactory, MediaContactFactory, ReleaseFactory, approved, editor, writer
from tests.factories.typing import CHANGE, opened

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
LONG = "Planes are safe; the report counts {} missiles in all."


@pytest.fixture
def monica(client, at):
    at(NINE)
    person = writer(first_name="Monica", last_name="Amarelo")
    client.force_login(person)
    return person


@pytest.fixture
def ruth(at):
    """A colleague with a browser of her own."""
    other = Client()
    other.force_login(editor(first_name="Ruth", last_name="Vance"))
    return other


def post(client, release, data):
    return client.post(reverse(CHANGE, args=[release.pk]), data)


def entries(response):
    return {entry.label: entry for entry in response.context["merge"].entries}


def choices(response, **chosen):
    """What the page posts besides the form: the marked radios, and those that somebody pressed."""
    found = {"replaces": response.context["merge"].token}
    for entry in response.context["merge"].entries:
        choice = chosen.get(entry.label.split(" ")[0], entry.choice)
        if choice:
            found[f"merge-{entry.name}"] = f"{choice}.{entry.fingerprint}"
    return found


def sides(entry):
    return [re.sub("<[^>]+>", "", side.html).strip() for side in (entry.words.first, entry.words.second)]


def names(release):
    return [str(line.author) for line in release.bylines.all()]


def test_the_second_of_two_savers_is_told_and_keeps_every_word(client, monica, ruth):
    release = ReleaseFactory(headline="First", body=f"<p>{LONG.format('ten')}</p>")
    mine = opened(client, release, headline="Typed by Monica", body=f"<p>{LONG.format('twelve')}</p>")
    theirs = opened(ruth, release, headline="Saved by Ruth", body=f"<p>{LONG.format('twenty')}</p>")
    post(ruth, release, theirs)

    response = post(client, release, mine)

    page = response.content.decode()
    release.refresh_from_db()
    assert response.status_code == 200
    assert (release.headline, release.drafts.count()) == ("Saved by Ruth", 1)
    assert "Ruth Vance saved this release on Thursday, 26 November 2026" in page
    assert 'value="Typed by Monica"' in page
    assert "the report counts <ins>twenty</ins> missiles in all." in page
    assert "the report counts <ins>twelve</ins> missiles in all." in page
    assert {label: (sides(entry), entry.choice) for label, entry in entries(response).items()} == {
        "Headline": (["Saved by Ruth", "Typed by Monica"], ""),
        "Text": ([LONG.format("twenty"), LONG.format("twelve")], ""),
    }


def test_what_only_one_of_them_changed_is_chosen_already_and_both_changes_survive(client, monica, ruth):
    release = ReleaseFactory(headline="First", summary="First summary.", place="Washington")
    mine = opened(client, release, headline="Monica's headline", internal_note="Monica's note")
    post(ruth, release, opened(ruth, release, summary="Ruth's summary.", place=""))

    told = post(client, release, mine)
    response = post(client, release, {**mine, **choices(told)})

    saved = Release.objects.get()
    assert {label: entry.choice for label, entry in entries(told).items()} == {
        "Headline": "mine",
        "Summary": "saved",
        "Dateline": "saved",
        "Internal note": "mine",
    }
    assert response.status_code == 302
    assert (saved.headline, saved.summary, saved.place, saved.internal_note, saved.drafts.count()) == (
        "Monica's headline",
        "Ruth's summary.",
        "",
        "Monica's note",
        2,
    )


@pytest.mark.parametrize(("choice", "headline"), [("saved", "Ruth's"), ("mine", "Monica's")])
def test_what_both_changed_has_to_be_chosen(client, monica, ruth, choice, headline):
    release = ReleaseFactory(headline="First")
    mine = opened(client, release, headline="Monica's")
    post(ruth, release, opened(ruth, release, headline="Ruth's"))
    told = post(client, release, mine)

    undecided = post(client, release, {**mine, **choices(told)})
    before = Release.objects.get().headline
    decided = post(client, release, {**mine, **choices(undecided, Headline=choice)})

    assert "Choose one of the two before you save." not in told.content.decode()
    assert "Choose one of the two before you save." in undecided.content.decode()
    assert before == "Ruth's"
    assert (decided.status_code, Release.objects.get().headline) == (302, headline)


def test_lines_are_merged_one_by_one(client, monica, ruth):
    release = ReleaseFactory()
    stays, goes, dropped = (AuthorFactory(name=name) for name in ("Stays", "Ruth deletes", "Monica deletes"))
    ruths, monicas = AuthorFactory(name="Ruth adds"), AuthorFactory(name="Monica adds")
    rows = []
    for number, author in enumerate((stays, goes, dropped), start=1):
        line = release.bylines.create(author=author, position=number)
        rows.append({"id": line.pk, "author": author.pk, "position": number})
    gone = {"DELETE": "on"}
    typed_by_monica = [rows[0], rows[1], rows[2] | gone, {"author": monicas.pk, "position": 5}]
    typed_by_ruth = [rows[0], rows[1] | gone, rows[2], {"author": ruths.pk, "position": 4}]
    mine = opened(client, release, bylines=typed_by_monica)
    post(ruth, release, opened(ruth, release, bylines=typed_by_ruth))

    told = post(client, release, mine)
    response = post(client, release, {**mine, **choices(told)})

    assert [(sides(entry), entry.choice) for entry in told.context["merge"].entries] == [
        (["Monica deletes, place 3 in the order", ""], "mine"),
        (["Ruth adds, place 4 in the order", ""], "saved"),
        (["", "Ruth deletes, place 2 in the order"], "saved"),
        (["", "Monica adds, place 5 in the order"], "mine"),
    ]
    assert response.status_code == 302
    assert names(release) == ["Stays", "Ruth adds", "Monica adds"]


def test_keeping_ones_own_lines_takes_away_what_the_colleague_added(client, monica, ruth):
    release = ReleaseFactory(contacts=[])
    contact, other = MediaContactFactory(), MediaContactFactory()
    mine = opened(client, release, contact_lines=[{"contact": contact.pk}])
    post(ruth, release, opened(ruth, release, contact_lines=[{"contact": other.pk}, {"contact": contact.pk}]))
    told = post(client, release, mine)

    post(client, release, {**mine, **choices(told, Media="mine")})

    assert [line.contact for line in release.contact_lines.all()] == [contact]


def test_two_resources_with_one_address_stay_two(client, monica, ruth):
    release = ReleaseFactory(headline="First")
    row = {"kind": "report", "label": "The report", "address": "https://fas.example/r", "position": 1}
    line = release.resources.create(**row)
    added = {**row, "label": "Its tables", "position": 2}
    mine = opened(client, release, resources=[{**row, "id": line.pk}, added])
    post(ruth, release, opened(ruth, release, headline="Ruth's"))

    told = post(client, release, mine)
    post(client, release, {**mine, **choices(told)})

    saved = Release.objects.get()
    assert saved.headline == "Ruth's"
    assert [resource.label for resource in saved.resources.all()] == ["The report", "Its tables"]


def test_a_resource_that_both_changed_names_its_words_and_is_chosen_whole(client, monica, ruth):
    release = ReleaseFactory()
    row = {"kind": "report", "label": "The report", "address": "https://fas.example/r", "position": 1}
    line = release.resources.create(**row)
    mine = opened(client, release, resources=[{**row, "id": line.pk, "label": "Monica's report"}])
    post(ruth, release, opened(ruth, release, resources=[{**row, "id": line.pk, "label": "Ruth's report"}]))

    told = post(client, release, mine)
    post(client, release, {**mine, **choices(told, Resource="saved")})

    assert sides(entries(told)["Resource"]) == [
        "https://fas.example/r, Full report, Ruth's report, place 1 in the order",
        "https://fas.example/r, Full report, Monica's report, place 1 in the order",
    ]
    assert [resource.label for resource in release.resources.all()] == ["Ruth's report"]


def test_a_planned_minute_is_merged_like_words(client, monica, ruth):
    release = ReleaseFactory()
    mine = opened(client, release, headline="Monica's")
    post(ruth, release, opened(ruth, release, planned_for_day="2026-11-27", planned_for_time="09:00"))

    told = post(client, release, mine)
    post(client, release, {**mine, **choices(told)})

    saved = Release.objects.get()
    assert sides(entries(told)["Public from"]) == ["Friday, 27 November 2026, 9:00 a.m. EST (14:00 UTC)", ""]
    assert (saved.headline, saved.planned_for) == ("Monica's", datetime(2026, 11, 27, 14, tzinfo=UTC))


def test_a_third_saver_in_between_is_shown_and_the_choices_that_still_stand_are_kept(client, monica, ruth):
    release = ReleaseFactory(headline="First", summary="First.", place="Washington")
    mine = opened(client, release, headline="Monica's", summary="Monica's.", place="Monica's place")
    post(ruth, release, opened(ruth, release, headline="Ruth's", summary="Ruth's."))
    told = post(client, release, mine)
    post(ruth, release, opened(ruth, release, summary="Third.", place="Third place"))

    again = post(client, release, {**mine, **choices(told, Headline="mine", Summary="saved")})

    assert Release.objects.get().headline == "Ruth's"
    assert {label: entry.choice for label, entry in entries(again).items()} == {
        "Headline": "mine",
        "Summary": "",
        "Dateline": "",
    }
    assert 'value="Monica&#x27;s place"' in again.content.decode()


def test_what_is_wrong_after_a_merge_is_said_once_and_nothing_is_chosen_again(client, monica, ruth):
    release = ReleaseFactory(headline="First", summary="First.")
    mine = opened(client, release, headline="x" * 300, internal_note="A note")
    post(ruth, release, opened(ruth, release, summary="Ruth's."))
    told = post(client, release, mine)

    refused = post(client, release, {**mine, **choices(told)})
    form = refused.context["adminform"].form
    carried = {name: form[name].value() for name in ("edit_token", "opened", "summary", "internal_note")}
    response = post(client, release, {**mine, **carried, "headline": "Short"})

    assert list(form.errors) == ["headline"]
    assert refused.context["conflict"] is None
    assert response.status_code == 302
    saved = Release.objects.get()
    assert (saved.headline, saved.summary, saved.internal_note) == ("Short", "Ruth's.", "A note")


def test_a_form_without_fingerprints_has_to_choose_everything(client, monica, ruth):
    release = ReleaseFactory(headline="First")
    mine = opened(client, release, headline="Monica's", opened="{broken")
    post(ruth, release, opened(ruth, release, summary="Ruth's."))

    told = post(client, release, mine)

    assert {label: entry.choice for label, entry in entries(told).items()} == {"Headline": "", "Summary": ""}


@pytest.mark.parametrize("replaces", ["5d1f0c6e-6f0e-4c47-9a7e-0f2f1d3f9a11", "", "x"])
def test_a_forged_token_saves_nothing(client, monica, ruth, replaces):
    release = ReleaseFactory(headline="First")
    mine = opened(client, release, headline="Monica's")
    post(ruth, release, opened(ruth, release, summary="Ruth's."))

    response = post(client, release, {**mine, "replaces": replaces})

    assert response.context["conflict"] is not None
    assert Release.objects.get().headline == "First"


def test_a_release_reopened_for_a_correction_is_merged_like_any_other(client, monica, ruth):
    release = editing.edit_after_approval(approved().release, by=monica)
    mine = opened(client, release, headline="Monica's")
    post(ruth, release, opened(ruth, release, change="correction", change_note="Ruth's note."))

    told = post(client, release, mine)
    post(client, release, {**mine, **choices(told)})

    saved = Release.objects.get()
    assert (saved.headline, saved.change, saved.change_note) == ("Monica's", "correction", "Ruth's note.")


def test_lines_that_a_colleague_deleted_and_wrote_again_are_no_error(client, monica):
    author, other = AuthorFactory(), AuthorFactory()
    release = ReleaseFactory()
    first = release.bylines.create(author=author, position=1)
    release.bylines.create(author=other, position=2)
    mine = opened(client, release, headline="Mine")
    first.delete()
    release.bylines.create(author=author, position=1)
    editing.record(release, by=monica)

    told = post(client, release, mine)
    response = post(client, release, {**mine, **choices(told)})

    assert told.context["conflict"].who == "You (Monica Amarelo)"
    assert response.status_code == 302
    assert [line.author for line in release.bylines.all()] == [author, other]


def test_words_of_a_colleague_are_never_taken_for_html(client, monica, ruth):
    release = ReleaseFactory(headline="First")
    mine = opened(client, release, headline="Monica's")
    post(ruth, release, opened(ruth, release, headline="<script>alert(1)</script> & <b>more</b>"))

    page = post(client, release, mine).content.decode()

    assert "<script>alert" not in page
    assert "&lt;b&gt;more&lt;/b&gt;" in page
