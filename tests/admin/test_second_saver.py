"""The plain forms: of two people with the same form open, the second overwrites nothing unseen."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from releases.actions import accounts
from releases.forms.second_saver import TAKEN_OVER
from releases.models import AboutText, Author, MediaContact, Newsletter, Organisation, Programme, Topic
from tests.factories import AuthorFactory, MediaContactFactory, editor
from tests.row_locks import meanwhile

pytestmark = pytest.mark.django_db

TOLD = (
    "Nothing is saved yet, and nothing that you typed is lost. What is saved stands below, above what you"
    " typed; take over what you need. If you save again, your words replace it."
)
OVER = "taken over"
# Of each model: what the first saves, what the second types, and what is said beside the second's fields.
CASES: dict[Any, tuple[str, dict[str, Any], dict[str, Any], dict[str, str]]] = {
    Author: (
        "author",
        {"biography": "Knows missiles.\n\nAnd depots.", "aliases": "M. S."},
        {"title": "Manager", "biography": "Knows maps."},
        {"title": "nothing.", "aliases": OVER, "biography": "“Knows missiles.\n\nAnd depots.”"},
    ),
    MediaContact: (
        "media contact",
        {"phone_text": "202-454-4681", "is_active": ""},
        {"hours": "9:00 to 17:00"},
        {"phone_text": OVER, "is_active": OVER, "hours": "nothing."},
    ),
    Programme: ("programme", {"name": "Theirs"}, {"name": "Mine"}, {"name": "“Theirs”."}),
    Topic: ("topic", {"name": "Theirs"}, {"name": "Mine"}, {"name": "“Theirs”."}),
    Newsletter: ("newsletter", {"name": "Theirs"}, {"name": "Mine"}, {"name": "“Theirs”."}),
    AboutText: (
        "text",
        {"body": "<p>One <b>great</b> past.</p><p>One future.</p>", "is_default": "on"},
        {"body": "<p>Mine.</p>"},
        {"body": "“One great past.\n\nOne future.”", "is_default": OVER},
    ),
    Organisation: (
        "page about the organisation",
        {"privacy": "<p>We keep nothing.</p>"},
        {"short_name": "FAS"},
        {"privacy": OVER, "short_name": "nothing."},
    ),
}


def a_row(model: Any) -> Any:
    made = {Author: AuthorFactory, MediaContact: MediaContactFactory}.get(model)
    words = {AboutText: {"title": "About us", "body": "<p>Us.</p>"}, Organisation: {"pk": 1, "name": "FAS"}}
    row = made(title="") if made else model.objects.create(**words.get(model, {"name": "One", "slug": "one"}))
    row.refresh_from_db()
    return row


def address(row: Any) -> str:
    return reverse(f"admin:releases_{row._meta.model_name}_change", args=[row.pk])


def on_form(row: Any, **typed: Any) -> dict[str, Any]:
    """What the form of the row posts after somebody has typed into it."""
    form = admin.site.get_model_admin(type(row)).form(instance=row)
    return {name: form[name].value() or "" for name in form.fields} | typed


@pytest.fixture
def client(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.mark.parametrize("model", CASES, ids=lambda model: model.__name__)
def test_the_second_saver_reads_what_the_first_saved_and_keeps_every_word(client, model):
    what, theirs, mine, beside = CASES[model]
    row = a_row(model)
    first, second = on_form(row, **theirs), on_form(row, **mine)

    saved = client.post(address(row), first)
    stored = model.objects.values().get()
    refused = client.post(address(row), second)
    kept = model.objects.values().get()
    form = refused.context["adminform"].form
    again = client.post(address(row), {name: form[name].value() or "" for name in form.fields})
    merged = on_form(model.objects.get())

    said = {name: sentences for name, sentences in form.errors.items() if name != "__all__"}
    assert (saved.status_code, refused.status_code, kept) == (302, 200, stored)
    assert said == {
        name: [TAKEN_OVER if words == OVER else f"Saved here now: {words}"] for name, words in beside.items()
    }
    assert form.errors["__all__"] == [f"Somebody saved this {what} after you opened it. {TOLD}"]
    assert {name: form[name].value() for name in mine} == mine
    now = on_form(model.objects.get())
    assert all((form[name].value() or "") == now[name] for name, words in beside.items() if words == OVER)
    assert f'value="{form["seen"].value()}"' in refused.content.decode()
    assert again.status_code == 302
    last = {name: True if value == "on" else value for name, value in {**theirs, **mine}.items()}
    assert {name: merged[name] for name in last} == last


def test_a_form_that_does_not_say_what_it_was_opened_with_overwrites_nothing(client):
    topic = a_row(Topic)

    refused = client.post(address(topic), {"name": "Forged", "slug": "one"})

    assert refused.status_code == 200
    assert Topic.objects.get().name == "One"


def test_whoever_typed_the_same_and_who_presses_twice_is_told_nothing(client):
    topic = a_row(Topic)
    typed = on_form(topic, name="Two")

    answers = [client.post(address(topic), typed).status_code for _ in range(2)]

    assert answers == [302, 302]


def test_whoever_leaves_lines_as_they_were_is_asked_nothing_about_them(client):
    row = Organisation.objects.create(
        pk=1, name="FAS", follow_links="A /a/\nB /b/", privacy="Words.\n\nMore."
    )
    as_browsers_write = {"follow_links": "A /a/\r\nB /b/", "privacy": "<p>Words. More.</p>"}
    theirs = on_form(row, **as_browsers_write, name="Federation")
    mine = on_form(row, **as_browsers_write, postal_address="1 Street\r\nWashington")
    client.post(address(row), theirs)

    refused = client.post(address(row), mine)

    said = refused.context["adminform"].form.errors
    assert {name: sentences for name, sentences in said.items() if name != "__all__"} == {
        "name": [TAKEN_OVER],
        "postal_address": ["Saved here now: nothing."],
    }


def test_a_named_thing_that_is_chosen_is_named_in_words(client):
    author, first, second = AuthorFactory(), a_row(Programme), Programme.objects.create(name="B", slug="b")
    author.refresh_from_db()
    theirs, mine = on_form(author, programme=first.pk), on_form(author, programme=second.pk)
    client.post(address(author), theirs)

    refused = client.post(address(author), mine)

    assert refused.context["adminform"].form.errors["programme"] == ["Saved here now: “One”."]


def test_a_form_that_stayed_open_opens_no_closed_account_and_gives_no_role_back(client):
    person, heir = editor(first_name="Ada"), editor()
    opened = on_form(person)
    typed = {**opened, "groups": list(person.groups.values_list("pk", flat=True)), "email": "a@fas.example"}
    accounts.close_account(person, by=User.objects.get(username="root"), passes_drafts_to=heir)
    person.groups.clear()

    refused = client.post(page := reverse("admin:auth_user_change", args=[person.pk]), typed)

    person.refresh_from_db()
    said = refused.context["adminform"].form.errors
    assert (person.is_active, person.email, person.groups.count()) == (False, "", 0)
    assert (said["is_active"], said["groups"]) == ([TAKEN_OVER], [TAKEN_OVER])
    assert said["__all__"][0].startswith("Somebody saved this account after you opened it.")
    form = refused.context["adminform"].form
    client.post(page, {name: form[name].value() or [] for name in form.fields})
    person.refresh_from_db()
    assert (person.is_active, person.email, person.groups.count()) == (False, "a@fas.example", 0)


def test_a_login_changes_nothing_about_an_account(client):
    person = editor()
    typed = {
        **on_form(person),
        "groups": list(person.groups.values_list("pk", flat=True)),
        "first_name": "Ada",
    }
    User.objects.filter(pk=person.pk).update(last_login=datetime(2026, 11, 26, tzinfo=UTC), password="!x")

    saved = client.post(reverse("admin:auth_user_change", args=[person.pk]), typed)

    assert (saved.status_code, User.objects.get(pk=person.pk).first_name) == (302, "Ada")


def test_of_two_who_fill_in_the_organisation_of_a_new_site_the_second_reads_what_the_first_saved(client):
    add = reverse("admin:releases_organisation_add")
    client.post(add, {"name": "Theirs"})

    refused = client.post(add, {"name": "Mine", "postal_address": "1725 DeSales Street"})

    form = refused.context["adminform"].form
    assert form.errors["name"] == ["Saved here now: “Theirs”."]
    assert f'action="{address(Organisation.objects.get())}"' in refused.content.decode()
    assert "1725 DeSales Street" in refused.content.decode()
    assert Organisation.objects.get().name == "Theirs"


@pytest.mark.locks_rows
@pytest.mark.parametrize("model", CASES, ids=lambda model: model.__name__)
def test_the_row_is_held_while_it_is_compared_and_written(client, model):
    row = a_row(model)
    held = f'FROM "{model._meta.db_table}"'

    with CaptureQueriesContext(connection) as asked:
        client.post(address(row), on_form(row))

    reads = [query["sql"] for query in asked if held in query["sql"]]
    assert "FOR UPDATE" in reads[0]


@pytest.mark.locks_rows
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_the_second_waits_and_is_told():
    topic, client = a_row(Topic), Client()
    client.force_login(editor())
    typed = on_form(topic, name="Mine")

    with meanwhile(lambda: client.post(address(topic), typed)) as saving:
        Topic.objects.select_for_update().update(name="Theirs")

    refused = saving.result()
    assert refused.context["adminform"].form.errors["name"] == ["Saved here now: “Theirs”."]
    assert Topic.objects.get().name == "Theirs"
