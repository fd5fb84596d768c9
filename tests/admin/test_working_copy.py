"""Open forms: kept while people type, offered again, forgotten once saved."""

import json
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from releases import rules
from releases.actions import accounts
from releases.models import Release, WorkingCopy
from releases.vocabulary import Right, Role
from tests.factories import AuthorFactory, ReleaseFactory, UserFactory, approved, editor, writer
from tests.factories.typing import ADD, CHANGE, opened, typed

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
KEEP, FORGET = "admin:releases_release_keep", "admin:releases_release_forget"
KEY = "0123456789abcdef" * 2


@pytest.fixture
def person(client, at):
    at(NINE)
    person = writer()
    client.force_login(person)
    return person


def kept_forms():
    return {copy.form_key: json.loads(copy.form)["headline"] for copy in WorkingCopy.objects.all()}


def test_an_open_form_is_kept_and_answered_with_its_minute_in_words(client, person, at):
    at(NINE)
    data = typed(
        headline="Not saved",
        form_key=KEY,
        planned_for_day="2026-11-27",
        planned_for_time="09:00",
        csrfmiddlewaretoken="x",
    )

    response = client.post(reverse(KEEP), data)

    assert response.json() == {
        "kept": "Thursday, 26 November 2026, 9:00 a.m. EST (14:00 UTC)",
        "planned_for": "Friday, 27 November 2026, 9:00 a.m. EST (14:00 UTC)",
        "others": "",
    }
    assert response["Cache-Control"] == "private, no-store"
    assert kept_forms() == {KEY: ["Not saved"]}
    assert "csrfmiddlewaretoken" not in WorkingCopy.objects.get().form
    assert not Release.objects.exists()


def test_a_minute_that_cannot_be_is_answered_with_its_sentence(client, person, at):
    at(NINE)
    data = typed(headline="x", form_key=KEY, planned_for_day="2027-03-14", planned_for_time="02:30")

    response = client.post(reverse(KEEP), data)

    assert "does not exist in New York" in response.json()["planned_for"]


def test_a_minute_that_comes_twice_is_asked_when_the_form_is_saved(client, person, at):
    at(NINE)
    data = typed(headline="x", form_key=KEY, planned_for_day="2027-11-07", planned_for_time="01:30")

    kept = client.post(reverse(KEEP), data).json()["planned_for"]
    saved = client.post(reverse(ADD), data).content.decode()

    assert kept.endswith("Say which one you mean. The form asks you when you save it.")
    assert "Which of the two?" in saved


def test_kept_words_are_offered_and_shown_without_being_saved(client, person):
    author = AuthorFactory()
    release = ReleaseFactory(headline="Saved")
    data = opened(
        client, release, headline="Typed", body="<p>Typed words.</p>", bylines=[{"author": author.pk}]
    )
    client.post(reverse(KEEP), data)

    offer = client.get(reverse(CHANGE, args=[release.pk]))
    shown = client.get(reverse(CHANGE, args=[release.pk]), {"restore": data["form_key"]})

    page = shown.content.decode()
    assert [words.key for words in offer.context["unsaved"]] == [data["form_key"]]
    assert "that were not saved" in offer.content.decode()
    assert 'value="Saved"' in offer.content.decode()
    assert 'value="Typed"' in page
    assert "&lt;p&gt;Typed words.&lt;/p&gt;" in page
    assert f'<option value="{author.pk}" selected>' in page
    assert Release.objects.get().headline == "Saved"


def test_shown_words_are_saved_like_others_and_then_forgotten(client, person):
    client.post(reverse(KEEP), typed(headline="Typed", form_key=KEY))
    shown = client.get(reverse(ADD), {"restore": KEY})

    again = {"form_key": shown.context["form_key"], "restored": shown.context["restored"]}
    client.post(reverse(ADD), typed(headline="Typed on", **again))

    assert [release.headline for release in Release.objects.all()] == ["Typed on"]
    assert again["form_key"] != KEY
    assert kept_forms() == {}


def test_words_typed_before_a_colleague_saved_are_still_asked_about(client, person):
    release = ReleaseFactory(headline="First")
    mine = opened(client, release, headline="Mine")
    client.post(reverse(KEEP), mine)
    other = Client()
    other.force_login(editor())
    other.post(reverse(CHANGE, args=[release.pk]), opened(other, release, headline="Theirs"))

    shown = client.get(reverse(CHANGE, args=[release.pk]), {"restore": mine["form_key"]})
    token = shown.context["adminform"].form["edit_token"].value()
    response = client.post(reverse(CHANGE, args=[release.pk]), {**mine, "edit_token": token})

    assert response.context["conflict"] is not None
    assert Release.objects.get().headline == "Theirs"


def test_forgetting_drops_ones_own_words_only(client, person):
    other = Client()
    other.force_login(editor())
    for somebody in (client, other):
        somebody.post(reverse(KEEP), typed(headline="Typed", form_key=KEY))

    refused = client.get(reverse(FORGET))
    client.post(reverse(FORGET), {"form_key": KEY})

    assert refused.status_code == 405
    assert [copy.user for copy in WorkingCopy.objects.all()] != [person]
    assert WorkingCopy.objects.count() == 1


def test_nobody_is_shown_the_words_of_somebody_else(client, person):
    other = Client()
    other.force_login(editor())
    other.post(reverse(KEEP), typed(headline="Theirs alone", form_key=KEY))

    answers = [client.get(reverse(ADD)), client.get(reverse(ADD), {"restore": KEY})]

    assert ["Theirs alone" in answer.content.decode() for answer in answers] == [False, False]


def left(client, release=None, *, to, **words):
    """Words that somebody typed who has left since, in the key of their form."""
    leaver = writer(first_name="Wren", last_name="Ash")
    client.force_login(leaver)
    client.post(reverse(KEEP), opened(client, release, form_key=KEY, **words))
    accounts.close_account(leaver, by=UserFactory(roles=[Role.ADMINISTRATOR]), passes_drafts_to=to)


def test_what_a_leaver_typed_into_a_release_is_found_on_its_form_by_whoever_writes(client, at):
    at(NINE)
    release, heir = ReleaseFactory(headline="Saved"), writer()
    left(client, release, to=heir, headline="Typed by Wren")

    for person in (editor(), heir):
        client.force_login(person)
        offer = client.get(reverse(CHANGE, args=[release.pk]))
        assert [(words.key, words.who) for words in offer.context["unsaved"]] == [(KEY, "Wren Ash")]
        assert "Wren Ash, who has left, typed words on" in offer.content.decode()
    shown = client.get(reverse(CHANGE, args=[release.pk]), {"restore": KEY})
    saved = opened(client, release, headline="Typed by Wren", restored=shown.context["restored"])
    client.post(reverse(CHANGE, args=[release.pk]), saved)

    assert 'value="Typed by Wren"' in shown.content.decode()
    assert (Release.objects.get().headline, kept_forms()) == ("Typed by Wren", {})


@pytest.mark.parametrize("heir", [Role.WRITER, Role.ADMINISTRATOR])
def test_what_a_leaver_began_is_found_by_the_heir_or_else_by_whoever_writes(client, at, heir):
    at(NINE)
    heir, other = UserFactory(roles=[heir]), editor()
    left(client, to=heir, headline="Begun by Wren")

    def found_by(person):
        client.force_login(person)
        form = client.get(reverse(ADD))
        return [words.headline for words in form.context["unsaved"]] if form.status_code == 200 else None

    may_write = rules.holds(heir, Right.WRITE)
    assert (found_by(heir), found_by(other)) == (
        (["Begun by Wren"], []) if may_write else (None, ["Begun by Wren"])
    )


def test_what_was_left_to_somebody_who_leaves_goes_on(client, at):
    at(NINE)
    first, second, keeper = writer(), writer(), UserFactory(roles=[Role.ADMINISTRATOR])
    left(client, to=first, headline="Begun by Wren")

    accounts.close_account(first, by=keeper, passes_drafts_to=second)

    client.force_login(second)
    offered = client.get(reverse(ADD)).context["unsaved"]
    assert [(words.headline, words.who) for words in offered] == [("Begun by Wren", "Wren Ash")]


def test_what_was_left_to_somebody_who_writes_no_more_is_found_by_whoever_does(client, at):
    at(NINE)
    heir, other = writer(), editor()
    left(client, to=heir, headline="Begun by Wren")

    heir.groups.set([Group.objects.get(name=Role.ADMINISTRATOR)])

    client.force_login(other)
    offered = client.get(reverse(ADD)).context["unsaved"]
    assert [words.headline for words in offered] == ["Begun by Wren"]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.NEWSLETTER_EDITOR])
def test_who_only_reads_releases_is_neither_shown_a_leavers_words_nor_forgets_them(client, at, role):
    at(NINE)
    release = ReleaseFactory()
    left(client, release, to=writer(), headline="Typed by Wren")
    client.force_login(UserFactory(roles=[role]))

    page = client.get(reverse(CHANGE, args=[release.pk])).content.decode()
    client.post(reverse(FORGET), {"form_key": KEY})

    assert "Typed by Wren" not in page
    assert "Wren Ash, who has left" not in page
    assert kept_forms() == {KEY: ["Typed by Wren"]}


def test_words_of_a_text_that_was_approved_meanwhile_are_not_lost(client, person):
    release = ReleaseFactory()
    data = opened(client, release, headline="Typed too late")
    client.post(reverse(KEEP), data)
    approved(release)

    page = client.get(reverse(CHANGE, args=[release.pk])).content.decode()

    assert "Choose “Edit after approval” to get them back." in page
    assert kept_forms() == {data["form_key"]: ["Typed too late"]}


@pytest.mark.parametrize("key", ["", "x" * 32, "nul\0", "0", "../1", "17", "9" * 40])
def test_a_forged_key_is_refused_with_a_sentence(client, person, key):
    response = client.post(reverse(KEEP), typed(headline="x", form_key=key))

    assert (response.status_code, list(response.json())) == (409, ["refusal"])
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize("roles", [[], [Role.ADMINISTRATOR]])
def test_people_without_the_right_keep_nothing(client, roles):
    client.force_login(UserFactory(roles=roles))

    response = client.post(reverse(KEEP), typed(headline="x", form_key=KEY))

    assert (response.status_code, WorkingCopy.objects.count()) == (403, 0)


def test_keeping_needs_the_token_and_a_new_login_gives_a_new_one():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(writer())
    token = strict.get(reverse(KEEP)).json()["token"]

    refused = strict.post(reverse(KEEP), typed(headline="x", form_key=KEY))
    taken = strict.post(reverse(KEEP), typed(headline="x", form_key=KEY, csrfmiddlewaretoken=token))

    assert (refused.status_code, taken.status_code) == (403, 200)


def test_a_form_that_was_kept_broken_is_shown_all_the_same(client, person):
    client.post(
        reverse(KEEP),
        {"headline": "Half a form", "form_key": KEY, "bylines-TOTAL_FORMS": "many", "kind": "novel"},
    )

    response = client.get(reverse(ADD), {"restore": KEY})

    assert response.status_code == 200
    assert 'value="Half a form"' in response.content.decode()


def test_two_forms_of_one_person_keep_their_words_apart_and_offer_both(client, person):
    release = ReleaseFactory(headline="Saved")
    first, second = (opened(client, release, headline=words) for words in ("In one tab", "In the other"))

    for form in (first, second):
        client.post(reverse(KEEP), form)

    offered = client.get(reverse(CHANGE, args=[release.pk])).context["unsaved"]
    assert {words.key: words.headline for words in offered} == {
        first["form_key"]: "In one tab",
        second["form_key"]: "In the other",
    }


def test_saving_one_form_leaves_what_was_typed_into_another(client, person):
    release = ReleaseFactory(headline="Saved")
    first, second = (opened(client, release, headline=words) for words in ("In one tab", "In the other"))
    for form in (first, second):
        client.post(reverse(KEEP), form)

    client.post(reverse(CHANGE, args=[release.pk]), first)

    offered = client.get(reverse(CHANGE, args=[release.pk])).context["unsaved"]
    shown = client.get(reverse(CHANGE, args=[release.pk]), {"restore": second["form_key"]})
    assert Release.objects.get().headline == "In one tab"
    assert [words.key for words in offered] == [second["form_key"]]
    assert shown.context["adminform"].form["headline"].value() == "In the other"


def test_words_that_were_saved_from_one_form_are_not_offered_from_another(client, person):
    release = ReleaseFactory(headline="Saved")
    first, second = (opened(client, release, headline="The same") for _ in range(2))
    client.post(reverse(KEEP), second)

    client.post(reverse(CHANGE, args=[release.pk]), first)

    assert kept_forms() == {}


def test_words_that_are_shown_in_two_forms_are_lost_in_neither(client, person):
    release = ReleaseFactory(headline="Saved")
    lost = opened(client, release, headline="Typed before the crash")
    client.post(reverse(KEEP), lost)
    address = reverse(CHANGE, args=[release.pk])
    pages = [client.get(address, {"restore": lost["form_key"]}).context for _ in range(2)]
    first, second = (
        {**lost, "form_key": page["form_key"], "restored": page["restored"], "headline": words}
        for page, words in zip(pages, ("One way", "Another way"), strict=True)
    )
    for form in (first, second):
        client.post(reverse(KEEP), form)

    client.post(address, first)

    assert Release.objects.get().headline == "One way"
    assert kept_forms() == {second["form_key"]: ["Another way"]}


def test_the_same_words_in_two_forms_are_offered_once_and_forgotten_together(client, person):
    release = ReleaseFactory()
    address = reverse(CHANGE, args=[release.pk])
    for _ in range(2):
        client.post(reverse(KEEP), opened(client, release, headline="The same"))

    (offered,) = client.get(address).context["unsaved"]
    response = client.post(reverse(FORGET), {"form_key": offered.key})

    assert response["Location"] == address
    assert kept_forms() == {}


def test_a_form_is_told_when_its_words_were_forgotten_elsewhere(client, person):
    release = ReleaseFactory()
    form = opened(client, release, headline="Typed")
    client.post(reverse(KEEP), form)
    address = reverse("admin:releases_release_stay", args=[release.pk])

    before = client.post(address, form).json()
    client.post(reverse(FORGET), form)
    after = client.post(address, form).json()

    assert (before, after) == ({"kept": True, "others": ""}, {"kept": False, "others": ""})
