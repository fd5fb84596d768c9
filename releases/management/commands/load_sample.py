"""Load the sample content into an empty press office."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from releases.actions import sampling
from releases.workflow import MoveNotAllowed


class Command(BaseCommand):
    """`manage.py load_sample --writer writer --editor editor`."""

    help = "Load the sample releases into a press office without content. A second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask in whose names the samples are written and approved."""
        parser.add_argument("--writer", default="writer", help="who submits them (writer)")
        parser.add_argument("--editor", default="editor", help="who approves them (editor)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load once; every refusal is a sentence."""
        try:
            count = sampling.load(writer=_colleague(options["writer"]), editor=_colleague(options["editor"]))
        except sampling.AlreadyLoaded as nothing_to_do:
            self.stdout.write(str(nothing_to_do))
        except (sampling.CannotLoad, MoveNotAllowed) as refusal:
            raise CommandError(str(refusal)) from refusal
        else:
            self.stdout.write(f"{count} sample releases are loaded.")


def _colleague(username: str) -> User:
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist as nobody:
        raise CommandError(
            f"Nobody here is called “{username}”. Name somebody else with --writer and --editor."
        ) from nobody
