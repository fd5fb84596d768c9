"""Commands that make and mend accounts write into the history that nobody rewrites."""

import getpass
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command, get_commands

from tests.factories import writer

pytestmark = pytest.mark.django_db

PASSWORD = "kxq3m-tt9vw-7fzpc"


@pytest.fixture(autouse=True)
def machine(monkeypatch):
    for name in ("USERNAME", "EMAIL", "PASSWORD"):
        monkeypatch.delenv(f"DJANGO_SUPERUSER_{name}", raising=False)
    monkeypatch.setattr("getpass.getuser", lambda: "root")
    monkeypatch.setattr("socket.gethostname", lambda: "press1")


@pytest.fixture
def types(monkeypatch):
    """`types("ada", …)`: what somebody answers, in the order of the questions."""

    def types(*answers):
        coming = iter(answers)
        monkeypatch.setattr(getpass, "getpass", lambda prompt: next(coming))
        monkeypatch.setattr("builtins.input", lambda prompt: next(coming))

    return types


def run(name, *options):
    screen, errors = StringIO(), StringIO()
    call_command(name, *options, stdout=screen, stderr=errors)
    return screen.getvalue(), errors.getvalue()


def happened(username):
    events = User.objects.get(username=username).account_events.order_by("pk")
    return list(events.values_list("move", "actor_name", "before", "after", "reason"))


def test_the_commands_are_ours():
    ours = {name for name, app in get_commands().items() if app == "releases"}

    assert {"createsuperuser", "changepassword"} <= ours


def test_a_superuser_begins_its_history_with_who_sat_at_the_machine(types):
    types("ada", "ada@fas.example", "short", "short", PASSWORD, "other", PASSWORD, PASSWORD)

    printed, refused = run("createsuperuser")

    person = User.objects.get()
    assert (person.username, person.email, person.is_superuser) == ("ada", "ada@fas.example", True)
    assert person.check_password(PASSWORD)
    assert happened("ada") == [
        ("open the account", "root on press1, by a command", "", "Open: superuser", "")
    ]
    assert "ada is a superuser." in printed
    assert "at least 12 characters" in refused
    assert "two different passwords" in refused


def test_a_superuser_is_made_without_questions(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "mary")

    run("createsuperuser", "--noinput")
    monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD")
    run("createsuperuser", "--noinput", "--username", "ada", "--email", "ada@fas.example")

    mary, ada = User.objects.get(username="mary"), User.objects.get(username="ada")
    assert (mary.check_password(PASSWORD), ada.has_usable_password()) == (True, False)
    assert [len(happened(name)) for name in ("mary", "ada")] == [1, 1]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["--username", "taken"], "username: A user with that username already exists."),
        ([], "username: This field cannot be blank."),
        (["--username", "ada", "--email", "nonsense"], "email: Enter a valid email address."),
    ],
)
def test_what_cannot_be_an_account_is_refused_in_a_sentence(typed, sentence):
    writer(username="taken")

    with pytest.raises(CommandError, match=sentence):
        run("createsuperuser", "--noinput", *typed)

    assert list(User.objects.values_list("username", flat=True)) == ["taken"]


def test_a_weak_password_makes_no_superuser_without_questions(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "12345")

    with pytest.raises(CommandError, match="at least 12 characters"):
        run("createsuperuser", "--noinput", "--username", "ada")

    assert not User.objects.exists()


def test_where_nobody_answers_a_sentence_says_what_to_give(monkeypatch):
    def nobody(prompt):
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)

    with pytest.raises(CommandError, match="Give --noinput"):
        run("createsuperuser")


def test_another_password_is_in_the_history_and_ends_what_was_open(types, client):
    person = writer(username="wren")
    client.force_login(person)
    types(PASSWORD, PASSWORD)

    run("changepassword", "wren")

    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert happened("wren") == [
        ("change the account", "root on press1, by a command", *["Open: Writer"] * 2, "Another password.")
    ]
    assert client.get("/admin/").status_code == 302


def test_three_wrong_tries_change_nothing(types):
    person = writer(username="wren")
    types(*["short"] * 6)

    with pytest.raises(CommandError, match="No password was set"):
        run("changepassword", "wren")

    assert User.objects.values().get(pk=person.pk)["password"] == person.password
    assert happened("wren") == []


def test_nobody_has_no_password():
    with pytest.raises(CommandError, match="Nobody here is called “wren”"):
        run("changepassword", "wren")
