"""Earlier drafts of a release: a list of saves, each compared with what there is now, and put back."""

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_safe

from releases import rules
from releases.actions import restoring
from releases.admin.moves import person_of
from releases.content import Content
from releases.desk import drafts
from releases.models import Draft, Release
from releases.queries.drafts import found_again
from releases.vocabulary import Right, Status
from releases.workflow import MoveNotAllowed

if TYPE_CHECKING:
    ReleaseModelAdmin = admin.ModelAdmin[Release]
else:
    ReleaseModelAdmin = admin.ModelAdmin

LIST, ONE, RESTORE = (
    "releases_release_drafts",
    "releases_release_draft",
    "releases_release_restore-draft",
)
LOCKED = "The text is approved, so it is locked. Choose “Edit after approval” first."


class DraftsMixin(ReleaseModelAdmin):
    """Gives the admin of releases its history of drafts. Its form gets `drafts_url`."""

    def get_urls(self) -> list[URLPattern]:
        """The list, one draft, and the page that puts it back, before Django's own addresses."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/drafts/", view(self.drafts_view), name=LIST),
            path("<int:pk>/drafts/<int:draft_pk>/", view(self.draft_view), name=ONE),
            path("<int:pk>/drafts/<int:draft_pk>/restore/", view(self.restore_view), name=RESTORE),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def drafts_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who saved when."""
        release = self._written_release(request, pk)
        context = {
            **self._about_drafts(request, release),
            "title": "Earlier drafts",
            "rows": drafts.rows_of(release),
            "listed": drafts.LISTED,
        }
        return TemplateResponse(request, "admin/releases/drafts/list.html", context)

    @method_decorator(require_safe)
    def draft_view(self, request: HttpRequest, pk: int, draft_pk: int) -> HttpResponse:
        """One draft beside the working text and beside what readers see."""
        release = self._written_release(request, pk)
        draft = _draft(release, draft_pk)
        context = {
            **self._about_drafts(request, release),
            "title": "Compare an earlier draft",
            "row": drafts.row_of(draft),
            "compared": drafts.compared(draft, release),
        }
        return TemplateResponse(request, "admin/releases/drafts/compare.html", context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def restore_view(self, request: HttpRequest, pk: int, draft_pk: int) -> HttpResponse:
        """GET says what would change; POST puts the draft back, or says why not."""
        release = self._written_release(request, pk)
        draft = _draft(release, draft_pk)
        if request.method != "POST":
            return self._ask(request, release, draft)
        release.edit_token = _token(request.POST.get("seen", ""))
        try:
            restored = restoring.restore(draft, by=person_of(request), seen=release)
        except MoveNotAllowed as refusal:
            return self._ask(request, self._written_release(request, pk), draft, refusal)
        messages.success(request, "Put back: the words of that draft are the working text now.")
        for sentence in restored.missing:
            messages.warning(request, sentence)
        return HttpResponseRedirect(reverse("admin:releases_release_change", args=[pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Django's form, with the way to its earlier drafts."""
        if release := kwargs.get("obj"):
            context["drafts_url"] = reverse(f"admin:{LIST}", args=[release.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    def _ask(
        self,
        request: HttpRequest,
        release: Release,
        draft: Draft,
        refusal: MoveNotAllowed | None = None,
    ) -> HttpResponse:
        context = {
            **self._about_drafts(request, release),
            "title": "Put this draft back?",
            "row": drafts.row_of(draft),
            "differences": drafts.would_change(draft, release),
            "missing": found_again(Content.load(draft.content), release).missing,
            "refusal": refusal,
        }
        status = 409 if refusal else 200
        return TemplateResponse(request, "admin/releases/drafts/restore.html", context, status=status)

    def _written_release(self, request: HttpRequest, pk: int) -> Release:
        release = Release.objects.filter(pk=pk).first()
        if release is None:
            raise Http404
        if not self.has_view_permission(request, release):
            raise PermissionDenied
        return release

    def _about_drafts(self, request: HttpRequest, release: Release) -> dict[str, Any]:
        may_write = rules.holds(person_of(request), Right.WRITE)
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "release": release,
            "release_url": reverse("admin:releases_release_change", args=[release.pk]),
            "drafts_url": reverse(f"admin:{LIST}", args=[release.pk]),
            "list_url": reverse("admin:releases_release_changelist"),
            "may_restore": may_write and release.status != Status.APPROVED,
            "locked": LOCKED if may_write and release.status == Status.APPROVED else "",
        }


def _draft(release: Release, pk: int) -> Draft:
    draft = Draft.objects.select_related("by").filter(release=release, pk=pk).first()
    if draft is None:
        raise Http404
    return draft


def _token(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
