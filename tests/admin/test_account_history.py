"""What the forms of the admin do to an account is in a history that nobody rewrites, and on its page."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from releases.actions import account_history
from releases.forms.accounts import AccountForm
from releases.queries import staff
from releases.vocabulary import Role
from tests.factories import UserFactory, writer
from tests.row_locks import meanwhile

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
PASSWORD = "kxq3m-tt9vw-7fzpc"
TWICE = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
NEW_TWICE = {"new_password1": PASSWORD, "new_password2": PASSWORD}


@pytest.fixture
def keeper(client):
    keeper = UserFactory(roles=[Role.ADMINISTRATOR], first_name="Ida", last_name="Keeper")
    client.force_login(keeper)
    return keeper


def role(name):
    return Group.objects.get(name=name).pk


def page(name, person):
    return reverse(f"admin:auth_user_{name}", args=[person.pk])


def form(person, **changes):
    fields = ("username", "first_name", "last_name", "email")
    shown = {name: getattr(person, name) for name in fields}
    seen = AccountForm(instance=User.objects.get(pk=person.pk)).initial["seen"]
    return {**shown, "is_active": "on", "groups": [role(Role.WRITER)], "seen": seen, **changes}


def happened(person):
    events = person.account_events.order_by("pk")
    return list(events.values_list("move", "actor", "before", "after", "reason"))


def test_a_new_account_begins_its_history_with_its_roles_and_its_invitation(client, keeper):
    typed = {"username": "new", "email": "new@fas.example", "usable_password": "false"}

    client.post(reverse("admin:auth_user_add"), {**typed, "groups": [role(Role.WRITER)]})

    assert happened(User.objects.get(username="new")) == [
        ("open the account", keeper.pk, "", "Open: Writer", ""),
        ("invite", keeper.pk, "Open: Writer", "Open: Writer", "By mail to new@fas.example."),
    ]


def test_roles_and_addresses_are_told_as_they_were_and_as_they_became(client, keeper):
    person = writer(username="wren")
    typed = form(person, email="w.ash@fas.example", groups=[role(Role.WRITER), role(Role.EDITOR)])

    client.post(page("change", person), typed)
    client.post(page("change", person), typed)

    assert happened(person) == [
        (
            "change the account",
            keeper.pk,
            "Open: Writer",
            "Open: Editor, Writer",
            "E-mail address: none became “w.ash@fas.example”.",
        )
    ]
    assert LogEntry.objects.filter(object_id=str(person.pk)).count() == 2


def test_a_form_that_is_refused_writes_nothing(client, keeper):
    person = writer(email="wren@fas.example")

    refused = client.post(page("change", person), form(person, username=keeper.username, groups=[]))

    assert (refused.status_code, happened(person)) == (200, [])


def test_a_password_is_told_by_whoever_set_it_and_never_what_it_is(client, keeper):
    person, same = writer(), "Open: Writer"

    client.post(page("password_change", person), TWICE)
    person.refresh_from_db()
    client.force_login(person)
    client.post(reverse("admin:password_change"), {"old_password": PASSWORD, **NEW_TWICE})
    person.refresh_from_db()
    link = [urlsafe_base64_encode(force_bytes(person.pk)), default_token_generator.make_token(person)]
    opened = client.get(reverse("admin:set-password", args=link))
    client.post(opened.url, NEW_TWICE)

    assert happened(person) == [
        ("change the account", keeper.pk, same, same, "Another password."),
        ("change the account", person.pk, same, same, "Another password."),
        ("change the account", person.pk, same, same, "Another password."),
    ]


def test_whoever_may_not_change_an_account_writes_no_history(client):
    person = writer()
    client.force_login(writer())

    forged = [
        client.post(page(name, person), {**form(person), **TWICE}) for name in ("change", "password_change")
    ]

    assert ([response.status_code for response in forged], happened(person)) == ([403, 403], [])


def test_the_page_of_an_account_shows_its_latest_steps_and_its_history_all_of_them(client, keeper, at):
    at(NINE)
    person = writer(first_name="Wren", last_name="Ash", email="wren@fas.example")
    for count in range(7):
        client.post(page("change", person), form(person, first_name=f"Wren {count}"))

    shown = client.get(page("change", person))
    history = client.get(page("history", person))

    assert [step.what for step in shown.context["happened"]] == ["Change the account"] * 5
    assert len(history.context["happened"]) == 7
    for response in (shown, history):
        assert "Ida Keeper, " in response.content.decode()
        assert "Name: “Wren 5 Ash” became “Wren 6 Ash”." in response.content.decode()


def test_an_odd_spelling_of_its_number_leaves_no_step_out(client, keeper):
    """Django's admin reads “_2B7” as “+7”, which is 7."""
    person = writer()
    odd = f"_2B{person.pk}"

    client.post(reverse("admin:auth_user_change", args=[odd]), form(person, email="wren@fas.example"))
    client.post(reverse("admin:auth_user_password_change", args=[odd]), TWICE)

    person.refresh_from_db()
    assert (person.email, person.check_password(PASSWORD)) == ("wren@fas.example", True)
    assert [reason for *_, reason in happened(person)] == [
        "E-mail address: none became “wren@fas.example”.",
        "Another password.",
    ]


def test_history_takes_the_longest_name_that_an_account_can_have(client, keeper):
    keeper.first_name, keeper.last_name = "A" * 150, "B" * 150
    keeper.save()
    person = writer()

    client.post(page("change", person), form(person, email="wren@fas.example"))

    assert person.account_events.get().actor_name == "A" * 150


@pytest.mark.locks_rows
@pytest.mark.django_db(transaction=True)
def test_two_administrators_do_not_take_the_right_from_each_other_at_once(client):
    first, second = (UserFactory(roles=[Role.ADMINISTRATOR]) for _ in range(2))
    client.force_login(second)
    typed = form(first, groups=[])

    saving = meanwhile(lambda: client.post(page("change", first), typed))
    with saving as answer, account_history.changing(second, by=first):
        second.groups.clear()

    refused = answer.result().context["adminform"].form.errors
    assert refused == {"groups": ["This is the last administrator. Make somebody else one first."]}
    assert list(staff.account_keepers()) == [first]
