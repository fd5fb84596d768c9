"""Previews: the page and the paper as readers would get them, of words that are not saved too."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from releases import rules
from releases.actions import previewing
from releases.actions.previewing import Previewed
from releases.admin.filled_form import filled, not_drawn
from releases.admin.moves import person_of
from releases.admin.typed_words import keep, kept, words_of
from releases.models import Release
from releases.rendering import release as rendering
from releases.rendering.release import Preview, Subject
from releases.vocabulary import Right
from releases.workflow import MoveNotAllowed

if TYPE_CHECKING:
    ReleaseModelAdmin = admin.ModelAdmin[Release]
else:
    ReleaseModelAdmin = admin.ModelAdmin

OPEN, STORED = "releases_release_preview", "releases_release_saved_preview"
SAVED = "The text as it is saved now."
TYPED = "The text as it stands in your open form. It is not saved."
Draw = Callable[[HttpRequest, Previewed, Preview], HttpResponse]


class PreviewMixin(ReleaseModelAdmin):
    """Preview addresses: of an open form for the person who types in it, of the saved text for staff."""

    def get_urls(self) -> list[URLPattern]:
        """Previews, before Django's own addresses."""
        view = self.admin_site.admin_view
        return [
            path("preview/<slug:form_key>/", view(self.preview_page), name=OPEN),
            path("preview/<slug:form_key>/print/", view(self.preview_print), name=f"{OPEN}_print"),
            path("<int:pk>/preview/", view(self.saved_page), name=STORED),
            path("<int:pk>/preview/print/", view(self.saved_print), name=f"{STORED}_print"),
            *super().get_urls(),
        ]

    def preview_page(self, request: HttpRequest, form_key: str) -> HttpResponse:
        """The open form as a page."""
        return self._preview(request, form_key, page)

    def preview_print(self, request: HttpRequest, form_key: str) -> HttpResponse:
        """The open form as paper."""
        return self._preview(request, form_key, paper)

    def saved_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The saved text as a page."""
        return page(request, self._saved(request, pk), _banner(SAVED, STORED, pk))

    def saved_print(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The saved text as paper."""
        return paper(request, self._saved(request, pk), _banner(SAVED, STORED, pk))

    def _saved(self, request: HttpRequest, pk: int) -> Previewed:
        self._require_writer(request)
        release = Release.objects.filter(pk=pk).first()
        if release is None:
            raise Http404
        return previewing.look_ahead(release)

    def _preview(self, request: HttpRequest, form_key: str, draw: Draw) -> HttpResponse:
        """POST keeps the open form and leads to GET, which draws it. Nobody else's form is ever found."""
        self._require_writer(request)
        if request.method == "POST":
            try:
                keep(request, form_key)
            except MoveNotAllowed as refusal:
                raise Http404 from refusal
            return HttpResponseRedirect(request.path)
        copy = kept(request, form_key)
        if copy is None:
            raise Http404
        form = filled(self, request, copy.release, words_of(copy))
        if wrong := form.sentences():
            return not_drawn(self, request, wrong)
        previewed = previewing.preview(form.save, by=person_of(request))
        return draw(request, previewed, _banner(TYPED, OPEN, form_key))

    def _require_writer(self, request: HttpRequest) -> None:
        if not rules.holds(person_of(request), Right.WRITE):
            raise Http404


def page(request: HttpRequest, previewed: Previewed, banner: Preview) -> HttpResponse:
    """What readers would get at the release's address."""
    context = rendering.detail_context(_subject(previewed, banner))
    return TemplateResponse(request, "releases/release_detail.html", context)


def paper(request: HttpRequest, previewed: Previewed, banner: Preview) -> HttpResponse:
    """What a printer would get."""
    context = rendering.print_context(_subject(previewed, banner))
    return TemplateResponse(request, "releases/release_print.html", context)


def _subject(previewed: Previewed, banner: Preview) -> Subject:
    return Subject(
        previewed.frozen.content, previewed.slug, previewed.number, oldest=previewed.oldest, preview=banner
    )


def _banner(words: str, name: str, key: str | int) -> Preview:
    page_at, printed_at = (reverse(f"admin:{name}{ending}", args=[key]) for ending in ("", "_print"))
    return Preview(words, page=page_at, printed=printed_at)
