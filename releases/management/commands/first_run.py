"""Open the press office on its first start; on every later one do nothing and say nothing."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from releases import conf
from releases.actions import fencing, opening
from releases.actions.opening import Hired
from releases.management.operator import at_the_machine

LINE = "-" * 78


class Command(BaseCommand):
    """`manage.py first_run`: the start program calls it every time."""

    help = (
        "Make a writer and an editor with random passwords, and load the sample content, where nobody has an "
        "account yet. Does nothing anywhere else."
    )
    # The start program has checked and migrated already; a second look would only cost time.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the one option."""
        parser.add_argument(
            "--no-sample", action="store_true", help="make the accounts, but no sample content"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Open the office if nobody works there, and print each password the only time."""
        if not opening.has_staff():
            with _quiet(logging.getLogger("releases.actions")):
                opening.open_press_office(
                    with_samples=not options["no_sample"],
                    hand_over=self._hand_over,
                    operator=at_the_machine(),
                )
        # Nobody has ever sent from this database, so that no other copy of it can.
        fencing.confirm_the_first(by="the first run")

    def _hand_over(self, hired: tuple[Hired, ...]) -> None:
        rows = [_row(person) for person in hired]
        sentences = (
            "This is the first run. Two people work here now. Write their passwords down:",
            "they are stored nowhere in clear and will not be shown again.",
        )
        where = f"They sign in at {conf.site_address()}/admin/"
        self.stdout.write("\n".join([LINE, *sentences, "", *rows, "", where, LINE]))
        self.stdout.flush()


@contextmanager
def _quiet(log: logging.Logger) -> Iterator[None]:
    """What is printed says it all; nothing stands between the passwords and whoever writes them down."""
    level = log.level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(level)


def _row(person: Hired) -> str:
    user = person.user
    roles = ", ".join(group.name.lower() for group in user.groups.order_by("name"))
    return f"  {user.get_username():<8} {person.password}   {user.get_full_name()}: {roles}"
