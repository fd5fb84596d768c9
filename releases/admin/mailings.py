"""Mailings: how far each is, and the few things that staff can do with one."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from releases import rules
from releases.actions import mailing as verbs
from releases.admin.deliveries import UncertainMixin
from releases.admin.mailing_steps import STEPS, Step, offered, url_of
from releases.admin.move_page import MoveLink, person_of
from releases.admin.plain import ReadOnly
from releases.desk import mailings as words
from releases.desk.stage import Confirmation
from releases.models import Mailing, NewsletterIssue, clock
from releases.vocabulary import Right
from releases.workflow import MoveNotAllowed

if TYPE_CHECKING:
    MailingModelAdmin = admin.ModelAdmin[Mailing]
else:
    MailingModelAdmin = admin.ModelAdmin

READING = method_decorator(require_http_methods(["GET", "HEAD"]))
DOING = method_decorator(require_http_methods(["GET", "HEAD", "POST"]))


@admin.register(Mailing)
class MailingAdmin(UncertainMixin, ReadOnly, MailingModelAdmin):
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
            "objection": words.trouble(clock.now()) if mailing.state in words.UNDER_WAY else "",
            "is_alive": mailing.state in words.UNDER_WAY,
            "steps": [MoveLink(step.label, url_of(step.address, mailing), "") for step in offered(mailing)]
            if may
            else [],
            "decide_url": url_of("decide", mailing) if may else "",
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
                return HttpResponseRedirect(url_of("change", queued))
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
                return HttpResponseRedirect(url_of("change", mailing))
        return self._confirm(
            request, mailing, url_of("change", mailing), lambda: step.words(mailing), refusal
        )

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
            "mailing_url": url_of("change", mailing),
        }
