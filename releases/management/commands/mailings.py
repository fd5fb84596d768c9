"""How far the mailings are, on a terminal."""

from typing import Any

from django.core.management.base import BaseCommand

from releases.desk import mailings
from releases.models import clock
from releases.vocabulary import MailingState


class Command(BaseCommand):
    """`manage.py mailings`: every mailing that is not over."""

    help = "Show how far each mailing is. `watch manage.py mailings` shows it all the time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line each, with what is in the way."""
        if trouble := mailings.trouble(clock.now()):
            self.stdout.write(trouble)
        rows = list(mailings.under_way())
        for row in rows:
            self.stdout.write(mailings.line(row))
            if row.mailing.state == MailingState.WAITING:
                self.stdout.write(f"  Can be recalled until {row.starts.full} ({row.starts.utc_text}).")
            if row.mailing.paused_because:
                self.stdout.write(f"  Paused: {row.mailing.paused_because}")
        if not rows:
            self.stdout.write("No mailing is under way.")
