"""Mails that were given up: what the desk asks somebody to decide about."""

from dataclasses import dataclass

from django.contrib.auth.models import User

from releases import conf
from releases.desk.stage import name_of
from releases.models import Notice, SignUp
from releases.queries import staff
from releases.text.times import DateTexts, dated
from releases.vocabulary import ACCOUNT_NOTICES

MOST = 20


@dataclass(frozen=True)
class Failure:
    """One mail that nobody got."""

    notice: Notice
    to: str
    given_up: DateTexts


@dataclass(frozen=True)
class Unanswered:
    """One reader who signed up and got no mail to confirm by."""

    sign_up: SignUp
    given_up: DateTexts


def unanswered() -> tuple[Unanswered, ...]:
    """The latest of them, until they are forgotten after seven days."""
    return tuple(
        Unanswered(sign_up, dated(sign_up.next_attempt_at, conf.zone()))
        for sign_up in SignUp.objects.failed()[:MOST]
    )


def given_up(person: User) -> tuple[Failure, ...]:
    """The latest of them; those about accounts are for who keeps the accounts."""
    failed = Notice.objects.failed().select_related("release", "recipient")
    if not staff.keeps_accounts(person):
        failed = failed.exclude(kind__in=ACCOUNT_NOTICES)
    return tuple(
        Failure(notice, name_of(notice.recipient), dated(notice.next_attempt_at, conf.zone()))
        for notice in failed[:MOST]
    )
