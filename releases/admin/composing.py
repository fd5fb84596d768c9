"""An issue before readers get it: as a page, on paper, as a mail in both its parts, and as a test mail."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from releases import rules
from releases.actions import proofing
from releases.admin.filled_form import filled, not_drawn
from releases.admin.move_page import MoveLink, person_of
from releases.freezing import freeze_issue
from releases.models import NewsletterIssue, clock
from releases.queries.composing import Composed, compose
from releases.rendering.issue import issue_context
from releases.vocabulary import Right
from releases.workflow import MoveNotAllowed

if TYPE_CHECKING:
    IssueModelAdmin = admin.ModelAdmin[NewsletterIssue]
else:
    IssueModelAdmin = admin.ModelAdmin

NAME = "releases_newsletterissue"
SAVED = "The text as it is saved now."
TYPED = "The text as it stands in your open form. It is not saved."
APPROVED = "This issue is approved: nobody can change it any more."
Draw = Callable[[HttpRequest, Composed, str], HttpResponse]


class ComposingMixin(IssueModelAdmin):
    """Gives the admin of issues its previews. All are drawn from the same freeze, which is not saved."""

    def get_urls(self) -> list[URLPattern]:
        """The previews, before Django's own addresses."""
        view = self.admin_site.admin_view
        ways = []
        for way in WAYS:
            saved, typed = (view(partial(each, draw=way.draw)) for each in (self.saved_view, self.typed_view))
            ways += [
                path(f"<int:pk>/{way.address}", saved, name=f"{NAME}_{way.name}"),
                path(f"<int:pk>/typed/{way.address}", typed, name=f"{NAME}_typed-{way.name}"),
                path(f"typed/{way.address}", typed, name=f"{NAME}_new-{way.name}"),
            ]
        return [
            *ways,
            path("<int:pk>/test-mail/", view(self.test_mail), name=f"{NAME}_test-mail"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Django's form, with `previews` of what stands in it for its template."""
        issue = kwargs.get("obj")
        which, given = ("typed", [issue.pk]) if issue else ("new", [])
        context["previews"] = [
            MoveLink(way.label, reverse(f"admin:{NAME}_{which}-{way.name}", args=given), "") for way in WAYS
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    @method_decorator(require_safe)
    def saved_view(self, request: HttpRequest, pk: int, draw: Draw) -> HttpResponse:
        """What is saved, as readers would get it."""
        return draw(request, compose(self._issue(request, pk), clock.now()), SAVED)

    @method_decorator(require_POST)
    def typed_view(self, request: HttpRequest, draw: Draw, pk: int | None = None) -> HttpResponse:
        """What stands in the open form, of an issue that was never saved too."""
        issue = None if pk is None else self._issue(request, pk)
        if not rules.holds(person_of(request), Right.WRITE_ISSUE):
            raise PermissionDenied
        if issue is not None and issue.content:
            return not_drawn(self, request, [APPROVED])
        words = request.POST.copy()
        # Whoever looks replaces nothing, so that it does not matter here what somebody else has saved.
        words["seen"] = freeze_issue(issue).digest if issue else ""
        form = filled(self, request, issue, words)
        if wrong := form.sentences():
            return not_drawn(self, request, wrong)
        return draw(request, proofing.look_ahead(form.save, by=person_of(request)), TYPED)

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
        composed = compose(issue, clock.now())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "The issue as a mail",
            "issue": issue,
            "issue_url": reverse(f"admin:{NAME}_change", args=[pk]),
            "subject": proofing.draw(composed).subject,
            "remarks": composed.remarks,
            "email": person.email,
            "may_send": rules.holds(person, Right.WRITE_ISSUE),
        }
        return TemplateResponse(request, "admin/releases/newsletterissue/test_mail.html", context)

    def _issue(self, request: HttpRequest, pk: int) -> Any:
        return self._thing(request, pk)  # type: ignore[attr-defined]


def page(request: HttpRequest, composed: Composed, says: str) -> HttpResponse:
    """The issue as a page, once everything in it is public."""
    context = {**_context(composed, says), "remarks": composed.remarks, "says": says}
    return TemplateResponse(request, "admin/releases/newsletterissue/preview.html", context)


def paper(request: HttpRequest, composed: Composed, says: str) -> HttpResponse:
    """The same on paper, which says that it is none of the papers that readers have."""
    context = {**_context(composed, says), "says": says}
    return TemplateResponse(request, "newsletters/newsletter_issue_print.html", context)


def mail(request: HttpRequest, composed: Composed, says: str) -> HttpResponse:
    """The mail as most readers see it."""
    return HttpResponse(proofing.draw(composed).html)


def mail_text(request: HttpRequest, composed: Composed, says: str) -> HttpResponse:
    """The mail as plain text."""
    return HttpResponse(proofing.draw(composed).text, content_type="text/plain; charset=utf-8")


def _context(composed: Composed, says: str) -> dict[str, Any]:
    """What is typed and not saved has no address: only the buttons of its form lead to page and paper."""
    context = issue_context(composed.issue, composed.versions)
    ways = {"page": "preview", "printed": "preview-print"}
    own = {
        name: reverse(f"admin:{NAME}_{way}", args=[composed.issue.pk]) if says == SAVED else ""
        for name, way in ways.items()
    }
    return {**context, "addresses": replace(context["addresses"], **own)}


@dataclass(frozen=True)
class Way:
    """One way to look at an issue: the ends of its name and its address, its button, how it is drawn."""

    name: str
    address: str
    label: str
    draw: Draw


WAYS = (
    Way("preview", "preview/", "Preview as a page", page),
    Way("preview-print", "preview/print/", "On paper", paper),
    Way("mail-html", "mail.html", "As a mail", mail),
    Way("mail-text", "mail.txt", "As a mail in plain text", mail_text),
)
