"""The library: pictures and documents, described, found again, and where each is used."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from releases import rules
from releases.actions import shelving
from releases.admin.media_entry import address, entry, lacks, small
from releases.admin.media_filters import LacksFilter, UsedFilter
from releases.admin.moves import person_of
from releases.admin.uploading import UploadingAdmin
from releases.forms.media import MediaFileForm
from releases.models import MediaFile
from releases.queries import media
from releases.text.sizes import size_text
from releases.vocabulary import Right
from releases.workflow import MoveNotAllowed

OFFERED = 60
"""How many pictures the dialog of the editor shows at a time."""


@admin.register(MediaFile)
class MediaFileAdmin(UploadingAdmin):
    """Files come in by the upload page; here they get their words, and go when nothing uses them."""

    form = MediaFileForm
    change_form_template = "admin/releases/mediafile/change_form.html"
    change_list_template = "admin/releases/mediafile/change_list.html"
    view_on_site = False
    list_display = ("shown", "named", "credit", "used_in", "uploaded")
    list_display_links = ("shown", "named")
    list_filter = ("kind", LacksFilter, UsedFilter)
    list_per_page = 40
    search_fields = ("name", "alt", "caption", "credit", "licence")
    search_help_text = "Words of the file name, description, caption, credit or licence."
    readonly_fields = ("whole", "facts", "uploaded", "uses")

    class Media:
        css = {"all": ["press/library.css"]}

    # What is on the pages -------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[MediaFile]:
        """Files with whether anything uses them."""
        files = super().get_queryset(request)
        return media.with_uses(files).prefetch_related("renditions").select_related("uploaded_by")

    def get_fieldsets(self, request: HttpRequest, obj: MediaFile | None = None) -> Any:
        """A document needs no description, because its words can be read, and nothing stands below it."""
        seen = ("alt", "is_decorative", "caption") if obj is None or obj.is_picture else ()
        return (
            (None, {"fields": ("whole", *seen, "credit")}),
            ("What others may do with it", {"fields": ("licence", "licence_ends")}),
            ("The file", {"fields": ("facts", "uploaded", "uses")}),
        )

    @admin.display(description="Look")
    def shown(self, file: MediaFile) -> SafeString:
        """The picture, small, or what kind of document it is."""
        return _part("thumbnail", file=file, small=small(file))

    @admin.display(description="File", ordering="name")
    def named(self, file: MediaFile) -> SafeString:
        """Its name, what it shows, and what it lacks."""
        return _part("named", file=file, facts=self.facts(file), lacks=lacks(file))

    @admin.display(description="Picture or document")
    def whole(self, file: MediaFile) -> SafeString:
        """The picture as large as the page, or the document to load."""
        return _part("whole", file=file, large=address(file, widest=800))

    @admin.display(description="Kind and size", ordering="size")
    def facts(self, file: MediaFile) -> str:
        """What it is, in one line."""
        pixels = f", {file.width} × {file.height} pixels" if file.is_picture else ""
        return f"{file.format}{pixels}, {size_text(file.size)}"

    @admin.display(description="Used", boolean=True)
    def used_in(self, file: MediaFile) -> bool:
        """Whether anything uses it."""
        return bool(getattr(file, "is_used", False))

    @admin.display(description="Where it is used")
    def uses(self, file: MediaFile) -> SafeString:
        """Every text, person and version that uses it."""
        return _part("uses", uses=media.uses(file))

    @admin.display(description="Uploaded", ordering="uploaded_at")
    def uploaded(self, file: MediaFile) -> SafeString:
        """By whom, and when."""
        return _part("uploaded", file=file)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Django's list, whose first button uploads."""
        return super().changelist_view(request, {"title": "The library", **(extra_context or {})})

    # Who may --------------------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever writes, releases or issues."""
        return super().has_add_permission(request) and rules.may_upload(person_of(request))

    def has_change_permission(self, request: HttpRequest, obj: MediaFile | None = None) -> bool:
        """Whoever writes."""
        return super().has_change_permission(request, obj) and rules.holds(person_of(request), Right.WRITE)

    def has_delete_permission(self, request: HttpRequest, obj: MediaFile | None = None) -> bool:
        """Whoever writes, as long as nothing uses it."""
        may = super().has_delete_permission(request, obj) and rules.holds(person_of(request), Right.WRITE)
        return may and not (obj and media.uses(obj))

    # For the editor -------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """The pictures that the editor offers, besides Django's own."""
        offered = self.admin_site.admin_view(require_GET(self.offered_view))
        return [path("offered/", offered, name="releases_mediafile_offered"), *super().get_urls()]

    def offered_view(self, request: HttpRequest) -> HttpResponse:
        """The newest pictures, or those that answer a search, for the dialog of the editor."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        pictures = MediaFile.objects.pictures().prefetch_related("renditions")
        for word in request.GET.get("q", "").replace("\0", "").split()[:10]:
            columns = (Q(**{f"{name}__icontains": word}) for name in self.search_fields)
            found = Q()
            for column in columns:
                found |= column
            pictures = pictures.filter(found)
        newest = list(pictures[: OFFERED + 1])
        offered = [entry(picture) for picture in newest[:OFFERED]]
        return JsonResponse({"pictures": offered, "has_more": len(newest) > OFFERED})

    # Deleting -------------------------------------------------------------------------------------------

    def delete_model(self, request: HttpRequest, obj: MediaFile) -> None:
        """With everything that was made of it."""
        shelving.discard(obj, by=person_of(request))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Django's page; what came into use meanwhile stays."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except MoveNotAllowed as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("admin:releases_mediafile_change", args=[object_id]))


def _part(name: str, **context: Any) -> SafeString:
    return render_to_string(f"admin/releases/mediafile/{name}.html", context)
