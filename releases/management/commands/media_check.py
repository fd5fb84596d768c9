"""Hold the folder of the library against its rows."""

from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from releases.actions import tidying
from releases.desk import shelf
from releases.desk.shelf import Fault, Finding


class Command(BaseCommand):
    """`manage.py media_check`, from time to time and after a restore."""

    help = (
        "List files without rows, rows without files, wrong digests and missing renditions. "
        "Changes nothing without --render or --delete; ends with 1 while something is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the two options that change something."""
        parser.add_argument(
            "--render",
            action="store_true",
            help="draw missing and wrong renditions again from their originals",
        )
        parser.add_argument(
            "--delete", action="store_true", help="delete files that no row knows and that are an hour old"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Report each finding on a line, mend what was asked for, and look again."""
        left = list(shelf.findings())
        for finding in left:
            self.stdout.write(str(finding))
        if options["render"]:
            left = self._rendered(left)
        if options["delete"]:
            left = self._deleted(left)
        if left:
            raise CommandError(_advice(left))
        self.stdout.write("Every file of the library is in its place.")

    def _rendered(self, found: list[Finding]) -> list[Finding]:
        drawable = [each for each in found if each.file and each.can_be_drawn]
        for file, together in groupby(drawable, key=lambda each: each.file):
            if file is not None and file.original.is_file():
                tidying.draw(file, list(together))
        left = [each for each in found if not each.can_be_drawn or shelf.is_fault(each)]
        self.stdout.write(f"{len(found) - len(left)} renditions drawn again.")
        return left

    def _deleted(self, found: list[Finding]) -> list[Finding]:
        try:
            count = tidying.delete(found)
        except tidying.NoRows as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{count} files without a row deleted.")
        return [each for each in found if shelf.is_fault(each)]


def _advice(left: list[Finding]) -> str:
    """How many things are wrong, and what to do about each kind."""
    strays = sum(each.fault is Fault.STRAY for each in left)
    drawable = sum(each.can_be_drawn for each in left)
    originals = len(left) - strays - drawable
    sentences = [
        f"Not as it should be: {len(left)}.",
        f"Renditions: {drawable}. --render draws them again." if drawable else "",
        f"Files without a row: {strays}. --delete deletes them." if strays else "",
        f"Originals: {originals}. Get them from a backup." if originals else "",
    ]
    return " ".join(filter(None, sentences))
