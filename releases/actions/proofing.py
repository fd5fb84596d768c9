"""An issue before it goes, unsaved words too, and as a mail to oneself. Afterwards no row is different."""

from collections.abc import Callable
from email.utils import make_msgid
from smtplib import SMTPAuthenticationError, SMTPException, SMTPNotSupportedError

from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from fas_press.mail import InDoubt
from releases import conf, rules
from releases.actions.mail_answers import refusal_of, sentence_of
from releases.models import NewsletterIssue, clock
from releases.queries import fence
from releases.queries.composing import Composed, compose
from releases.rendering import issue_mail
from releases.rendering.reader_mail import Mail
from releases.vocabulary import Right
from releases.workflow import MoveNotAllowed


def look_ahead(write: Callable[[], NewsletterIssue], *, by: User) -> Composed:
    """Compose what `write` saves, and take it back."""
    rules.require_right(by, Right.WRITE_ISSUE, "Previewing")
    with transaction.atomic():
        composed = compose(write(), clock.now())
        transaction.set_rollback(True)
    return composed


def draw(composed: Composed) -> Mail:
    """The mail of an issue, with links that end nobody's subscription."""
    page = f"{conf.site_address()}/subscribe/"
    return issue_mail.draw(composed.issue, composed.versions).for_recipient(manage=page, leave=page)


def send_to_oneself(issue: NewsletterIssue, *, by: User) -> None:
    """Send the issue to the person who asks, at once; raise MoveNotAllowed when it does not leave."""
    rules.require_right(by, Right.WRITE_ISSUE, "Sending a test mail")
    if not by.email:
        raise MoveNotAllowed("Your account has no e-mail address. Ask an administrator to write it down.")
    if objection := fence.objection():
        raise MoveNotAllowed(objection)
    mail = draw(compose(issue, clock.now()))
    message = EmailMultiAlternatives(
        subject=f"[Test] {mail.subject}",
        body=mail.text,
        to=[by.email],
        headers={"Auto-Submitted": "auto-generated", "Message-ID": make_msgid(domain=conf.site_host())},
    )
    message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except InDoubt as doubt:
        raise MoveNotAllowed(
            "The mail server never said whether it took the mail."
            " Look into your mailbox before you try again."
        ) from doubt
    except (OSError, SMTPException) as failure:
        raise MoveNotAllowed(_why(failure)) from failure


def _why(failure: Exception) -> str:
    if isinstance(failure, SMTPException) and not isinstance(
        failure, SMTPAuthenticationError | SMTPNotSupportedError
    ):
        said = refusal_of(failure)[:300].rstrip(".")
        return f"It did not leave: {said}. Have that mended, or try again later."
    return sentence_of(failure)
