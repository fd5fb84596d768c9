"""Accounts: inviting, forgetting a password, leaving, and the second step of a login."""

import hmac
import logging
import secrets
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from releases.actions import account_history, editing, notifying, sharing
from releases.actions.staffing import LETTERS
from releases.models import NewsletterIssue, Notice, Release, clock
from releases.queries import staff
from releases.vocabulary import NoticeKind, Status
from releases.workflow import MoveNotAllowed

ONE_RESET_IN = timedelta(minutes=10)
RECOVERY_CODES = 10
LETTERS_OF_A_CODE = 10
DIGITS_OF_A_TOKEN = 6

log = logging.getLogger(__name__)


class WrongToken(MoveNotAllowed):
    """The six digits or the recovery code are not right, or not any more."""


@transaction.atomic
def invite(person: User, *, by: User) -> None:
    """Mail somebody who has no password yet a link to choose one."""
    _require_keeper(by, "Inviting")
    if person.has_usable_password():
        raise MoveNotAllowed("This person has a password already. The login page leads to a new one.")
    if not notifying.write_about_account(person, NoticeKind.INVITATION):
        raise MoveNotAllowed("This account has no e-mail address, or is closed. Mend that first.")
    account_history.note(person, "invite", by=by, reason=f"By mail to {person.email}.")


@transaction.atomic
def ask_for_reset(address: str) -> None:
    """Mail a link to whoever has this address and a password, once in ten minutes; tell nobody who has."""
    owners = User.objects.select_for_update().filter(email__iexact=address, is_active=True).order_by("pk")
    recently = clock.now() - ONE_RESET_IN
    for person in owners:
        asked = Notice.objects.filter(
            recipient=person, kind=NoticeKind.PASSWORD_RESET, created_at__gt=recently
        )
        if person.has_usable_password() and not asked.exists():
            notifying.write_about_account(person, NoticeKind.PASSWORD_RESET)


@dataclass(frozen=True)
class Closed:
    """What came with the end of an account."""

    passed: int
    """How many releases and issues have a new owner."""
    revoked: int
    """How many preview links open nothing any more."""
    unsaved: int = 0
    """In how many forms words stand that were never saved."""


@transaction.atomic
def close_account(person: User, *, by: User, passes_drafts_to: User) -> Closed:
    """Close the account of a leaver: no login any more, every release and draft issue passes on.

    What they typed and did not save is offered to colleagues where it was typed. Preview links that the
    leaver gave are revoked: nobody who works here knows who reads by them. The name stays wherever
    history has it.
    """
    _require_keeper(by, "Closing an account")
    # Held together, so that two administrators cannot close each other's account at the same moment.
    keepers = _held(staff.account_keepers().values_list("pk", flat=True))
    held = User.objects.select_for_update().get(pk=person.pk)
    heir = User.objects.get(pk=passes_drafts_to.pk)
    if by.pk not in keepers:
        raise MoveNotAllowed("Closing an account needs an administrator.")
    if not held.is_active:
        raise MoveNotAllowed("This account is closed already.")
    if keepers <= {held.pk}:
        raise MoveNotAllowed("This is the last administrator. Make somebody else one first.")
    if held.is_superuser and not by.is_superuser:
        raise MoveNotAllowed("Only a superuser can close the account of a superuser.")
    if heir == held or not heir.is_active:
        raise MoveNotAllowed("Choose somebody else who works here: the drafts need an owner.")
    before = account_history.standing(held)
    held.is_active = False
    held.set_unusable_password()
    held.save(update_fields=["is_active", "password"])
    at = clock.now()
    releases = list(Release.objects.select_for_update().filter(owner=held).order_by("pk"))
    for release in releases:
        editing.pass_on(release, to=heir, by=by, at=at)
    unsaved = editing.leave_words(held, to=heir)
    issues = NewsletterIssue.objects.filter(owner=held).exclude(status=Status.APPROVED).update(owner=heir)
    closed = Closed(len(releases) + issues, sharing.end_links_given_by(held, by=by, at=at), unsaved)
    _end_sessions(held)
    ended = f", {closed.revoked} preview links revoked" if closed.revoked else ""
    words = f"{closed.passed} texts passed to {heir.get_username()}{ended}."
    account_history.note(held, "close the account", by=by, before=before, reason=words)
    return closed


@transaction.atomic
def enrol(person: User, *, key: str, token: str) -> tuple[TOTPDevice, list[str]]:
    """Make the person's phone the second step of their login.

    `key` is what the page showed, `token` what the phone made of it. The recovery codes are shown once
    and kept as keyed hashes. Raises WrongToken, and MoveNotAllowed when there is a second step already.
    """
    User.objects.select_for_update().get(pk=person.pk)
    if has_second_factor(person):
        raise MoveNotAllowed("Your second step is set up already. An administrator can reset it.")
    device = TOTPDevice.objects.create(user=person, name="Phone", key=key)
    if not device.verify_token(token):
        raise WrongToken("These six digits do not fit. Wait for the next ones and type them at once.")
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    StaticDevice.objects.filter(user=person).delete()
    paper = StaticDevice.objects.create(user=person, name="Recovery codes")
    StaticToken.objects.bulk_create(StaticToken(device=paper, token=_kept(code)) for code in codes)
    account_history.note(person, "set up the second step", by=person)
    return device, codes


def verify(person: User, *, token: str) -> TOTPDevice | StaticDevice:
    """Return the device that knows this token or recovery code; neither works a second time.

    Raises WrongToken, with the seconds to wait after several wrong ones.
    """
    typed = "".join(token.split()).replace("-", "").lower()
    is_phone = typed.isascii() and typed.isdigit() and len(typed) == DIGITS_OF_A_TOKEN
    kind: type[TOTPDevice] | type[StaticDevice] = TOTPDevice if is_phone else StaticDevice
    device = kind.objects.filter(user=person, confirmed=True).first()
    if device is None:
        raise WrongToken("That is neither six digits from your phone nor a recovery code that we know.")
    allowed, why = device.verify_is_allowed()
    if not allowed:
        seconds = max(1, round((why["locked_until"] - clock.now()).total_seconds()))
        raise WrongToken(f"That was wrong too often. Wait {seconds} seconds and try the next one.")
    # A refusal is counted against the device, so it is raised after the transaction.
    with transaction.atomic():
        verified = verify_token(person, device.persistent_id, typed if is_phone else _kept(typed))
        if verified and not is_phone:
            account_history.note(person, "use a recovery code", by=person)
    if verified is None:
        log.warning("Second step refused: account %s", person.pk)
        raise WrongToken(
            "That does not fit, or was used already. Wait for the next six digits, or use a recovery code."
        )
    return device


def has_second_factor(person: User) -> bool:
    """Whether the person's phone is known."""
    return bool(TOTPDevice.objects.filter(user=person, confirmed=True).exists())


@transaction.atomic
def reset_second_factor(person: User, *, by: User) -> None:
    """Forget a lost phone and its recovery codes; the next login sets up a new one."""
    _require_keeper(by, "Resetting a second step")
    if person.is_superuser and not by.is_superuser:
        raise MoveNotAllowed("Only a superuser can reset the second step of a superuser.")
    if not has_second_factor(person):
        raise MoveNotAllowed("This person has no second step yet.")
    TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()
    _end_sessions(person)
    account_history.note(person, "reset the second step", by=by)


def _require_keeper(by: User, what: str) -> None:
    if not staff.keeps_accounts(by):
        raise MoveNotAllowed(f"{what} needs an administrator.")


def _held(pks: Iterable[int]) -> set[int]:
    """Lock these accounts in one order and return those that are still open."""
    held = User.objects.select_for_update().filter(pk__in=list(pks), is_active=True).order_by("pk")
    return {person.pk for person in held}


def _end_sessions(person: User) -> None:
    # A session names its person only inside; the press office has few enough to look.
    mine = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=clock.now()).iterator()
        if session.get_decoded().get("_auth_user_id") == str(person.pk)
    ]
    Session.objects.filter(pk__in=mine).delete()


def _new_code() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(LETTERS_OF_A_CODE))
    return f"{letters[:5]}-{letters[5:]}"


def _kept(code: str) -> str:
    """What is stored of a recovery code: a keyed hash, cut to the 16 characters that the column has."""
    plain = code.replace("-", "").encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), b"recovery code " + plain, sha256).digest()
    return b32encode(digest).decode()[:16].lower()
