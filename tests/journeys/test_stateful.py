"""Whatever people do in whatever order: one public version, no overlap, and a past that never changes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from releases.actions import addressing, editing, publishing, reviewing
from releases.actions.moving import DatabaseSaidNo
from releases.models import Release, ReleaseVersion, Withdrawal
from releases.queries.standing import standing
from releases.vocabulary import Status
from releases.workflow import MoveNotAllowed
from tests.factories import ReleaseFactory, editor, writer

ADDRESSES = ["first", "second", "third"]
START = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
LONG_AGO = datetime(2010, 12, 14, 15, 0, tzinfo=UTC)
SETTINGS = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)


class Newsroom(RuleBasedStateMachine):
    """One release, two people and a clock."""

    clock = None
    """The fixture `at`, set by the test."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now = START
        type(self).clock(self.now)
        self.writer, self.editor = writer(), editor()
        self.pk = ReleaseFactory(headline="Headline 0").pk
        self.edits = 0
        self.seen: dict[datetime, int | None] = {}
        self.read: dict[int, str] = {}
        self.left: set[str] = set()
        """The addresses that the release has had."""

    def teardown(self) -> None:
        try:
            self.every_moment_stays_what_it_was(self.seen)
            for slug in self.left:
                self.leads_on(slug)
            self.is_the_last_hop()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @property
    def release(self) -> Release:
        return Release.objects.get(pk=self.pk)

    def attempt(self, move) -> bool:
        try:
            move()
        except DatabaseSaidNo:
            raise  # The actions know the rules of the database; it never has to step in.
        except MoveNotAllowed:
            return False
        return True

    @initialize(moves=st.sampled_from([(), ("submit",), ("submit", "approve"), ("submit", "file")]))
    def begin(self, moves):
        steps = {
            "submit": lambda: reviewing.submit(self.release, by=self.writer),
            "approve": lambda: publishing.approve(self.release, by=self.editor),
            "file": lambda: publishing.file_in_archive(self.release, by=self.editor, dated=LONG_AGO),
        }
        for move in moves:
            steps[move]()

    @rule(seconds=st.one_of(st.integers(1, 10), st.integers(30, 400)))
    def pass_time(self, seconds):
        self.now += timedelta(seconds=seconds)
        type(self).clock(self.now)

    @rule()
    def edit(self):
        release = self.release
        if release.status != Status.APPROVED:
            self.edits += 1
            release.headline = f"Headline {self.edits}"
            release.save()
            editing.record(release, by=self.writer)

    @rule()
    def submit(self):
        self.attempt(lambda: reviewing.submit(self.release, by=self.writer))

    @rule()
    def send_back(self):
        self.attempt(lambda: reviewing.send_back(self.release, by=self.editor, note="Mend it."))

    @rule(minutes=st.one_of(st.none(), st.integers(1, 5)), alone=st.booleans())
    def approve(self, minutes, alone):
        when = minutes and (self.now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
        pending = standing(self.release, self.now).scheduled
        words = {"by": self.editor, "public_from": when or None, "replaces": pending.pk if pending else None}
        if alone:
            self.attempt(lambda: publishing.approve_alone(self.release, reason="Urgent.", **words))
        else:
            self.attempt(lambda: publishing.approve(self.release, **words))

    @rule(days=st.integers(-1, 4000))
    def file_in_archive(self, days):
        dated = self.now - timedelta(days=days)
        self.attempt(lambda: publishing.file_in_archive(self.release, by=self.editor, dated=dated))

    @rule(slug=st.sampled_from(ADDRESSES))
    def move_address(self, slug):
        before = self.release.slug
        if self.attempt(lambda: addressing.move_address(self.release, by=self.editor, slug=slug)):
            self.left = (self.left | {before}) - {slug}
            self.leads_on(before)

    @rule()
    @precondition(lambda self: ReleaseVersion.objects.scheduled(self.now).exists())
    def cancel(self):
        pending = ReleaseVersion.objects.scheduled(self.now).get()
        self.attempt(lambda: publishing.cancel(self.release, by=self.editor, scheduled=pending.pk))

    @rule()
    def withdraw(self):
        self.attempt(
            lambda: publishing.withdraw(self.release, by=self.editor, reason="Wrong.", shows_headline=False)
        )

    @rule()
    def edit_after_approval(self):
        self.attempt(lambda: editing.edit_after_approval(self.release, by=self.writer))

    @invariant()
    def at_most_one_version_is_public_now_and_at_every_boundary(self):
        boundaries = {self.now}
        for version in ReleaseVersion.objects.all():
            boundaries |= {version.public_from, version.public_until} - {None}
        for boundary in boundaries:
            assert ReleaseVersion.objects.public(boundary).count() <= 1

    @invariant()
    def what_readers_saw_at_any_moment_stays_what_they_saw(self):
        public = ReleaseVersion.objects.public().first()
        if public is not None:
            assert self.read.setdefault(public.pk, public.content) == public.content
        # Within one instant a move may still follow; a moment that is over is never rewritten.
        self.seen[self.now] = public.pk if public else None
        # All of them are asked again at the end.
        self.every_moment_stays_what_it_was(list(self.seen)[-3:])
        written = dict(ReleaseVersion.objects.filter(pk__in=self.read).values_list("pk", "content"))
        assert written == self.read

    def every_moment_stays_what_it_was(self, moments):
        for moment in moments:
            then = ReleaseVersion.objects.public(moment).first()
            assert (then.pk if then else None) == self.seen[moment]

    def leads_on(self, slug):
        answer = Client().get(f"/releases/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, f"/releases/{self.release.slug}/")

    def is_the_last_hop(self):
        if self.left:
            public = ReleaseVersion.objects.public().exists()
            answer = Client().get(f"/releases/{self.release.slug}/")
            assert answer.status_code == (200 if public else 410)

    @invariant()
    def numbers_have_no_gaps(self):
        numbers = list(
            ReleaseVersion.objects.exclude(number=None).order_by("number").values_list("number", flat=True)
        )
        assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def at_most_one_version_is_scheduled_and_a_notice_answers_only_for_nothing(self):
        assert ReleaseVersion.objects.scheduled().count() <= 1
        in_force = Withdrawal.objects.in_force().exists()
        assert not (in_force and ReleaseVersion.objects.public().exists())


@pytest.mark.django_db
def test_no_sequence_of_moves_edits_and_minutes_breaks_the_promise(at):
    Newsroom.clock = at
    run_state_machine_as_test(Newsroom, settings=SETTINGS)

    assert ReleaseVersion.objects.count() == 0
