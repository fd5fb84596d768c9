"""Who may do what. Rights come from groups alone."""

from django.contrib.auth.models import Permission, User

from releases.vocabulary import Right
from releases.workflow import Move, MoveNotAllowed

_KEPT = "_rights_of_the_newsroom"


def holds(person: User, right: Right) -> bool:
    """Whether one of the person's groups gives the right, as screens ask it: see `rights_of`.

    Being a superuser opens every screen of the admin, but it is no editor's pen: whoever approves
    does so as a member of a group that says so.
    """
    return right in rights_of(person)


def rights_of(person: User) -> frozenset[Right]:
    """Every right that the person's groups give.

    A screen asks many times for one person, so the answer is kept with the object, as Django keeps its own.
    """
    if not person.is_active:
        return frozenset()
    known: frozenset[Right] | None = getattr(person, _KEPT, None)
    if known is None:
        known = _rights_now(person)
        setattr(person, _KEPT, known)
    return known


def _rights_now(person: User) -> frozenset[Right]:
    names = Permission.objects.filter(
        group__user=person, codename__in=Right.values, content_type__app_label="releases"
    )
    return frozenset(Right(name) for name in names.values_list("codename", flat=True))


def may_upload(person: User) -> bool:
    """Whether the person may bring files into the library: for a release, or for an issue."""
    return person.is_active and bool(_rights_now(person) & {Right.WRITE, Right.WRITE_ISSUE})


def require(person: User, move: Move) -> None:
    """Raise MoveNotAllowed unless the person may make the move at all."""
    require_right(person, move.right, f"“{move.name.capitalize()}”")


def require_right(person: User, right: Right, what: str) -> None:
    """Raise MoveNotAllowed with a sentence unless the person holds the right at this moment."""
    if not person.is_active:
        raise MoveNotAllowed("This account is closed.")
    if right not in _rights_now(person):
        role = {
            Right.WRITE: "a writer or an editor",
            Right.APPROVE: "an editor",
            Right.WRITE_ISSUE: "a newsletter editor",
            Right.APPROVE_ISSUE: "a newsletter editor",
        }[right]
        raise MoveNotAllowed(
            f"{what} needs {role}. Ask an administrator for the role, or a colleague for the move."
        )
