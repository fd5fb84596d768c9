"""Every move by every role from every working status in every public state: what really happens."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.db import transaction

from releases.actions import addressing, editing, publishing, reviewing
from releases.models import Release, ReleaseVersion
from releases.queries.standing import standing
from releases.vocabulary import PublicState, Role, Status
from releases.workflow import MoveNotAllowed
from tests.factories import ReleaseFactory, UserFactory, editor, writer
from tests.test_workflow import AGREED, STANDINGS, A, R

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LONG_AGO = datetime(2010, 12, 14, 15, 0, tzinfo=UTC)
NEVER, SCHEDULED, LIVE, WITHDRAWN = PublicState
WRITING = {"submit", "edit after approval"}
BY_TWO = {"approve", "file in the archive"}
# The function that approves also reinstates; only a version that one person approved can be signed off.
EXPECTED = {name: row for name, row in AGREED.items() if name != "reinstate"} | {
    "approve": ({R: A}, set(PublicState)),
    "sign off": (AGREED["sign off"][0], {SCHEDULED, LIVE, WITHDRAWN}),
}
PEOPLE = {
    "a writer": lambda: writer(),
    "the second editor": lambda: editor(),
    "the editor who submitted it": lambda: editor(),
    "an administrator": lambda: UserFactory(roles=[Role.ADMINISTRATOR]),
    "nobody's role": lambda: UserFactory(is_superuser=True),
}


def latest(release):
    return ReleaseVersion.objects.filter(release=release).order_by("-pk").first() or ReleaseVersion()


def pending(release):
    scheduled = standing(release).scheduled
    return scheduled.pk if scheduled else None


VERBS = {
    "submit": lambda r, by: reviewing.submit(r, by=by),
    "send back": lambda r, by: reviewing.send_back(r, by=by, note="Mend it."),
    "approve": lambda r, by: publishing.approve(r, by=by, replaces=pending(r)),
    "approve alone": lambda r, by: publishing.approve_alone(
        r, by=by, reason="Urgent.", replaces=pending(r)
    ),
    "file in the archive": lambda r, by: publishing.file_in_archive(r, by=by, dated=LONG_AGO),
    "cancel": lambda r, by: publishing.cancel(r, by=by, scheduled=pending(r) or 0),
    "edit after approval": lambda r, by: editing.edit_after_approval(r, by=by),
    "withdraw": lambda r, by: publishing.withdraw(r, by=by, reason="Wrong.", shows_headline=True),
    "move address": lambda r, by: addressing.move_address(r, by=by, slug="another-address"),
    "sign off": lambda r, by: reviewing.sign_off(r, by=by, version=latest(r)),
}  # fmt: skip


def made(states, at):
    """A release in these public states; whatever was approved for it one person approved alone."""
    release, boss = ReleaseFactory(), editor()

    def approve(public_from=None):
        Release.objects.filter(pk=release.pk).update(status=Status.DRAFT)
        now = Release.objects.get(pk=release.pk)
        publishing.approve_alone(now, by=boss, reason="Urgent.", public_from=public_from)

    at(NINE)
    if states & {LIVE, WITHDRAWN}:
        approve()
    at(NINE + HOUR)
    if WITHDRAWN in states:
        publishing.withdraw(release, by=boss, reason="Wrong.", shows_headline=True)
    if SCHEDULED in states:
        approve(NINE + 24 * HOUR)
    at(NINE + 2 * HOUR)
    assert standing(release).states == states
    return release


def outcome(release, status, verb, by, submitter):
    """The working status after the move, or None for a refusal in words; all of it is taken back."""
    with transaction.atomic():
        Release.objects.filter(pk=release.pk).update(status=status, submitted_by=submitter, submitted_at=NINE)
        try:
            verb(Release.objects.get(pk=release.pk), by)
            reached = Release.objects.get(pk=release.pk).status
        except MoveNotAllowed:
            reached = None
        transaction.set_rollback(True)
    return reached


def agreed(name, status, states, who):
    leads, public = EXPECTED[name]
    may = who in ("the second editor", "the editor who submitted it") or (
        who == "a writer" and name in WRITING
    )
    is_refused_to_one = name in BY_TWO and who == "the editor who submitted it"
    return leads.get(status) if may and not is_refused_to_one and states & public else None


@pytest.mark.django_db
def test_every_move_does_for_every_role_in_every_state_what_people_agreed(at):
    at(NINE - HOUR)
    people = {who: make() for who, make in PEOPLE.items()}
    submitter, releases = writer(), {states: made(states, at) for states in STANDINGS}

    wrong, asked = [], 0
    for (states, release), status, (name, verb), (who, by) in product(
        releases.items(), Status, VERBS.items(), people.items()
    ):
        asked += 1
        submitted_by = by if who == "the editor who submitted it" else submitter
        reached = outcome(release, status, verb, by, submitted_by)
        if reached != agreed(name, status, states, who):
            wrong.append((sorted(states), status, name, who, reached))

    assert wrong == []
    assert asked == len(STANDINGS) * 3 * len(VERBS) * len(PEOPLE)
