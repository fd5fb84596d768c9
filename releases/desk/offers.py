"""Which moves a person may make from where a release stands: what the desk and the forms offer."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet

from releases import rules, workflow
from releases.models import Event, Release, ReleaseVersion
from releases.queries import second_person
from releases.queries.standing import standing
from releases.vocabulary import PublicState, Right
from releases.workflow import MOVES, Move

NEEDS_SOMEBODY_ELSE = frozenset({workflow.APPROVE, workflow.REINSTATE, workflow.FILE_IN_ARCHIVE})


def offered(release: Release, *, to: User) -> tuple[Move, ...]:
    """The moves that the person may make with the release now, in the order of the table."""
    return offered_from(
        release,
        standing(release).states,
        rights=rules.rights_of(to),
        person=to,
        to_sign_off=to_sign_off(release, by=to) is not None,
    )


def offered_from(
    release: Release,
    states: frozenset[PublicState],
    *,
    rights: Collection[Right],
    person: User,
    to_sign_off: bool = False,
) -> tuple[Move, ...]:
    """The same for lists, which know where each release stands.

    It asks the database nothing about releases that `second_person.looked_up` has read.
    """
    return tuple(
        move
        for move in MOVES
        if move.right in rights
        and workflow.is_open(move, release.status, states)
        and _makes_sense(move, release, states, person=person, to_sign_off=to_sign_off)
    )


def to_sign_off(release: Release, *, by: User) -> ReleaseVersion | None:
    """The latest version that one person approved alone and that this other person should read."""
    return not_signed_off().filter(release=release).exclude(approved_by=by).order_by("-number").first()


def not_signed_off() -> QuerySet[ReleaseVersion]:
    """Versions that one person approved alone and no other editor has read, without the cancelled ones."""
    signed = Event.objects.filter(version=OuterRef("pk"), move=workflow.SIGN_OFF.name)
    return ReleaseVersion.objects.filter(~Exists(signed), number__isnull=False).exclude(override_reason="")


def _makes_sense(
    move: Move, release: Release, states: frozenset[PublicState], *, person: User, to_sign_off: bool
) -> bool:
    if move in NEEDS_SOMEBODY_ELSE and second_person.objection(release, person):
        return False
    if move is workflow.APPROVE:
        return PublicState.WITHDRAWN not in states
    if move is workflow.APPROVE_ALONE:
        is_draft = workflow.is_open(workflow.SUBMIT, release.status, states)
        return is_draft or bool(second_person.objection(release, person))
    return move is not workflow.SIGN_OFF or to_sign_off
