"""What can be done with a mailing, and where: from an issue to its mailing, and from there on."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.urls import reverse

from releases import rules
from releases.actions import mailing as verbs
from releases.admin.move_page import MoveLink
from releases.desk import mailings as words
from releases.desk.stage import Confirmation
from releases.models import Mailing, NewsletterIssue
from releases.vocabulary import MailingState, Right, Status


@dataclass(frozen=True)
class Step:
    """Something that can be done with a mailing: its address, its words, and the action behind it."""

    address: str
    label: str
    states: tuple[MailingState, ...]
    words: Callable[[Mailing], Confirmation]
    act: Callable[..., Mailing]
    done: str


STEPS = (
    Step(
        "recall",
        "Recall",
        (MailingState.WAITING, MailingState.PAUSED),
        words.recall,
        verbs.recall,
        "Recalled. Nobody got anything.",
    ),
    Step(
        "pause",
        "Pause",
        (MailingState.WAITING, MailingState.SENDING),
        words.pause,
        verbs.pause,
        "Paused. Nothing more leaves until somebody resumes it.",
    ),
    Step("resume", "Resume", (MailingState.PAUSED,), words.resume, verbs.resume, "It goes on."),
    Step(
        "end",
        "End it for good",
        (MailingState.PAUSED,),
        words.end,
        verbs.end,
        "Ended. What was left is not sent.",
    ),
)


def offered(mailing: Mailing) -> list[Step]:
    """What can be done with it now."""
    open_ = [step for step in STEPS if MailingState(mailing.state) in step.states]
    closed = "recall" if mailing.issue_id is None or mailing.has_tried() else "end"
    return [step for step in open_ if step.address != closed]


def links_of_issue(issue: NewsletterIssue, person: User) -> list[MoveLink]:
    """From an approved issue to its mailing, or to the page that queues it."""
    if Status(issue.status) != Status.APPROVED or not rules.holds(person, Right.APPROVE_ISSUE):
        return []
    mailing = issue.mailings.exclude(state=MailingState.RECALLED).first()
    if mailing is not None:
        return [MoveLink("See how its mailing goes", url_of("change", mailing), "How many have it.")]
    url = reverse("admin:releases_mailing_send", args=[issue.pk])
    return [MoveLink("Send to subscribers", url, "See to how many, and from when, before anything happens.")]


def url_of(address: str, mailing: Mailing) -> str:
    """The address of a page of the mailing: url_of("change", mailing)."""
    return reverse(f"admin:releases_mailing_{address}", args=[mailing.pk])
