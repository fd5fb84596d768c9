"""Say that this copy of the site is the one that sends mail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from releases import conf
from releases.actions import fencing
from releases.management.operator import at_the_machine
from releases.models import Mailing, Notice
from releases.queries import fence
from releases.vocabulary import MailingState
from releases.workflow import MoveNotAllowed


class Command(BaseCommand):
    """`manage.py confirm_instance`, after a restore or a move, on the one copy that goes on."""

    help = (
        "Let this copy of the site (INSTANCE_ID) send mail. A database that was restored or copied names "
        "another copy and sends nothing until somebody confirms it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Confirm, and say what will leave now."""
        if not fence.objection():
            self.stdout.write("This copy is confirmed already. Nothing has changed.")
            return
        try:
            fencing.confirm_instance(by=at_the_machine())
        except MoveNotAllowed as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Confirmed: the copy {conf.instance_id()[:12]} sends mail, and no other.")
        if Notice.objects.failed().filter(last_error=fencing.MAY_HAVE_LEFT).exists():
            self.stdout.write("Mails to colleagues that were due are set aside. The desk has them.")
        paused = Mailing.objects.filter(state=MailingState.PAUSED).count()
        if paused:
            self.stdout.write(
                f"Mailings that are paused: {paused}. Look at each in the admin before you resume it."
            )
