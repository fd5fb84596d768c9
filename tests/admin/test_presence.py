"""Who has a release open: told by browsers every 20 seconds, said in words to everybody else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from releases.models import WorkingCopy
from releases.vocabulary import Role
from tests.factories import ReleaseFactory, UserFactory, editor, writer
from tests.factories.typing import CHANGE, opened

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
KEEP, STAY = "admin:releases_release_keep", "admin:releases_release_stay"
LIST = "admin:releases_release_changelist"


def browser_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def monica(at):
    at(NINE)
    return browser_of(writer(first_name="Monica", last_name="Amarelo"))


@pytest.fixture
def ruth(at):
    return browser_of(editor(first_name="Ruth", last_name="Vance"))


ONE_FORM, ANOTHER_FORM = "1" * 32, "2" * 32


def stay(client, release, form_key=ONE_FORM):
    return client.post(reverse(STAY, args=[release.pk]), {"form_key": form_key}).json()


def opens(client, release):
    return client.get(reverse(CHANGE, args=[release.pk])).context["others"]


def stays_for(client, release, at, *, minutes):
    for passed in range(3 * minutes + 1):
        at(NINE + passed * 20 * SECOND)
        stay(client, release)


def test_a_colleague_is_named_with_how_long_the_form_has_been_open(monica, ruth, at):
    release = ReleaseFactory()

    stays_for(monica, release, at, minutes=4)

    sentence = "Monica Amarelo has had this open for 4 minutes."
    assert opens(ruth, release) == sentence
    assert stay(ruth, release) == {"kept": False, "others": sentence}
    assert ruth.post(reverse(KEEP), opened(ruth, release)).json()["others"] == sentence
    assert stay(monica, release)["others"] == "Ruth Vance has had this open for less than a minute."


@pytest.mark.parametrize(("later", "others"), [(59, "Monica Amarelo has had this open"), (60, "")])
def test_whoever_was_not_seen_for_a_minute_has_gone(monica, ruth, at, later, others):
    release = ReleaseFactory()
    stay(monica, release)

    at(NINE + later * SECOND)

    assert opens(ruth, release)[: len("Monica Amarelo has had this open")] == others


def test_whoever_comes_back_begins_anew(monica, ruth, at):
    release = ReleaseFactory()
    stay(monica, release)
    at(NINE + 60 * MINUTE)
    stay(monica, release)
    at(NINE + 61 * MINUTE - SECOND)

    assert opens(ruth, release) == "Monica Amarelo has had this open for less than a minute."


def test_an_open_form_in_which_nothing_was_typed_is_never_offered_as_words(monica):
    release = ReleaseFactory()

    stay(monica, release)

    response = monica.get(reverse(CHANGE, args=[release.pk]))
    restored = monica.get(reverse(CHANGE, args=[release.pk]), {"restore": ONE_FORM})
    assert (response.context["unsaved"], response.context["others"]) == ([], "")
    assert restored.context["is_restored"] is False


def test_staying_keeps_the_words_that_were_typed(monica, at):
    release = ReleaseFactory()
    monica.post(reverse(KEEP), {**opened(monica, release, headline="Typed"), "form_key": ONE_FORM})
    before = WorkingCopy.objects.get().form

    at(NINE + 20 * SECOND)
    stay(monica, release)

    kept = WorkingCopy.objects.get()
    assert (kept.form, kept.started_at, kept.seen_at) == (before, NINE, NINE + 20 * SECOND)


def test_saving_ends_the_presence(monica, ruth):
    release = ReleaseFactory()
    stay(monica, release)

    monica.post(reverse(CHANGE, args=[release.pk]), {**opened(monica, release), "form_key": ONE_FORM})

    assert opens(ruth, release) == ""


def test_opening_a_form_writes_nothing_and_staying_needs_a_post_and_the_right(monica):
    release = ReleaseFactory()
    address = reverse(STAY, args=[release.pk])
    key = {"form_key": ONE_FORM}

    answers = [
        monica.get(reverse(CHANGE, args=[release.pk])).status_code,
        monica.get(address).status_code,
        monica.post(reverse(STAY, args=[999999]), key).status_code,
        monica.post(address).status_code,
        browser_of(UserFactory(roles=[Role.ADMINISTRATOR])).post(address, key).status_code,
        Client().post(address, key).status_code,
    ]

    assert answers == [200, 405, 404, 409, 403, 302]
    assert not WorkingCopy.objects.exists()


def test_the_list_names_who_has_a_release_open_in_one_query_however_many(monica, ruth):
    def listed():
        release = ReleaseFactory()
        stay(monica, release, f"{release.pk:032x}")
        with CaptureQueriesContext(connection) as captured:
            page = ruth.get(reverse(LIST)).content.decode()
        return page.count("Monica Amarelo has it open now."), len(captured)

    (once, queries), (twice, as_many) = listed(), listed()

    assert (once, twice) == (1, 2)
    assert queries == as_many
    assert "has it open now" not in monica.get(reverse(LIST)).content.decode()


def test_whoever_has_it_open_twice_is_named_once_with_the_longer_time(monica, ruth, at):
    release = ReleaseFactory()
    stay(monica, release)
    at(NINE + MINUTE - SECOND)
    stay(monica, release, ANOTHER_FORM)
    stay(monica, release)
    at(NINE + MINUTE)

    assert opens(ruth, release) == "Monica Amarelo has had this open for 1 minute."
    assert ruth.get(reverse(LIST)).content.decode().count("Monica Amarelo has it open now.") == 1


def test_forms_that_were_closed_untouched_leave_no_trace(monica, at):
    release = ReleaseFactory()
    stay(monica, release)
    at(NINE + MINUTE)

    stay(monica, release, ANOTHER_FORM)

    assert list(WorkingCopy.objects.values_list("form_key", flat=True)) == [ANOTHER_FORM]
