"""Two people on the same move at the same moment: one wins, the other gets a sentence.

RACES=200 runs each race 200 times instead of 20; docs/benchmarks/races.md has what came of it.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from releases import workflow
from releases.actions import addressing, editing, publishing, reviewing
from releases.models import Event, Release, ReleaseVersion
from releases.queries.standing import standing
from releases.workflow import MoveNotAllowed
from tests.factories import ReleaseFactory, approved, editor, writer

RACES = int(os.environ.get("RACES", "20"))
LONG_AGO = datetime(2010, 12, 14, 15, 0, tzinfo=UTC)


def tomorrow() -> datetime:
    return timezone.now().replace(second=0, microsecond=0) + timedelta(days=1)


def draft() -> Release:
    return ReleaseFactory()


def in_review() -> Release:
    return ReleaseFactory(in_review=True)


def live() -> Release:
    return approved().release


def scheduled() -> Release:
    return approved(public_from=tomorrow()).release


def approved_alone() -> Release:
    return publishing.approve_alone(ReleaseFactory(), by=editor(), reason="Urgent.").release


def withdrawn_and_in_review() -> Release:
    release = live()
    publishing.withdraw(release, by=editor(), reason="Wrong.", shows_headline=True)
    reviewing.submit(editing.edit_after_approval(release, by=writer()), by=writer())
    return Release.objects.get(pk=release.pk)


def the_version(release: Release) -> ReleaseVersion:
    return ReleaseVersion.objects.get(release=release)


Verb = Callable[[Release, object], object]
MOVES: dict[str, tuple[Callable[[], Release], Callable[[], object], Verb]] = {
    "submit": (draft, writer, lambda r, by: reviewing.submit(r, by=by)),
    "send back": (in_review, editor, lambda r, by: reviewing.send_back(r, by=by, note="Mend it.")),
    "approve": (in_review, editor, lambda r, by: publishing.approve(r, by=by)),
    "approve for tomorrow": (
        in_review,
        editor,
        lambda r, by: publishing.approve(r, by=by, public_from=tomorrow()),
    ),
    "approve alone": (
        draft,
        editor,
        lambda r, by: publishing.approve_alone(r, by=by, reason="Urgent."),
    ),
    "reinstate": (withdrawn_and_in_review, editor, lambda r, by: publishing.approve(r, by=by)),
    "file in the archive": (
        in_review,
        editor,
        lambda r, by: publishing.file_in_archive(r, by=by, dated=LONG_AGO),
    ),
    "cancel": (scheduled, editor, lambda r, by: publishing.cancel(r, by=by, scheduled=the_version(r).pk)),
    "withdraw": (
        live,
        editor,
        lambda r, by: publishing.withdraw(r, by=by, reason="Wrong.", shows_headline=True),
    ),
    "edit after approval": (live, writer, lambda r, by: editing.edit_after_approval(r, by=by)),
    "move address": (live, editor, lambda r, by: addressing.move_address(r, by=by, slug=f"moved-{r.pk}")),
    "sign off": (approved_alone, editor, lambda r, by: reviewing.sign_off(r, by=by, version=the_version(r))),
}


def test_every_move_of_the_workflow_is_raced():
    assert {move.name for move in workflow.MOVES} <= set(MOVES)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("move", MOVES)
def test_of_two_people_on_one_move_one_wins_and_the_other_gets_a_sentence(move):
    prepare, person, verb = MOVES[move]
    people = [person(), person()]
    outcomes = []

    for _ in range(RACES):
        release = prepare()
        before = Event.objects.filter(release=release).count()
        outcomes.append(
            (*race(release, people, verb), Event.objects.filter(release=release).count() - before)
        )

    assert outcomes == [("refused", "won", 1)] * RACES


def race(release: Release, people: list[object], verb: Verb) -> tuple[str, str]:
    start = Barrier(2)

    def run(by: object) -> str:
        seen = Release.objects.get(pk=release.pk)
        start.wait()
        try:
            verb(seen, by)
        except MoveNotAllowed as refusal:
            return "refused" if str(refusal) else "refused without a sentence"
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(2) as pool:
        first, second = sorted(pool.map(run, people))
    return first, second


@pytest.mark.django_db(transaction=True)
def test_a_text_saved_while_it_is_approved_is_either_in_the_version_or_refuses_the_approval():
    outcomes = set()
    for _ in range(RACES):
        release, author, boss = in_review(), writer(), editor()

        def save(seen, by):
            with transaction.atomic():
                held = editing.hold(seen, by=by)
                held.headline = "Changed at the last moment"
                held.save()
                editing.record(held, by=by)

        def either(seen, by, save=save, author=author):
            return save(seen, by) if by == author else publishing.approve(seen, by=by)

        race(release, [author, boss], either)
        release.refresh_from_db()
        version = ReleaseVersion.objects.filter(release=release).first()
        outcomes.add((version and version.headline == release.headline, release.status))

    # Approved as read, or refused because the text had changed: never a version that nobody read.
    assert outcomes <= {(True, "approved"), (None, "review")}


@pytest.mark.django_db(transaction=True)
def test_of_an_approval_and_a_withdrawal_of_what_both_saw_one_wins():
    outcomes = []
    for _ in range(max(1, RACES // 4)):
        release, boss, other = live(), editor(), editor()
        reviewing.submit(editing.edit_after_approval(release, by=writer()), by=writer())
        mark = standing(release).mark

        def either(seen, by, boss=boss, mark=mark):
            if by == boss:
                return publishing.approve(seen, by=by, looked_at=mark)
            return publishing.withdraw(seen, by=by, reason="Wrong.", shows_headline=False, looked_at=mark)

        outcomes.append(race(release, [boss, other], either))

    assert set(outcomes) == {("refused", "won")}
