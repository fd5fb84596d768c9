"""Preview links of a release: who holds one, a form that gives one, and buttons that revoke them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST

from releases import conf, rules
from releases.actions import sharing
from releases.actions.sharing import Shared
from releases.admin.moves import person_of
from releases.desk import links
from releases.forms.sharing import ShareForm
from releases.forms.times import in_words
from releases.models import PreviewLink, Release, clock
from releases.queries import previews
from releases.text.addresses import absolute
from releases.vocabulary import Purpose, Right
from releases.workflow import MoveNotAllowed

if TYPE_CHECKING:
    ReleaseModelAdmin = admin.ModelAdmin[Release]
else:
    ReleaseModelAdmin = admin.ModelAdmin

LINKS, REVOKE = "releases_release_preview-links", "releases_release_revoke-preview-link"
NEEDED = {Purpose.REVIEW: Right.WRITE, Purpose.EMBARGO: Right.APPROVE}
HELD = {
    1: "One preview link is open: its holder can read what is not public.",
    2: "{} preview links are open: their holders can read what is not public.",
}


class SharingMixin(ReleaseModelAdmin):
    """Gives the admin of releases its page of preview links. Its form gets `links_url` and `open_links`."""

    def get_urls(self) -> list[URLPattern]:
        """The page and the button that revokes, before Django's own addresses."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/preview-links/", view(self.links_view), name=LINKS),
            path("<int:pk>/preview-links/<int:link_pk>/revoke/", view(self.revoke_view), name=REVOKE),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def links_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who holds a link; POST gives one more and shows it this once."""
        release = self._shared_release(request, pk)
        if request.method != "POST":
            return self._links(request, release)
        form = ShareForm(request.POST, purposes=self._offered(request, release, clock.now()))
        if not form.is_valid():
            return self._links(request, release, form)
        try:
            shared = sharing.share(
                release,
                by=person_of(request),
                recipient=form.cleaned_data["recipient"],
                purpose=Purpose(form.cleaned_data["purpose"]),
                lasts=form.lasts(),
            )
        except MoveNotAllowed as refusal:
            return self._links(request, release, form, refusal=refusal)
        return self._given(request, release, shared)

    @method_decorator(require_POST)
    def revoke_view(self, request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
        """Close one link at once."""
        release = self._shared_release(request, pk)
        link = PreviewLink.objects.filter(pk=link_pk, release=release).first()
        if link is None:
            raise Http404
        try:
            sharing.revoke(link, by=person_of(request))
        except MoveNotAllowed as refusal:
            return self._links(request, release, refusal=refusal)
        messages.success(request, f"Revoked: the link of {link.recipient} opens nothing any more.")
        return HttpResponseRedirect(reverse(f"admin:{LINKS}", args=[pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Django's form, with the way to the links for its row of moves."""
        if release := kwargs.get("obj"):
            count = len(previews.open_links(clock.now(), release))
            context |= {"links_url": reverse(f"admin:{LINKS}", args=[release.pk]), "open_links": count}
            if count:
                context["notices"] = [*context.get("notices", ()), HELD[min(count, 2)].format(count)]
        return super().render_change_form(request, context, *args, **kwargs)

    def _shared_release(self, request: HttpRequest, pk: int) -> Release:
        release = Release.objects.filter(pk=pk).first()
        if release is None:
            raise Http404
        if not self.has_view_permission(request, release):
            raise PermissionDenied
        return release

    def _offered(self, request: HttpRequest, release: Release, at: datetime) -> tuple[Purpose, ...]:
        person = person_of(request)
        wanted = previews.purposes(release, at)
        return tuple(purpose for purpose in wanted if rules.holds(person, NEEDED[purpose]))

    def _links(
        self,
        request: HttpRequest,
        release: Release,
        form: ShareForm | None = None,
        *,
        refusal: MoveNotAllowed | None = None,
    ) -> HttpResponse:
        at = clock.now()
        offered = self._offered(request, release, at)
        context = {
            **self._around(request, release),
            "title": "Preview links",
            "rows": links.rows_of(release, at),
            "form": (form or ShareForm(purposes=offered)) if offered else None,
            "is_all_public": not previews.purposes(release, at),
            "may_revoke": rules.holds(person_of(request), Right.WRITE),
            "refusal": refusal,
        }
        status = 409 if refusal else 200
        return TemplateResponse(request, "admin/releases/sharing/links.html", context, status=status)

    def _given(self, request: HttpRequest, release: Release, shared: Shared) -> HttpResponse:
        """The only page that ever shows the link."""
        lifts_first = shared.lifts_at is not None and shared.lifts_at <= shared.link.expires_at
        context = {
            **self._around(request, release),
            "title": f"A preview link for {shared.link.recipient}",
            "link": shared.link,
            "address": f"{absolute(conf.site_address(), reverse('releases:preview'))}?k={shared.token}",
            "ends": "" if lifts_first else in_words(shared.link.expires_at),
            "lifts": in_words(shared.lifts_at) if shared.lifts_at else "",
        }
        return TemplateResponse(request, "admin/releases/sharing/given.html", context)

    def _around(self, request: HttpRequest, release: Release) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "release": release,
            "release_url": reverse("admin:releases_release_change", args=[release.pk]),
            "links_url": reverse(f"admin:{LINKS}", args=[release.pk]),
            "list_url": reverse("admin:releases_release_changelist"),
        }
