"""The desk reads along: what has to be mended, and what is worth a look, beside the form that is open."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from releases import conf, rules
from releases.actions import previewing
from releases.admin.filled_form import filled
from releases.admin.findings import ToMend, to_mend
from releases.admin.moves import person_of
from releases.admin.typed_words import kept, words_of
from releases.content import Content
from releases.desk import checks
from releases.models import Release, clock
from releases.vocabulary import Right

if TYPE_CHECKING:
    ReleaseModelAdmin = admin.ModelAdmin[Release]
else:
    ReleaseModelAdmin = admin.ModelAdmin


@dataclass(frozen=True)
class Report:
    """What the desk says of a text: `wrong` keeps it from being saved, `mend` from being submitted."""

    wrong: list[str] = field(default_factory=list)
    mend: list[ToMend] = field(default_factory=list)
    look: list[ToMend] = field(default_factory=list)

    @property
    def parts(self) -> list[tuple[str, list[ToMend]]]:
        """What there is, the most urgent first; a sentence that names its field itself has no address."""
        parts = [
            ("Before it can be saved", [ToMend(sentence, "") for sentence in self.wrong]),
            ("Before it can be submitted", self.mend),
            ("Worth a look", self.look),
        ]
        return [(head, found) for head, found in parts if found]

    @property
    def in_short(self) -> str:
        """How much there is, for the bar at the foot of the form."""
        to_mend_first = len(self.wrong) + len(self.mend)
        parts = [f"{to_mend_first} to mend"] if to_mend_first else []
        parts += [f"{len(self.look)} worth a look"] if self.look else []
        return ", ".join(parts) or "Nothing to mend"


class CheckingMixin(ReleaseModelAdmin):
    """The form of a release with the desk checks of its text, as it is saved and as it is typed."""

    def get_urls(self) -> list[URLPattern]:
        """What the desk says of an open form, before Django's own addresses."""
        view = self.admin_site.admin_view(self.checks_view)
        return [
            path("preview/<slug:form_key>/checks/", view, name="releases_release_checks"),
            *super().get_urls(),
        ]

    def checks_view(self, request: HttpRequest, form_key: str) -> HttpResponse:
        """The checks of an open form that was kept, for the person who types in it; no row is different."""
        person = person_of(request)
        copy = kept(request, form_key) if rules.holds(person, Right.WRITE) else None
        if copy is None:
            raise Http404
        form = filled(self, request, copy.release, words_of(copy))
        if wrong := form.sentences():
            report = Report(wrong=wrong)
        else:
            previewed = previewing.preview(form.save, by=person)
            report = _report(previewed.frozen.content, previewed.public_from)
        return TemplateResponse(request, "admin/releases/release/desk_checks.html", {"report": report})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Django's form, with the checks of the text as it is saved."""
        release: Release | None = kwargs.get("obj")
        is_bound = context["adminform"].form.is_bound
        if release and not is_bound and self.has_change_permission(request, release):
            context["report"] = _report(previewing.look_ahead(release).frozen.content, release.planned_for)
        return super().render_change_form(request, context, *args, **kwargs)


def _report(content: Content, planned: datetime | None) -> Report:
    day = (planned or clock.now()).astimezone(conf.zone()).date()
    return Report(mend=to_mend(checks.blocking(content)), look=to_mend(checks.advice(content, day)))
