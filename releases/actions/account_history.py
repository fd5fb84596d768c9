"""The history of accounts: who opened, changed and closed them, kept where nobody can rewrite it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from django.contrib.auth.models import User
from django.db import transaction

from releases.models import Event, clock
from releases.models.history import LONGEST_NAME, signed
from releases.queries import staff

NEW_PASSWORD, NO_PASSWORD = "Another password.", "No password any more."

log = logging.getLogger(__name__)


def standing(person: User) -> str:
    """Whether the account is open, and its roles: “Open: Editor, Writer”."""
    state = "Open" if person.is_active else "Closed"
    roles = [group.name for group in person.groups.order_by("name")]
    held = ", ".join([*(["superuser"] if person.is_superuser else []), *roles]) or "no role"
    return f"{state}: {held}"[: Event._meta.get_field("after").max_length]


def note(
    person: User, move: str, *, by: User, before: str | None = None, reason: str = "", operator: str = ""
) -> None:
    """Write one step into the account's history. Call it in the transaction that makes the step.

    `before` is the standing that the step has changed; without it the step has changed none. `operator` is
    who ran a command without a login, and is named in place of `by`, who stands for them.
    """
    after = standing(person)
    Event.objects.create(
        account=person,
        move=move,
        actor=by,
        actor_name=f"{operator}, by a command"[:LONGEST_NAME] if operator else signed(by),
        at=clock.now(),
        before=after if before is None else before,
        after=after,
        reason=reason,
    )
    log.info("Account %s: %s, by account %s.", person.pk, move, by.pk)


def note_opened(person: User, *, by: User, reason: str = "", operator: str = "") -> None:
    """Write that there is a new account. Call it in the transaction that makes it and gives it its roles."""
    note(person, "open the account", by=by, before="", reason=reason, operator=operator)


@contextmanager
def changing(person: User, *, by: User, operator: str = "") -> Iterator[None]:
    """Hold the account while a form writes it; what is different afterwards goes into its history.

    Those who keep accounts are held with it, so that no two of them take that right from each other.
    `operator` is as in `note`.
    """
    with transaction.atomic():
        keepers = list(staff.account_keepers().values_list("pk", flat=True))
        held = User.objects.select_for_update().filter(pk__in=[*keepers, person.pk]).order_by("pk")
        before = _Picture.of(next(account for account in held if account.pk == person.pk))
        yield
        written = User.objects.get(pk=person.pk)
        after = _Picture.of(written)
        if after != before:
            reason = " ".join(after.changes_since(before))
            note(
                written, "change the account", by=by, before=before.standing, reason=reason, operator=operator
            )


@dataclass(frozen=True)
class _Picture:
    """What history says of an account; of the password only that it is another one."""

    standing: str
    username: str
    name: str
    email: str
    password: str
    has_password: bool

    @classmethod
    def of(cls, person: User) -> Self:
        """The account as it is in the database now."""
        return cls(
            standing(person),
            person.get_username(),
            person.get_full_name(),
            person.email,
            person.password,
            person.has_usable_password(),
        )

    def changes_since(self, before: Self) -> Iterator[str]:
        """A sentence for each change that the standing does not show."""
        for label, old, new in (
            ("Username", before.username, self.username),
            ("Name", before.name, self.name),
            ("E-mail address", before.email, self.email),
        ):
            if old != new:
                yield f"{label}: {_quoted(old)} became {_quoted(new)}."
        if before.password != self.password:
            yield NEW_PASSWORD if self.has_password else NO_PASSWORD


def _quoted(words: str) -> str:
    return f"“{words}”" if words else "none"
