"""Opening a new press office: its first people, something to look at, and their passwords handed over."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.db import transaction

from releases.actions import sampling, staffing
from releases.vocabulary import Role


@dataclass(frozen=True)
class Hired:
    """A new colleague with the password that only the person at the screen gets to read."""

    user: User
    password: str


@transaction.atomic
def open_press_office(
    *, with_samples: bool, hand_over: Callable[[tuple[Hired, ...]], None], operator: str
) -> bool:
    """Hire a writer and an editor, load the samples, hand the passwords over; all of it or nothing.

    Returns False and does nothing where somebody has an account. `hand_over` comes last inside the
    transaction: if nobody could read the passwords, the accounts do not exist, and the next start
    tries again.
    """
    # Two starts at the same moment go one after the other.
    Group.objects.select_for_update().get(name=Role.EDITOR)
    if has_staff():
        return False
    # Both are newsletter editors: what one submits, the other approves.
    writer = Hired(
        *staffing.hire(
            "writer",
            roles=[Role.WRITER, Role.NEWSLETTER_EDITOR],
            full_name="Ruth Vance",
            operator=operator,
        )
    )
    editor = Hired(
        *staffing.hire(
            "editor",
            roles=[Role.EDITOR, Role.NEWSLETTER_EDITOR, Role.ADMINISTRATOR],
            full_name="Daniel Ortiz",
            operator=operator,
        )
    )
    if with_samples and sampling.is_empty():
        sampling.load(writer=writer.user, editor=editor.user)
    hand_over((writer, editor))
    return True


def has_staff() -> bool:
    """Whether anybody has an account: then this is no first run."""
    return User.objects.exists()
