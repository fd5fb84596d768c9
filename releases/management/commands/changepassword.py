"""Django's command, whose change stands in the history of the account."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from releases.actions import staffing
from releases.management.operator import at_the_machine, password_for


class Command(BaseCommand):
    """`manage.py changepassword NAME`, where nobody can log in any more."""

    help = "Give an account another password. Its history says who did it, and its sessions end."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of the account."""
        parser.add_argument("username", help="whose password it is")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for it twice, then set it."""
        person = User.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"Nobody here is called “{options['username']}”.")
        password = password_for(person, says=self.stderr)
        staffing.set_password(person, password, operator=at_the_machine())
        self.stdout.write(f"{person.get_username()} has another password.")
