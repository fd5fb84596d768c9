"""An issue before readers get it: as a page, on paper, as a mail in both its parts, and as a test mail."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_safe

from releases import rules
from releases.actions import proofing
from releases.admin.move_page import person_of
from releases.models import NewsletterIssue, clock
from releases.queries.composing import compose
from releases.rendering.issue import issue_context
from releases.vocabulary import Right
from releases.workflow import MoveNotAllowed

if TYPE_CHECKING:
    IssueModelAdmin = admin.ModelAdmin[NewsletterIssue]
else:
    IssueModelAdmin = admin.ModelAdmin

NAME = "releases_newsletterissue"


class ComposingMixin(IssueModelAdmin):
    """Gives the admin of issues its previews. All are drawn from the same freeze, which is not saved."""

    def get_urls(self) -> list[URLPattern]:
        """The previews, before Django's own addresses."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", view(self.preview), name=f"{NAME}_preview"),
            path("<int:pk>/preview/print/", view(self.preview_print), name=f"{NAME}_preview-print"),
            path("<int:pk>/mail.html", view(self.mail_html), name=f"{NAME}_mail-html"),
            path("<int:pk>/mail.txt", view(self.mail_text), name=f"{NAME}_mail-text"),
            path("<int:pk>/test-mail/", view(self.test_mail), name=f"{NAME}_test-mail"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The issue as a page, once everything in it is public."""
        return self._page(request, pk, "admin/releases/newsletterissue/preview.html")

    @method_decorator(require_safe)
    def preview_print(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The same on paper."""
        return self._page(request, pk, "newsletters/newsletter_issue_print.html")

    @method_decorator(require_safe)
    def mail_html(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The mail as most readers see it."""
        return HttpResponse(proofing.draw(self._issue(request, pk)).html)

    @method_decorator(require_safe)
    def mail_text(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The mail as plain text."""
        mail = proofing.draw(self._issue(request, pk))
        return HttpResponse(mail.text, content_type="text/plain; charset=utf-8")

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def test_mail(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The mail and its two parts to look at; the button sends it to whoever presses it."""
        issue, person = self._issue(request, pk), person_of(request)
        if request.method == "POST":
            try:
                proofing.send_to_oneself(issue, by=person)
            except MoveNotAllowed as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"Sent to {person.email}. Nobody else gets it.")
            return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "The issue as a mail",
            "issue": issue,
            "issue_url": reverse(f"admin:{NAME}_change", args=[pk]),
            "subject": proofing.draw(issue).subject,
            "remarks": compose(issue, clock.now()).remarks,
            "email": person.email,
            "may_send": rules.holds(person, Right.WRITE_ISSUE),
        }
        return TemplateResponse(request, "admin/releases/newsletterissue/test_mail.html", context)

    def _page(self, request: HttpRequest, pk: int, template: str) -> HttpResponse:
        composed = compose(self._issue(request, pk), clock.now())
        context = {**issue_context(composed.issue, composed.versions), "remarks": composed.remarks}
        return TemplateResponse(request, template, context)

    def _issue(self, request: HttpRequest, pk: int) -> Any:
        return self._thing(request, pk)  # type: ignore[attr-defined]
