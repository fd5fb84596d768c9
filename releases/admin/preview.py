"""Previews: what readers would get of words that are not saved, and of approved ones, as page and paper."""

from collections.abc import Callable
from dataclasses import replace
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
from releases.desk.stage import name_of
from releases.forms.times import in_words
from releases.models import Release, ReleaseVersion, clock
from releases.rendering import release as rendering
from releases.rendering.release import Preview, Subject
from releases.vocabulary import Right
from releases.workflow import MoveNotAllowed

if TYPE_CHECKING:
    ReleaseModelAdmin = admin.ModelAdmin[Release]
else:
    ReleaseModelAdmin = admin.ModelAdmin

OPEN, STORED = "releases_release_preview", "releases_release_saved_preview"
APPROVED = "releases_release_approved"
SAVED = "The text as it is saved now."
TYPED = "The text as it stands in your open form. It is not saved."
Draw = Callable[[HttpRequest, Subject], HttpResponse]


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
            path("<int:pk>/approved/<int:number>/", view(self.approved_page), name=APPROVED),
            path(
                "<int:pk>/approved/<int:number>/print/", view(self.approved_print), name=f"{APPROVED}_print"
            ),
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
        return page(request, self._saved(request, pk))

    def saved_print(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The saved text as paper."""
        return paper(request, self._saved(request, pk))

    def approved_page(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """What was approved, whatever has become of the working text since."""
        return page(request, self._approved(request, pk, number))

    def approved_print(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """The same as paper."""
        return paper(request, self._approved(request, pk, number))

    def _approved(self, request: HttpRequest, pk: int, number: int) -> Subject:
        self._require_writer(request)
        mine = ReleaseVersion.objects.filter(release__pk=pk, number=number)
        version = mine.with_taken_away().select_related("release", "approved_by").first()
        if version is None:
            raise Http404
        is_to_come = version.began_after(clock.now())
        words = f"As {name_of(version.approved_by)} approved it on {in_words(version.approved_at)}."
        if is_to_come:
            words += f" It goes out on {in_words(version.public_from)}."
        oldest = (getattr(version, "taken_away", None) or 0) + 1
        banner = replace(_banner(words, APPROVED, pk, number), has_begun=not is_to_come)
        return rendering.subject_of(version, oldest=oldest, preview=banner)

    def _saved(self, request: HttpRequest, pk: int) -> Subject:
        self._require_writer(request)
        release = Release.objects.filter(pk=pk).first()
        if release is None:
            raise Http404
        return _subject(previewing.look_ahead(release), _banner(SAVED, STORED, pk))

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
        return draw(request, _subject(previewed, _banner(TYPED, OPEN, form_key)))

    def _require_writer(self, request: HttpRequest) -> None:
        if not rules.holds(person_of(request), Right.WRITE):
            raise Http404


def page(request: HttpRequest, subject: Subject) -> HttpResponse:
    """What readers would get at the release's address."""
    return TemplateResponse(request, "releases/release_detail.html", rendering.detail_context(subject))


def paper(request: HttpRequest, subject: Subject) -> HttpResponse:
    """What a printer would get."""
    return TemplateResponse(request, "releases/release_print.html", rendering.print_context(subject))


def _subject(previewed: Previewed, banner: Preview) -> Subject:
    return Subject(
        previewed.frozen.content, previewed.slug, previewed.number, oldest=previewed.oldest, preview=banner
    )


def _banner(words: str, name: str, *key: str | int) -> Preview:
    page_at, printed_at = (reverse(f"admin:{name}{ending}", args=key) for ending in ("", "_print"))
    return Preview(words, page=page_at, printed=printed_at)
