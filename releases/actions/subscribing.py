"""Asking for mail. The page writes one row, whoever asks and whatever is known of the address.

The worker reads the row later (actions/answering.py). So nobody can tell from the page, or from the time
that it takes, whether an address is subscribed.
"""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import transaction

from releases.models import SignUp, clock
from releases.text.mailboxes import Mailbox

HOUR = timedelta(hours=1)
FROM_ONE_CLIENT = 20
FROM_EVERYBODY = 1_000


class TooMany(Exception):
    """More forms were sent within an hour than people send; the text says what to do."""


@dataclass(frozen=True)
class Wish:
    """One thing to get: a newsletter by its id, or releases, narrowed by ids and a kind."""

    wording: str
    newsletter: int | None = None
    programme: int | None = None
    topic: int | None = None
    kind: str = ""


def ask(mailbox: Mailbox, wishes: tuple[Wish, ...], *, source: str, client: str) -> None:
    """Keep what somebody asks for, or raise TooMany; the worker sends the one mail that follows."""
    with transaction.atomic():
        at = clock.now()
        lately = SignUp.objects.after(at - HOUR)
        if lately.filter(client=client).count() >= FROM_ONE_CLIENT:
            raise TooMany("Too many forms came from your network within an hour. Try again in an hour.")
        if lately.count() >= FROM_EVERYBODY:
            raise TooMany(
                "So many people sign up at the moment that we cannot keep up. Try again in an hour."
            )
        SignUp.objects.create(
            email=mailbox.address,
            email_key=mailbox.key,
            limit_key=mailbox.limit_key,
            client=client,
            wishes=[asdict(wish) for wish in wishes],
            source=source,
            asked_at=at,
            next_attempt_at=at,
        )
