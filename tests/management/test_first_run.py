"""The first start: two people and their passwords, once; afterwards nothing, as often as it is called."""

import logging
import re
import threading
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from releases.actions import opening
from releases.models import Event, Release, ReleaseVersion

pytestmark = pytest.mark.django_db


class BrokenScreen(StringIO):
    """What a program writes to when nobody is there to read."""

    def flush(self) -> None:
        raise BrokenPipeError


def _first_run(*options: str) -> str:
    screen = StringIO()
    call_command("first_run", *options, stdout=screen)
    return screen.getvalue()


def _passwords(printed: str) -> dict[str, str]:
    return dict(re.findall(r"^  (\w+) +((?:[a-z2-9]{5}-){3}[a-z2-9]{5}) ", printed, re.MULTILINE))


def _everything() -> dict[str, list[tuple[object, ...]]]:
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=str)
        for model in apps.get_models()
    }


def test_the_first_run_prints_two_passwords_that_open_their_accounts():
    printed = _first_run()

    passwords = _passwords(printed)
    people = [authenticate(username=name, password=password) for name, password in passwords.items()]
    assert list(passwords) == ["writer", "editor"]
    assert [person.get_full_name() for person in people if isinstance(person, User)] == [
        "Ruth Vance",
        "Daniel Ortiz",
    ]
    assert {
        event.actor_name.partition(", ")[2] for event in Event.objects.filter(move="open the account")
    } == {"by a command"}
    assert {
        user.username: set(user.groups.values_list("name", flat=True)) for user in User.objects.all()
    } == {
        "writer": {"Writer", "Newsletter editor"},
        "editor": {"Editor", "Newsletter editor", "Administrator"},
    }


def test_the_first_run_loads_the_samples_and_says_where_to_sign_in():
    printed = _first_run()

    assert ReleaseVersion.objects.public().count() == 11
    assert "They sign in at http://127.0.0.1:8000/admin/" in printed


def test_no_log_stands_between_the_passwords_and_their_reader(caplog):
    caplog.set_level(logging.INFO)

    _first_run("--no-sample")

    assert [record.getMessage() for record in caplog.records if record.name.startswith("releases")] == []
    assert logging.getLogger("releases.actions").isEnabledFor(logging.INFO)


def test_each_password_is_printed_once_and_stored_nowhere_in_clear():
    printed = _first_run("--no-sample")

    stored = str(_everything())
    assert [printed.count(password) for password in _passwords(printed).values()] == [1, 1]
    assert [password in stored for password in _passwords(printed).values()] == [False, False]


def test_a_second_run_prints_nothing_and_changes_nothing(django_assert_num_queries):
    _first_run()
    before = _everything()

    with django_assert_num_queries(2):
        printed = _first_run()

    assert printed == ""
    assert _everything() == before


def test_without_samples_there_are_people_and_later_runs_do_not_add_samples():
    _first_run("--no-sample")
    _first_run()

    assert (User.objects.count(), Release.objects.count()) == (2, 0)


def test_where_somebody_has_an_account_nothing_is_made():
    User.objects.create_user("chief", password="their-own-long-password")
    before = _everything()

    printed = _first_run()

    assert printed == ""
    assert _everything() == before


def test_passwords_that_nobody_could_read_leave_no_accounts_behind():
    before = _everything()

    with pytest.raises(BrokenPipeError):
        call_command("first_run", stdout=BrokenScreen())

    assert _everything() == before


@pytest.mark.django_db(transaction=True)
def test_a_start_that_comes_while_the_office_opens_waits_and_finds_it_open():
    answers: list[bool] = []

    def start_too() -> None:
        try:
            answers.append(
                opening.open_press_office(
                    with_samples=False, hand_over=lambda hired: answers.append(True), operator="root"
                )
            )
        finally:
            connection.close()

    second = threading.Thread(target=start_too)

    def meanwhile(hired: tuple[opening.Hired, ...]) -> None:
        second.start()
        # As far as it gets: it has to wait for this transaction, whose end comes only after this.
        second.join(timeout=1)

    opened = opening.open_press_office(with_samples=False, hand_over=meanwhile, operator="root")
    second.join()

    assert (opened, answers, User.objects.count()) == (True, [False], 2)
