"""The ledger of what was sent, and the mails in it of which nobody knows whether they arrived."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from releases import rules
from releases.actions import mailing as verbs
from releases.admin.mailing_steps import url_of
from releases.admin.move_page import person_of
from releases.admin.plain import ReadOnly
from releases.models import Delivery, Mailing
from releases.vocabulary import Right
from releases.workflow import MoveNotAllowed

if TYPE_CHECKING:
    DeliveryModelAdmin = admin.ModelAdmin[Delivery]
else:
    DeliveryModelAdmin = admin.ModelAdmin

MOST = 50
"""Uncertain mails that one page asks about."""


class UncertainMixin:
    """Gives the admin of mailings the page that decides about uncertain mails."""

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The mails of which nobody knows whether they arrived, each with two buttons."""
        mailing = self._mailing(request, pk)
        if request.method == "POST":
            return self._decide(request, mailing)
        uncertain = mailing.deliveries.uncertain().select_related("subscription__subscriber").order_by("pk")
        context = {
            **self._whereabouts(request, mailing),
            "title": "Which of these mails arrived?",
            "deliveries": uncertain[:MOST],
            "count": uncertain.count(),
            "may_decide": rules.holds(person_of(request), Right.APPROVE_ISSUE),
        }
        return TemplateResponse(request, "admin/releases/mailing/decide.html", context)

    def _decide(self, request: HttpRequest, mailing: Mailing) -> HttpResponse:
        """One mail, or all that the page showed."""
        verb = {"again": verbs.send_again, "sent": verbs.count_as_sent}.get(request.POST.get("decision", ""))
        shown = {number for number in request.POST.getlist("delivery") if number.isdecimal()}
        chosen = mailing.deliveries.filter(pk__in=shown).select_related("subscription__subscriber")
        if verb is None or not chosen:
            raise Http404
        decided = []
        for delivery in chosen.order_by("pk"):
            try:
                decided.append(verb(delivery, by=person_of(request)))
            except MoveNotAllowed as refusal:
                messages.error(request, f"{delivery.subscription.subscriber}: {refusal}")
        if decided:
            messages.success(request, _said(verb, decided))
        return HttpResponseRedirect(url_of("decide", mailing))

    def _mailing(self, request: HttpRequest, pk: int) -> Mailing:
        raise NotImplementedError

    def _whereabouts(self, request: HttpRequest, mailing: Mailing) -> dict[str, Any]:
        raise NotImplementedError


def _said(verb: Callable[..., Delivery], decided: list[Delivery]) -> str:
    is_again = verb is verbs.send_again
    if len(decided) > 1:
        return f"{len(decided)} mails {'are sent again' if is_again else 'count as sent'}."
    return f"{decided[0].subscription.subscriber}: It {'is sent again' if is_again else 'counts as sent'}."


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, DeliveryModelAdmin):
    """The ledger: who got what, or why not."""

    list_display = ("address", "mailing", "state", "attempts", "last_answer", "done_at")
    list_display_links = None
    ordering = ("-pk",)
    list_filter = ("state",)
    list_per_page = 50
    search_fields = ("subscription__subscriber__email_key",)
    show_full_result_count = False

    @admin.display(description="reader")
    def address(self, delivery: Delivery) -> str:
        """The address, until it was erased."""
        return str(delivery.subscription.subscriber)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        """With what the list shows."""
        return super().get_queryset(request).select_related("mailing", "subscription__subscriber")

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """By mailing too: the page of a mailing links here."""
        return lookup == "mailing__id__exact" or super().lookup_allowed(lookup, value, request)
