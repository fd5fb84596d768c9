"""The organisation's one row, and the About texts."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from releases.admin.plain import PlainAdmin
from releases.forms.organisation import AboutTextForm, OrganisationForm
from releases.models import AboutText, Organisation

ONLY_ROW = 1


@admin.register(AboutText)
class AboutTextAdmin(PlainAdmin):
    """What stands at the end of releases."""

    form = AboutTextForm
    list_display = ("title", "is_default")
    search_fields = ("title", "body")


@admin.register(Organisation)
class OrganisationAdmin(PlainAdmin):
    """Header, footer and letterhead: there is one row, so there is no list."""

    form = OrganisationForm
    search_fields = ("name",)
    fieldsets = (
        (None, {"fields": ("name", "short_name", "postal_address")}),
        (
            "How to reach the press office",
            {"fields": ("press_phone_text", "after_hours_phone_text", "email")},
        ),
        ("At the foot of every page", {"fields": ("follow_links", "privacy")}),
    )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form at once."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if Organisation.objects.filter(pk=ONLY_ROW).exists():
            return HttpResponseRedirect(reverse("admin:releases_organisation_change", args=[ONLY_ROW]))
        return super().changelist_view(request, extra_context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form of a new site. Of two who fill it in, the second sees beside it what the first saved."""
        the_row = str(ONLY_ROW)
        if request.method != "POST" or not Organisation.objects.filter(pk=ONLY_ROW).exists():
            try:
                return super().add_view(request, form_url, extra_context)
            except IntegrityError:
                # Somebody else's row came while this one was written.
                pass
        # It is saved where the row is held.
        form_url = reverse("admin:releases_organisation_change", args=[the_row])
        return self.change_view(request, the_row, form_url, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only while there is no row; whoever may change it may make it."""
        return self.has_change_permission(request) and not Organisation.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: every page names the organisation."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save it as the one row."""
        if not change:
            # By itself, saving writes over a row that has come meanwhile.
            Organisation(pk=ONLY_ROW, name=obj.name).save(force_insert=True)
            obj.pk = ONLY_ROW
        super().save_model(request, obj, form, change)
