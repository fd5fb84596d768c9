"""Mails to colleagues: plain text, addressed by what is configured and by nothing that a browser sent.

Mail travels in clear, so a headline is in it only when readers see that version already.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from releases import conf
from releases.models import Notice, ReleaseVersion
from releases.text.times import dated
from releases.vocabulary import ACCOUNT_NOTICES, Change, NoticeKind
from releases.workflow import CANCEL

WHAT = {Change.NONE: "A release", Change.UPDATE: "An update", Change.CORRECTION: "A correction"}


def draw(notice: Notice) -> EmailMessage:
    """The mail as it leaves now. The same notice always has the same Message-ID."""
    context = _context(notice)
    subject = " ".join(render_to_string(f"mail/{notice.kind}/subject.txt", context).split())
    return EmailMessage(
        subject=subject,
        body=render_to_string(f"mail/{notice.kind}/body.txt", context).strip() + "\n",
        to=[notice.recipient.email],
        headers={
            "Message-ID": f"<notice-{notice.pk}@{urlsplit(conf.site_address()).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def _context(notice: Notice) -> dict[str, Any]:
    person = notice.recipient
    context = {"name": person.get_short_name() or person.get_username(), "host": conf.site_address()}
    if notice.kind in ACCOUNT_NOTICES:
        return {**context, **_about_account(notice)}
    return {**context, **_about_release(notice), "choose": _at("admin:your-notices")}


def _about_release(notice: Notice) -> dict[str, Any]:
    event, version, zone = notice.event, notice.version, conf.zone()
    wanted = notice.release.planned_for if notice.release else None
    is_public = version is not None and ReleaseVersion.objects.public().filter(pk=version.pk).exists()
    context: dict[str, Any] = {
        "number": notice.release_id,
        "who": event.actor_name if event else "",
        "happened": dated(event.at, zone) if event else None,
        "is_cancelled": event is not None and event.move == CANCEL.name,
        "wanted": dated(wanted, zone) if wanted else None,
        "link": _at("admin:releases_release_change", notice.release_id),
    }
    if version is not None:
        context["public"] = dated(version.public_from, zone)
        context["what"] = WHAT[Change(version.change)]
        context["headline"] = version.headline if is_public else ""
        context["address"] = conf.site_address() + version.get_absolute_url() if is_public else ""
    if notice.kind == NoticeKind.FAILED:
        context["failed"] = Notice.objects.failed().filter(event=event).select_related("recipient")
        context["link"] = _at("admin:releases_notice_changelist") + "?state__exact=failed"
    return context


def _about_account(notice: Notice) -> dict[str, Any]:
    """The token is made here and now: it lies in no table, and each mail's link lasts its full time."""
    person = notice.recipient
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    return {
        "username": person.get_username(),
        "link": _at("admin:set-password", uid, token),
        "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60),
    }


def _at(name: str, *args: Any) -> str:
    return conf.site_address() + reverse(name, args=args)
