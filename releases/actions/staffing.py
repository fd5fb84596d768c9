"""What commands do to accounts, without a login: hire with a password that nobody chose, make, mend."""

import secrets
from collections.abc import Iterable

from django.contrib.auth.models import Group, User
from django.db import transaction

from releases.actions import account_history
from releases.vocabulary import Role

# No l, o, 0 and 1: people read the password from one screen and type it on another.
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
GROUPS_OF_LETTERS, LETTERS_IN_A_GROUP = 4, 5


class AlreadyHired(Exception):
    """Somebody has this name; their password stays what it is."""

    def __init__(self, username: str) -> None:
        super().__init__(f"There is an account “{username}” already. Choose another name.")


@transaction.atomic
def hire(
    username: str, *, roles: Iterable[Role], full_name: str, operator: str, email: str = ""
) -> tuple[User, str]:
    """Make an account for the admin with these roles; return it with its password, which is kept nowhere.

    `operator` is who sits at the machine. Raises AlreadyHired when the name is taken: an account that exists
    is never touched.
    """
    if User.objects.filter(username=username).exists():
        raise AlreadyHired(username)
    first_name, _, last_name = full_name.rpartition(" ")
    password = _new_password()
    user = User.objects.create_user(
        username, email, password, first_name=first_name, last_name=last_name, is_staff=True
    )
    user.groups.set([Group.objects.get(name=role) for role in roles])
    account_history.note_opened(user, by=user, operator=operator)
    return user, password


@transaction.atomic
def make_superuser(username: str, *, email: str, password: str | None, operator: str) -> User:
    """Make an account that may everything but publish; `operator` is who sits at the machine.

    Without a password nobody logs in. Raises AlreadyHired when the name is taken.
    """
    if User.objects.filter(username=username).exists():
        raise AlreadyHired(username)
    person = User.objects.create_superuser(username, email, password)
    account_history.note_opened(person, by=person, operator=operator)
    return person


def set_password(person: User, password: str, *, operator: str) -> None:
    """Give the account another password, which ends its sessions; `operator` is who sits at the machine."""
    with account_history.changing(person, by=person, operator=operator):
        person.set_password(password)
        person.save(update_fields=["password"])


def _new_password() -> str:
    return "-".join(
        "".join(secrets.choice(LETTERS) for _ in range(LETTERS_IN_A_GROUP)) for _ in range(GROUPS_OF_LETTERS)
    )
