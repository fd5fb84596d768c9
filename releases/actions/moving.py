"""The frame that every move shares: may, lock, look, change, history, and who hears of it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from releases import rules, workflow
from releases.actions import notifying
from releases.actions.intervals import NotWhatYouSaw
from releases.models import Event, Release, ReleaseVersion, clock
from releases.models.history import signed
from releases.queries.standing import Standing, standing
from releases.vocabulary import NoticeKind, Status
from releases.workflow import Move, MoveNotAllowed


@dataclass
class Moving:
    """A release whose row is held, where it stood at `at` on the database's clock, and what comes of it."""

    release: Release
    standing: Standing
    at: datetime
    by: User
    version: ReleaseVersion | None = None
    """The version that the move made or ended, for history."""
    after_effects: list[notifying.AfterEffect] = field(default_factory=list)

    def tell(self, kind: NoticeKind, *, to: Iterable[User], when: datetime | None = None) -> None:
        """Name the people who get this mail once the move is committed, at once or from `when` on."""
        self.after_effects.append(notifying.AfterEffect(kind, tuple(to), when))

    def others(self, people: Iterable[User]) -> list[User]:
        """Those of them who do not know it already, because they make the move."""
        return [person for person in people if person.pk != self.by.pk]


class DatabaseSaidNo(MoveNotAllowed):
    """A constraint or a guard refused the move, because something else happened in the same moment."""

    def __init__(self) -> None:
        super().__init__("Something else happened in the same moment, and nothing was changed. Try again.")


@contextmanager
def _no_in_words() -> Iterator[None]:
    try:
        yield
    except IntegrityError as refusal:
        raise DatabaseSaidNo from refusal


@contextmanager
def moving(
    release: Release, move: Move, *, by: User, reason: str = "", looked_at: str | None = None
) -> Iterator[Moving]:
    """Hold the row, make the move, write history and queue the mails; all of it or nothing.

    `looked_at` is the mark of the standing that the person was shown; without it the caller answers for
    having looked. Raises MoveNotAllowed when the person lacks the right or the table has no such row,
    NotWhatYouSaw when the release stands elsewhere by now, and DatabaseSaidNo when a constraint refuses
    what nobody could foresee.
    """
    rules.require(by, move)
    with _no_in_words(), transaction.atomic():
        locked = Release.objects.select_for_update().get(pk=release.pk)
        at = clock.now()
        stood = standing(locked, at)
        target = workflow.next_status(move, locked.status, stood.states)
        if looked_at is not None and looked_at != stood.mark:
            raise NotWhatYouSaw
        before = f"{Status(locked.status).label}, {stood.text}"
        moved = Moving(locked, stood, at, by)
        yield moved
        locked.status = target
        locked.save()
        event = Event.objects.create(
            release=locked,
            version=moved.version,
            move=move.name,
            actor=by,
            actor_name=signed(by),
            at=at,
            before=before,
            after=f"{target.label}, {standing(locked, at).text}",
            reason=reason,
        )
        notifying.write(event, moved.after_effects)
