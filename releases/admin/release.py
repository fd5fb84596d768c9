"""The release's form, in the order in which people write."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import Fieldset, InlineAdminFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from releases import rules
from releases.actions import editing
from releases.admin import lines
from releases.admin.changelist import ReleaseList, public_address
from releases.admin.checking import CheckingMixin
from releases.admin.earlier_drafts import DraftsMixin
from releases.admin.mending import MendingMixin
from releases.admin.merging import MergingMixin
from releases.admin.moves import MovesMixin, person_of
from releases.admin.notices import notices
from releases.admin.preview import PreviewMixin
from releases.admin.sharing import SharingMixin
from releases.admin.typed_words import TypedWordsMixin, words_of
from releases.forms.release import ReleaseForm
from releases.forms.rich import dropped_by
from releases.forms.times import in_words
from releases.models import AboutText, Release
from releases.queries.standing import standing
from releases.text.plain import plain
from releases.vocabulary import Kind, Right, Status
from releases.workflow import MoveNotAllowed

READING = ("GET", "HEAD", "OPTIONS")
EVENT = (
    "Only readers of media advisories see these: when and where it is, and how journalists can come."
    " In every other kind of release they are left out."
)
CHANGE = (
    "For a release that readers have seen already. They read this note before the text,"
    " so an editor approves it like every other word."
)
# Locked text is shown in words, not as markup and database times.
LOCKED = {
    "body": "text",
    "planned_for": "public_from",
    "event_starts_at": "event_begins",
    "owner": "owner_name",
}


@dataclass(frozen=True)
class Part:
    """One part of the form: fields, or lines."""

    fieldset: Fieldset | None = None
    inline: InlineAdminFormSet | None = None


@admin.register(Release)
class ReleaseAdmin(
    MergingMixin,
    MendingMixin,
    CheckingMixin,
    TypedWordsMixin,
    PreviewMixin,
    SharingMixin,
    DraftsMixin,
    MovesMixin,
    ReleaseList,
):
    """Writing a release. Only its text changes here; what readers see changes by moves."""

    form = ReleaseForm
    inlines = lines.INLINES
    change_form_template = "admin/releases/release/change_form.html"
    view_on_site = False
    order = (
        "words", "body", "picture_lines", "event", "bylines", "contact_lines", "expert_lines",
        "programme_lines", "topic_lines", "resources", "about_lines", "plan", "change", "filing",
    )  # fmt: skip

    class Media:
        css = {"all": ["press/release_form.css", "press/library.css"]}
        js = ["press/desk_checks.js", "press/working_copy.js", "press/copy_link.js", "press/event_fields.js"]

    # What is on the form ---------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Release | None = None) -> Any:
        """Named parts; `order` puts them and the lines in a row."""
        locked = obj is not None and not self.has_change_permission(request, obj)
        has_versions = obj is not None and obj.versions.exists()
        folded = ("collapse",)
        parts: list[tuple[str, dict[str, Any]]] = [
            ("words", {"fields": ("headline", "subheadline", "summary", "kind", "place")}),
            ("body", {"fields": ("body",)}),
            (
                "event",
                {
                    "fields": ("event_starts_at", "event_place", "event_attendance"),
                    "description": EVENT,
                    "classes": () if obj is not None and obj.kind == Kind.ADVISORY else folded,
                },
            ),
            ("plan", {"fields": ("announces", "planned_for")}),
            (
                "change",
                {
                    "fields": ("change", "change_note", "change_place"),
                    "description": CHANGE,
                    "classes": () if has_versions else folded,
                },
            ),
            ("filing", {"fields": ("slug", "language", "owner", "internal_note")}),
        ]
        if locked:
            for _, part in parts:
                part["fields"] = tuple(LOCKED.get(name, name) for name in part["fields"])
        return [(TITLES[name], part) for name, part in parts]

    def get_readonly_fields(self, request: HttpRequest, obj: Release | None = None) -> Any:
        """The address is locked by the first approval."""
        fixed = ("slug",) if obj is not None and obj.versions.exists() else ()
        return (*fixed, *LOCKED.values())

    def get_prepopulated_fields(self, request: HttpRequest, obj: Release | None = None) -> dict[str, Any]:
        return {"slug": ("headline",)} if obj is None else {}

    @admin.display(description="Text")
    def text(self, release: Release) -> str:
        return plain(release.body)

    @admin.display(description="Public from")
    def public_from(self, release: Release) -> str:
        return in_words(release.planned_for) if release.planned_for else "When it is approved"

    @admin.display(description="Event begins")
    def event_begins(self, release: Release) -> str:
        return in_words(release.event_starts_at) if release.event_starts_at else "–"

    def get_form(
        self, request: HttpRequest, obj: Release | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form that holds the row while it is saved, or shows words that were not saved."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.editor = person_of(request) if request.method == "POST" else None
        shown = self.restored(request)
        form.restored = words_of(shown) if shown else None
        return form

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Release, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """Lines as saved, as typed, or for a new release with the About text that goes into every one."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method in READING:
            shown = self.restored(request)
            if shown is not None:
                kwargs["data"] = words_of(shown)
            elif obj.pk is None and isinstance(inline, lines.AboutInline):
                kwargs["initial"] = [
                    {"about_text": text.pk} for text in AboutText.objects.filter(is_default=True)
                ]
        return kwargs

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"owner": str(person_of(request).pk), **super().get_changeform_initial_data(request)}

    # Who may --------------------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and rules.holds(person_of(request), Right.WRITE)

    def has_change_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        """Whether the form opens for writing. Approved text opens for reading.

        A form that was open before the approval may still be posted: saving it is refused in a
        sentence that keeps what was typed.
        """
        if obj is not None and obj.status == Status.APPROVED and request.method in READING:
            return False
        return super().has_change_permission(request, obj) and rules.holds(person_of(request), Right.WRITE)

    def has_delete_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        """A draft that was never submitted, by its owner."""
        if obj is None or obj.owner_id != request.user.pk or obj.status != Status.DRAFT:
            return False
        return super().has_delete_permission(request, obj) and not (
            obj.events.exists() or obj.versions.exists()
        )

    # Saving ---------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Release, form: Any, change: bool) -> None:
        """Write the fields of the form and no others: a colleague's move may have changed the rest."""
        if change:
            typed = [field.name for field in obj._meta.concrete_fields if field.name in form.cleaned_data]
            # A form from before the submit does not know the address that the submit gave.
            unknown = {"edit_token"} if obj.slug else {"edit_token", "slug"}
            if "owner" in form.changed_data:
                editing.assign(obj, to=obj.owner, by=person_of(request))
            obj.save(update_fields=[*(name for name in typed if name not in unknown), "changed_at"])
        else:
            obj.save()
        for sentence in dropped_by(form):
            messages.warning(request, sentence)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the lines, then keep the draft and forget the open form."""
        super().save_related(request, form, formsets, change)
        editing.record(form.instance, by=person_of(request))
        self.forget_saved(request, form.instance if change else None)

    def delete_model(self, request: HttpRequest, obj: Release) -> None:
        editing.discard(obj, by=person_of(request))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Django's page; a draft that was submitted meanwhile stays."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except MoveNotAllowed as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("admin:releases_release_change", args=[object_id]))

    # The page -------------------------------------------------------------------------------------------

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Django's form in our order, with what stands on top of it."""
        release: Release | None = kwargs.get("obj")
        by_name = {NAMES[fieldset.name]: Part(fieldset=fieldset) for fieldset in context["adminform"]}
        by_name |= {inline.formset.prefix: Part(inline=inline) for inline in context["inline_admin_formsets"]}
        stood = standing(release) if release else None
        # Only a form that was open before the approval is still posted, and can never be saved.
        is_late = request.method == "POST" and release is not None and release.status == Status.APPROVED
        context |= {
            "parts": [by_name[name] for name in self.order if name in by_name],
            "is_late": is_late,
            "show_save": not is_late,
            "show_save_and_continue": not is_late,
            "show_save_and_add_another": False,
            "notices": notices(release, stood, person_of(request)) if release and stood else [],
            "goes_out": stood.scheduled if stood and rules.holds(person_of(request), Right.WRITE) else None,
            "public_address": public_address(release) if release and stood and stood.live else "",
        }
        return super().render_change_form(request, context, *args, **kwargs)


TITLES = {
    "words": None,
    "body": "The text",
    "event": "The event",
    "plan": "When it is public",
    "change": "What changed",
    "filing": "For the office",
}
NAMES = {title: name for name, title in TITLES.items()}
