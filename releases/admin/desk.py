"""The first page of the admin: the desk, with a link to every page that this person may use."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse

from releases import workflow
from releases.admin.move_page import MoveLink, person_of
from releases.admin.pages import PAGES
from releases.desk import mailings
from releases.desk.board import Alone, Board, Changing, Coming, Own, Waiting, WaitingIssue, board
from releases.desk.failures import given_up, unanswered
from releases.desk.links import open_rows
from releases.models import clock
from releases.vocabulary import Right
from releases.workflow import Move

Row = Waiting | Coming | Changing | Alone | Own
REVIEW = (workflow.APPROVE, workflow.REINSTATE, workflow.FILE_IN_ARCHIVE, workflow.SEND_BACK)
SCHEDULED = (workflow.CANCEL,)
DRAFT = (workflow.SUBMIT, workflow.APPROVE_ALONE)
CHANGES = (workflow.SUBMIT, workflow.APPROVE, workflow.SEND_BACK)
ALONE = (workflow.SIGN_OFF,)


@dataclass(frozen=True)
class DeskRow:
    """One row with its links."""

    entry: Any
    url: str
    links: tuple[MoveLink, ...]


@dataclass(frozen=True)
class DeskPart:
    """One part of the desk: its anchor, its head, what it says when it is empty, and its rows."""

    anchor: str
    name: str
    head: str
    empty: str
    template: str
    rows: tuple[DeskRow, ...]
    trouble: str = ""
    """What is in the way of all its rows."""


def context(request: HttpRequest) -> dict[str, Any]:
    """What the template of the desk draws."""
    person = person_of(request)
    if not person.has_perm("releases.view_release"):
        return {"has_desk": False}
    seen = board(person)
    parts = _parts(seen, person)
    return {
        "has_desk": True,
        "as_of": seen.as_of,
        "parts": parts,
        "waits_for_nobody": [part for part in parts if not part.rows and not part.trouble],
        "may_write": person.has_perm("releases.add_release") and bool(seen.rights),
        "has_role": bool(seen.rights),
    }


def _parts(seen: Board, person: User) -> tuple[DeskPart, ...]:
    return (
        *_releases(seen),
        _drafts(seen),
        _issues(seen),
        *([_mailings()] if Right.APPROVE_ISSUE in seen.rights else []),
        *([_untold()] if {Right.APPROVE, Right.APPROVE_ISSUE} & seen.rights else []),
        _open_links(),
        _failed_mails(person, seen),
        *([_failed_sign_ups()] if Right.WRITE_ISSUE in seen.rights else []),
    )


def _releases(seen: Board) -> tuple[DeskPart, ...]:
    return (
        DeskPart(
            "review",
            "In review",
            "In review: waiting for an editor",
            "Nothing waits for an editor.",
            "admin/desk/waiting.html",
            tuple(_row(entry, REVIEW) for entry in seen.review),
        ),
        DeskPart(
            "scheduled",
            "Scheduled",
            "Scheduled: approved, not public yet",
            "Nothing is scheduled.",
            "admin/desk/coming.html",
            tuple(_row(entry, SCHEDULED) for entry in seen.scheduled),
        ),
        DeskPart(
            "changes",
            "Live, with changes",
            "Live, with changes that readers do not see",
            "Readers see every release as it was last approved.",
            "admin/desk/changing.html",
            tuple(_row(entry, CHANGES) for entry in seen.changes),
        ),
        DeskPart(
            "alone",
            "Approved alone",
            "Approved alone: a second editor should look",
            "Two people have read everything that was approved.",
            "admin/desk/alone.html",
            tuple(_row(entry, ALONE) for entry in seen.alone),
        ),
    )


def _drafts(seen: Board) -> DeskPart:
    return DeskPart(
        "drafts",
        "Your drafts",
        "Your own drafts",
        "You have no drafts.",
        "admin/desk/own.html",
        tuple(_row(entry, DRAFT) for entry in seen.drafts),
    )


def _issues(seen: Board) -> DeskPart:
    return DeskPart(
        "issues",
        "Newsletter issues",
        "Newsletter issues in review",
        "No newsletter issue is in review.",
        "admin/desk/issue.html",
        tuple(_issue_row(entry) for entry in seen.issues),
    )


def _mailings() -> DeskPart:
    return DeskPart(
        "mailings",
        "Mailings",
        "Mailings: under way, paused, or in doubt",
        "Nothing is on its way to subscribers.",
        "admin/desk/mailing.html",
        tuple(
            DeskRow(row, reverse("admin:releases_mailing_change", args=[row.mailing.pk]), ())
            for row in mailings.open_rows()
        ),
        trouble=mailings.trouble(clock.now(), mailings.office_objection()),
    )


def _untold() -> DeskPart:
    return DeskPart(
        "untold",
        "Not mailed",
        "Not mailed: public releases that their followers did not get",
        "Whoever follows releases was mailed every one of the last two weeks.",
        "admin/desk/untold.html",
        tuple(
            DeskRow(row, _page_url("release", "change", row.version.release), ())
            for row in mailings.untold(clock.now())
        ),
    )


def _open_links() -> DeskPart:
    rows = open_rows(clock.now())
    return DeskPart(
        "links",
        "Open preview links",
        "Open preview links: who outside can read what is not public",
        "Nobody outside holds a link to anything that is not public.",
        "admin/desk/link.html",
        tuple(DeskRow(row, _page_url("release", "preview-links", row.release), ()) for row in rows),
    )


def _failed_mails(person: User, seen: Board) -> DeskPart:
    decide = MoveLink(
        "Try again or leave it",
        reverse("admin:releases_notice_changelist") + "?state__exact=failed",
        "Decide in the list of mails.",
    )
    return DeskPart(
        "failed",
        "Failed mails",
        "Failed mails: given up after several attempts",
        "Every mail to a colleague has left or is still being tried.",
        "admin/desk/failed.html",
        tuple(
            DeskRow(entry, reverse("admin:releases_notice_change", args=[entry.notice.pk]), (decide,))
            for entry in given_up(person)
        ),
        # Who looks after mailings reads it there.
        trouble="" if Right.APPROVE_ISSUE in seen.rights else mailings.trouble(clock.now()),
    )


def _failed_sign_ups() -> DeskPart:
    subscribers = reverse("admin:releases_subscriber_changelist")
    return DeskPart(
        "sign-ups",
        "Failed sign-ups",
        "Failed sign-ups: readers whom no confirmation reached",
        "Every reader who signed up lately was answered, or will be.",
        "admin/desk/sign_up.html",
        tuple(
            DeskRow(entry, f"{subscribers}?{urlencode({'q': entry.sign_up.email_key})}", ())
            for entry in unanswered()
        ),
    )


def _row(entry: Row, wanted: tuple[Move, ...]) -> DeskRow:
    offered = {move.name for move in entry.moves} & {move.name for move in wanted}
    links = tuple(
        MoveLink(page.label, _page_url("release", page.address, entry.release), page.hint)
        for page in PAGES
        if offered & {move.name for move in page.moves}
    )
    return DeskRow(entry, _page_url("release", "change", entry.release), links)


def _issue_row(entry: WaitingIssue) -> DeskRow:
    links = []
    if entry.may_approve:
        links.append(("approve", "Review and approve", "Decide from when readers get it."))
    if entry.may_send_back:
        links.append(("send-back", "Send back", "Return it to its writer with a note."))
    return DeskRow(
        entry,
        _page_url("newsletterissue", "change", entry.issue),
        tuple(
            MoveLink(label, _page_url("newsletterissue", address, entry.issue), hint)
            for address, label, hint in links
        ),
    )


def _page_url(model: str, address: str, thing: Any) -> str:
    return reverse(f"admin:releases_{model}_{address}", args=[thing.pk])
