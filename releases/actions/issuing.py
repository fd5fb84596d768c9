"""The moves of a newsletter issue: submit, send back, approve. Approving freezes it for good."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from releases import conf, rules, workflow
from releases.actions import publishing
from releases.actions.reviewing import TextHasChanged
from releases.content import IssueContent
from releases.freezing import freeze_issue
from releases.freezing.issue import FrozenIssue
from releases.models import Event, NewsletterIssue, clock
from releases.models.history import signed
from releases.queries import second_person
from releases.text import pictures, sanitize
from releases.text.addresses import is_address
from releases.vocabulary import PublicState, Right, Status
from releases.workflow import Move, MoveNotAllowed

SUBMIT = Move("submit", {Status.DRAFT: Status.REVIEW}, Right.WRITE_ISSUE)
SEND_BACK = Move("send back", {Status.REVIEW: Status.DRAFT}, Right.APPROVE_ISSUE)
APPROVE = Move("approve", {Status.REVIEW: Status.APPROVED}, Right.APPROVE_ISSUE)

# What an address of the site can name.
HIGHEST_NUMBER = 999_999_999


class NotAnIssueAddress(MoveNotAllowed):
    """The address of the full issue leads nowhere."""

    def __init__(self) -> None:
        super().__init__(
            "The address of the full issue does not work. Begin it with https:// or leave it empty."
        )


class NotANumber(MoveNotAllowed):
    """No page can have the number of the issue."""

    def __init__(self) -> None:
        super().__init__(f"Number the issues from 1 to {HIGHEST_NUMBER:,}.")


class LeadsToAFile(MoveNotAllowed):
    """The issue names files of the library that it does not make public."""

    def __init__(self, names: Iterable[str]) -> None:
        named = " and ".join(f"“{name}”" for name in names)
        super().__init__(
            f"The issue links to {named} of the library, which readers would not get."
            " Choose it as the file of the full issue, or link to the release that has it."
        )


class NothingToRead(MoveNotAllowed):
    """The issue has neither an introduction nor an item."""

    def __init__(self) -> None:
        super().__init__("The issue is empty. Write an introduction or add a release or words of your own.")


def submit_issue(issue: NewsletterIssue, *, by: User, seen: str | None = None) -> NewsletterIssue:
    """Hand the issue to somebody who may approve it. `seen` is as in `approve_issue`.

    Raises NothingToRead for an empty issue, NotAnIssueAddress for a full issue that leads nowhere,
    LeadsToAFile for files that readers would not get, and NotANumber for a number that no page can have.
    """
    with _moving(issue, SUBMIT, by=by) as moved:
        frozen = freeze_issue(moved.issue)
        _require_same_words(frozen, seen)
        _require_ready(frozen.content)
        moved.issue.submitted_by = by
    return moved.issue


def send_back_issue(
    issue: NewsletterIssue, *, by: User, note: str, seen: str | None = None
) -> NewsletterIssue:
    """Return the issue to its writer, with a note that says what to mend. `seen` is as in `approve_issue`."""
    if not note.strip():
        raise MoveNotAllowed("Write a note: what should the writer mend?")
    with _moving(issue, SEND_BACK, by=by, reason=note.strip()) as moved:
        _require_same_words(freeze_issue(moved.issue), seen)
    return moved.issue


def approve_issue(
    issue: NewsletterIssue, *, by: User, public_from: datetime | None = None, seen: str | None = None
) -> NewsletterIssue:
    """Freeze the issue into what readers get from `public_from` on; nobody can change it afterwards.

    `public_from` is a whole minute to come, None means now. `seen` is the digest of the text that the
    person has read; with it, TextHasChanged is raised when somebody saved in between.
    """
    with _moving(issue, APPROVE, by=by) as moved:
        if objection := second_person.issue_objection(moved.issue, by):
            raise MoveNotAllowed(objection)
        frozen = freeze_issue(moved.issue)
        _require_ready(frozen.content)
        _require_same_words(frozen, seen)
        moved.issue.public_from = publishing.start_of(public_from, moved.at)
        moved.issue.approved_by = by
        moved.issue.content, moved.issue.digest = frozen.text, frozen.digest
    return moved.issue


def record_issue(issue: NewsletterIssue, *, by: User, before: str) -> None:
    """Write down who changed an issue in review, because they cannot approve it any more.

    `before` is its digest before the change. Call it in the transaction that saved the issue and its entries.
    """
    rules.require_right(by, Right.WRITE_ISSUE, "Editing")
    if issue.status == Status.REVIEW and freeze_issue(issue).digest != before:
        _write(issue, second_person.SAVE_IN_REVIEW, by=by, at=clock.now())


def may_be_number(number: int | None) -> bool:
    """Whether a page can have it; without a newsletter there is none yet."""
    return number is None or 1 <= number <= HIGHEST_NUMBER


@dataclass(frozen=True)
class _Moving:
    """An issue whose row is held, and the instant of the move on the database's clock."""

    issue: NewsletterIssue
    at: datetime


@contextmanager
def _moving(issue: NewsletterIssue, move: Move, *, by: User, reason: str = "") -> Iterator[_Moving]:
    """Hold the row, make the move, write history; all of it or nothing."""
    rules.require(by, move)
    with transaction.atomic():
        held = NewsletterIssue.objects.select_for_update().get(pk=issue.pk)
        moved = _Moving(held, clock.now())
        target = _target(move, Status(held.status))
        before = _state(held, moved.at)
        yield moved
        held.status = target
        held.save()
        _write(
            held,
            move.name,
            by=by,
            at=moved.at,
            before=before,
            after=_state(held, moved.at),
            reason=reason,
        )


def _write(issue: NewsletterIssue, move: str, *, by: User, at: datetime, **words: str) -> None:
    Event.objects.create(issue=issue, move=move, actor=by, actor_name=signed(by), at=at, **words)


def _target(move: Move, status: Status) -> Status:
    if workflow.is_open(move, status, frozenset()):
        return move.leads[status]
    wanted = " or ".join(workflow.named(source) for source in move.leads)
    raise MoveNotAllowed(
        f"“{move.name.capitalize()}” needs an issue that is {wanted}; this one is {workflow.named(status)}."
    )


def _state(issue: NewsletterIssue, at: datetime) -> str:
    if issue.public_from is None:
        public = PublicState.NEVER
    elif NewsletterIssue.objects.public(at).filter(pk=issue.pk).exists():
        public = PublicState.LIVE
    else:
        public = PublicState.SCHEDULED
    return f"{Status(issue.status).label}, {public.label.lower()}"


def _require_same_words(frozen: FrozenIssue, seen: str | None) -> None:
    if seen is not None and seen != frozen.digest:
        raise TextHasChanged


def _require_ready(content: IssueContent) -> None:
    if not content.items and sanitize.is_empty(content.introduction):
        raise NothingToRead
    if not may_be_number(content.number):
        raise NotANumber
    if content.full_issue and not is_address(content.full_issue):
        raise NotAnIssueAddress
    site = conf.site_address()
    named = pictures.files_linked_to(content.introduction, site)
    named |= pictures.files_named_in("\n".join(item.text for item in content.items), site)
    named.pop(content.file.id if content.file else "", None)
    if named:
        raise LeadsToAFile(named.values())
