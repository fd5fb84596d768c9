"""Django's command, whose account begins its history."""

import os
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from releases.actions import staffing
from releases.management.operator import at_the_machine, password_for, wrong_with

FROM = "DJANGO_SUPERUSER_"
NOBODY_ANSWERS = f"Nobody answers here. Give --noinput, --username and {FROM}PASSWORD."


class Command(BaseCommand):
    """`manage.py createsuperuser`, with questions or, with --noinput, without."""

    help = (
        "Make an account that may everything but publish: for that it needs a role. With --noinput, what is "
        f"not given is taken from {FROM}USERNAME, {FROM}EMAIL and {FROM}PASSWORD; without a password nobody "
        "logs in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what Django's command takes of one database."""
        parser.add_argument("--username", help="the name for the login")
        parser.add_argument("--email", help="where a link to a new password goes")
        parser.add_argument(
            "--noinput", "--no-input", action="store_false", dest="interactive", help="ask nobody anything"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for what is missing, then make the account."""
        try:
            person, password = self._asked(options) if options["interactive"] else self._given(options)
            made = staffing.make_superuser(
                person.username, email=person.email, password=password, operator=at_the_machine()
            )
        except EOFError as nobody:
            raise CommandError(NOBODY_ANSWERS) from nobody
        except staffing.AlreadyHired as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{made.get_username()} is a superuser. Give a role to whoever publishes.")

    def _asked(self, options: dict[str, Any]) -> tuple[User, str]:
        username = options["username"] or input("Username: ")
        person = _checked(username, options["email"] or input("E-mail: "))
        return person, password_for(person, says=self.stderr)

    def _given(self, options: dict[str, Any]) -> tuple[User, str | None]:
        username = options["username"] or os.environ.get(f"{FROM}USERNAME", "")
        person = _checked(username, options["email"] or os.environ.get(f"{FROM}EMAIL", ""))
        password = os.environ.get(f"{FROM}PASSWORD")
        if password is not None and (sentences := wrong_with(password, person)):
            raise CommandError(sentences)
        return person, password


def _checked(username: str, email: str) -> User:
    """The account before it is made; CommandError with what is wrong with its words."""
    person = User(username=username.strip(), email=email.strip())
    try:
        person.full_clean(exclude=["password"])
    except ValidationError as refusal:
        wrong = (f"{name}: {' '.join(said)}" for name, said in refusal.message_dict.items())
        raise CommandError(" ".join(wrong)) from refusal
    return person
