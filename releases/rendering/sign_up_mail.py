"""The mail that follows a sign-up: the link that confirms, or a word to whoever gets everything already."""

from typing import Any
from urllib.parse import urlsplit

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from releases import conf
from releases.models import SignUp, Subscriber
from releases.queries import furniture, subscribing
from releases.rendering.subscriber_links import CONFIRM_WITHIN, confirm_url, manager_url
from releases.rendering.wishes import what_it_is
from releases.text.times import dated


def draw(sign_up: SignUp) -> EmailMessage:
    """The mail as it leaves now. The same sign-up always has the same Message-ID."""
    subscriber = sign_up.subscriber
    if subscriber is None:
        raise ValueError("Only a sign-up with a subscriber is answered.")
    context = _context(sign_up, subscriber)
    folder = "mail/confirm-sign-up" if context["pending"] else "mail/known-sign-up"
    return EmailMessage(
        subject=" ".join(render_to_string(f"{folder}/subject.txt", context).split()),
        body=render_to_string(f"{folder}/body.txt", context).strip() + "\n",
        to=[subscriber.email],
        headers={
            "Message-ID": f"<sign-up-{sign_up.pk}@{urlsplit(conf.site_address()).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def _context(sign_up: SignUp, subscriber: Subscriber) -> dict[str, Any]:
    return {
        "site": conf.site_address(),
        "page": conf.site_address() + sign_up.source,
        "organisation": furniture.organisation(),
        "pending": subscribing.pending_of(subscriber),
        "active": tuple(map(what_it_is, subscribing.active_of(subscriber))),
        "confirm": confirm_url(subscriber, asked_at=sign_up.asked_at),
        "until": dated(sign_up.asked_at + CONFIRM_WITHIN, conf.zone()),
        "manage": manager_url(subscriber),
    }
