"""Mailings: how far each is, and the few things that staff can do with one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from releases import rules
from releases.actions import mailing as verbs
from releases.admin.move_page import MoveLink, person_of
from releases.desk import mailings as words
from releases.desk.stage import Confirmation
from releases.models import Delivery, Mailing, NewsletterIssue
from releases.queries import fence
from releases.vocabulary import MailingState, Right, Status
from releases.workflow import MoveNotAllowed

if TYPE_CHECKING:
    MailingModelAdmin = admin.ModelAdmin[Mailing]
    DeliveryModelAdmin = admin.ModelAdmin[Delivery]
else:
    MailingModelAdmin = DeliveryModelAdmin = admin.ModelAdmin

READING = method_decorator(require_http_methods(["GET", "HEAD"]))
DOING = method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
MOST = 50
"""Uncertain mails that one page asks about."""


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


class ReadOnly:
    """Rows that workers and actions write, and nobody else."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never by a form."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


@admin.register(Mailing)
class MailingAdmin(ReadOnly, MailingModelAdmin):
    """The list, one page for each mailing, and a confirm page for each step."""

    list_display = ("subject", "state", "progress", "starts_at", "queued_by")
    list_filter = ("state",)
    list_select_related = ("queued_by",)
    list_per_page = 25
    show_full_result_count = False

    @admin.display(description="progress")
    def progress(self, mailing: Mailing) -> str:
        """How far it is, in numbers."""
        return words.look(mailing).words

    def get_urls(self) -> list[URLPattern]:
        """The confirm pages before Django's own addresses."""
        view = self.admin_site.admin_view
        steps = [
            path(
                f"<int:pk>/{step.address}/",
                view(partial(self.step_view, step=step)),
                name=f"releases_mailing_{step.address}",
            )
            for step in STEPS
        ]
        return [
            path("send/<int:issue_pk>/", view(self.send_view), name="releases_mailing_send"),
            path("<int:pk>/decide/", view(self.decide_view), name="releases_mailing_decide"),
            *steps,
            *super().get_urls(),
        ]

    @READING
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """How far it is, what can be done, and the frozen words."""
        mailing = self._mailing(request, int(object_id) if object_id.isdecimal() else 0)
        may = rules.holds(person_of(request), Right.APPROVE_ISSUE)
        context = {
            **self._whereabouts(request, mailing),
            "title": mailing.subject,
            "row": words.look(mailing),
            "objection": fence.objection() if mailing.state in words.UNDER_WAY else "",
            "is_alive": mailing.state in words.UNDER_WAY,
            "steps": [MoveLink(step.label, _url(step.address, mailing), "") for step in offered(mailing)]
            if may
            else [],
            "decide_url": _url("decide", mailing) if may else "",
            "deliveries_url": reverse("admin:releases_delivery_changelist")
            + f"?mailing__id__exact={mailing.pk}",
        }
        return TemplateResponse(request, "admin/releases/mailing/detail.html", context)

    @DOING
    def send_view(self, request: HttpRequest, issue_pk: int) -> HttpResponse:
        """Queue an approved issue: GET says to how many and from when, POST does it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        issue = NewsletterIssue.objects.filter(pk=issue_pk).select_related("newsletter").first()
        if issue is None:
            raise Http404
        refusal: MoveNotAllowed | None = None
        if request.method == "POST":
            try:
                queued = verbs.queue_issue(issue, by=person_of(request))
            except MoveNotAllowed as refused:
                refusal = refused
            else:
                messages.success(request, words.queued(queued))
                return HttpResponseRedirect(_url("change", queued))
        return self._confirm(
            request,
            issue,
            reverse("admin:releases_newsletterissue_change", args=[issue.pk]),
            lambda: words.send(issue, verbs.require_ready(issue)),
            refusal,
        )

    @DOING
    def step_view(self, request: HttpRequest, pk: int, step: Step) -> HttpResponse:
        """GET says what a step will do, POST takes it."""
        mailing = self._mailing(request, pk)
        refusal: MoveNotAllowed | None = None
        if request.method == "POST":
            try:
                step.act(mailing, by=person_of(request))
            except MoveNotAllowed as refused:
                refusal = refused
            else:
                messages.success(request, step.done)
                return HttpResponseRedirect(_url("change", mailing))
        return self._confirm(request, mailing, _url("change", mailing), lambda: step.words(mailing), refusal)

    @DOING
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
        verb = {"again": verbs.send_again, "sent": verbs.count_as_sent}.get(request.POST.get("decision", ""))
        number = request.POST.get("delivery", "")
        delivery = mailing.deliveries.filter(pk=number).first() if number.isdecimal() else None
        if verb is None or delivery is None:
            raise Http404
        try:
            verb(delivery, by=person_of(request))
        except MoveNotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            said = "It is sent again." if verb is verbs.send_again else "It counts as sent."
            messages.success(request, f"{delivery.subscription.subscriber}: {said}")
        return HttpResponseRedirect(_url("decide", mailing))

    def _confirm(
        self,
        request: HttpRequest,
        thing: Mailing | NewsletterIssue,
        thing_url: str,
        put_in_words: Callable[[], Confirmation],
        refusal: MoveNotAllowed | None,
    ) -> HttpResponse:
        confirmation = None
        try:
            rules.require_right(person_of(request), Right.APPROVE_ISSUE, "Sending to subscribers")
            confirmation = put_in_words()
        except MoveNotAllowed as refused:
            refusal = refusal or refused
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "thing": thing,
            "thing_url": thing_url,
            "confirmation": confirmation,
            "refusal": refusal,
            "title": confirmation.question if confirmation else "This cannot be done now",
        }
        status = 409 if refusal and request.method == "POST" else 200
        return TemplateResponse(request, "admin/releases/mailing/confirm.html", context, status=status)

    def _mailing(self, request: HttpRequest, pk: int) -> Mailing:
        mailing = (
            Mailing.objects.filter(pk=pk).select_related("issue__newsletter", "release", "queued_by").first()
        )
        if not self.has_view_permission(request, mailing):
            raise PermissionDenied
        if mailing is None:
            raise Http404
        return mailing

    def _whereabouts(self, request: HttpRequest, mailing: Mailing) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "mailing": mailing,
            "mailing_url": _url("change", mailing),
        }


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
        return [MoveLink("See how its mailing goes", _url("change", mailing), "How many have it.")]
    url = reverse("admin:releases_mailing_send", args=[issue.pk])
    return [MoveLink("Send to subscribers", url, "See to how many, and from when, before anything happens.")]


def _url(address: str, mailing: Mailing) -> str:
    return reverse(f"admin:releases_mailing_{address}", args=[mailing.pk])
