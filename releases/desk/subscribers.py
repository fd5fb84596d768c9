"""What a decision about an address does, in words."""

from releases.desk.stage import Confirmation, Fact
from releases.models import Subscriber


def suppress(subscriber: Subscriber) -> Confirmation:
    """Take an address off all mail."""
    return Confirmation(
        "Take this address off all mail?",
        (
            Fact(
                "At once",
                (
                    "Nothing is sent to this address any more: no issue, no release, no confirmation. "
                    "Mails that are queued for it do not leave.",
                ),
            ),
            Fact("If it goes wrong", ("You can let it get its mail again. What it subscribed to is kept.",)),
        ),
        "Take off all mail",
    )


def allow_again(subscriber: Subscriber) -> Confirmation:
    """Let an address get its mail again."""
    because = f"{subscriber.get_suppressed_because_display()}: {subscriber.suppression_note}"
    why = (Fact("Why it was taken off", (because,)),) if subscriber.suppression_note else ()
    return Confirmation(
        "Let this address get its mail again?",
        (
            Fact(
                "At once",
                (
                    "It gets what it is subscribed to again, from the next mail on. "
                    "What was left out meanwhile is not sent later.",
                ),
            ),
            *why,
            Fact("What stays", ("Who took it off, and why, stays in its history, with your reason.",)),
        ),
        "Allow mail again",
    )


def erase(subscriber: Subscriber) -> Confirmation:
    """Forget an address for good."""
    return Confirmation(
        "Erase this address for good?",
        (
            Fact(
                "At once",
                (
                    "Everything that it gets ends, and we forget the address, its forms and every reason "
                    "that was written about it. Mails that are queued for it do not leave.",
                    "It is the same as when its reader erases it by the link in a mail.",
                ),
            ),
            Fact("What stays", ("How many mails were sent, to nobody; and that you erased one address.",)),
            Fact("If it goes wrong", ("Nobody can undo it. Its reader can sign up again.",)),
        ),
        "Erase it",
    )
