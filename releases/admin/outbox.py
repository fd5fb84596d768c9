"""The outbox of a copy without a mail server: its mails, as text and as harmless HTML.

Mails to colleagues carry links that open accounts; only who keeps the accounts sees those.
"""

from typing import Any, cast

from csp import constants
from csp.decorators import csp_replace
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from releases import rules
from releases.admin.move_page import person_of
from releases.queries import outbox, staff
from releases.queries.outbox import Kept
from releases.vocabulary import Right

# The mail is a stranger here: no script, no picture, no form, no address of ours.
SANDBOX = {
    "default-src": [constants.NONE],
    "style-src": [constants.UNSAFE_INLINE],
    "frame-ancestors": [constants.SELF],
    "sandbox": [],
}


def addresses(site: AdminSite) -> list[URLPattern]:
    """Three pages."""

    @require_safe
    def mail_list(request: HttpRequest) -> HttpResponse:
        """The latest mails."""
        only_readers = _sees_only_mails_to_readers(request)
        context = {
            **site.each_context(request),
            "title": "Outbox",
            "mails": outbox.newest(for_readers_only=only_readers),
            "only_readers": only_readers,
        }
        return TemplateResponse(request, "admin/outbox/list.html", context)

    @require_safe
    def mail(request: HttpRequest, name: str) -> HttpResponse:
        """One mail: what mail programs act on, its text, and its HTML in a frame that can do nothing."""
        kept = _kept(request, name)
        context = {**site.each_context(request), "title": kept.subject or "Mail", "mail": kept}
        return TemplateResponse(request, "admin/outbox/mail.html", context)

    framed = cast(Any, csp_replace(SANDBOX))
    return [
        path("outbox/", site.admin_view(mail_list), name="outbox"),
        path("outbox/<slug:name>/", site.admin_view(mail), name="outbox-mail"),
        path("outbox/<slug:name>/html/", framed(site.admin_view(_html)), name="outbox-html"),
    ]


@xframe_options_sameorigin
def _html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part of a mail, for the frame."""
    return HttpResponse(_kept(request, name).html)


def _kept(request: HttpRequest, name: str) -> Kept:
    only_readers = _sees_only_mails_to_readers(request)
    kept = outbox.find(name)
    if kept is None or (only_readers and not kept.is_for_readers):
        raise Http404
    return kept


def may_look(request: HttpRequest) -> bool:
    """Whether there is an outbox, and this person may open it."""
    person = request.user
    if not outbox.is_there() or not isinstance(person, User):
        return False
    return staff.keeps_accounts(person) or rules.holds(person, Right.APPROVE_ISSUE)


def _sees_only_mails_to_readers(request: HttpRequest) -> bool:
    """Whether the person sees less than all."""
    if not outbox.is_there():
        raise Http404
    if not may_look(request):
        raise PermissionDenied
    return not staff.keeps_accounts(person_of(request))
