"""The ordered lines inside the release form."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from releases.forms.lines import LineForm, LineFormSet, ResourceForm
from releases.models import (
    AboutLine,
    Byline,
    ContactLine,
    ExpertLine,
    PictureLine,
    ProgrammeLine,
    Resource,
    TopicLine,
)


class LineInline(admin.TabularInline):  # type: ignore[type-arg]
    """Lines of a release; whoever may change the release may change them."""

    form = LineForm
    formset = LineFormSet
    starts_with = 0
    """How many empty lines wait in a new release."""

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else self.starts_with

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


class BylineInline(LineInline):
    model = Byline
    verbose_name, verbose_name_plural = "author", "authors who sign it"
    fields = ("author", "position")
    autocomplete_fields = ("author",)
    starts_with = 1


class ContactInline(LineInline):
    model = ContactLine
    verbose_name, verbose_name_plural = "media contact", "media contacts: whom journalists call"
    fields = ("contact", "position")
    autocomplete_fields = ("contact",)
    starts_with = 1


class ExpertInline(LineInline):
    model = ExpertLine
    verbose_name, verbose_name_plural = "expert", "experts to interview"
    fields = ("expert", "contact", "position")
    autocomplete_fields = ("expert", "contact")


class ProgrammeInline(LineInline):
    model = ProgrammeLine
    verbose_name, verbose_name_plural = "programme", "programmes that speak"
    fields = ("programme", "position")
    autocomplete_fields = ("programme",)


class TopicInline(LineInline):
    model = TopicLine
    verbose_name, verbose_name_plural = "topic", "topics"
    fields = ("topic", "position")
    autocomplete_fields = ("topic",)


class PictureInline(LineInline):
    model = PictureLine
    verbose_name, verbose_name_plural = "picture", "pictures: above the text, after it, or for newsrooms only"
    fields = ("file", "role", "position")
    autocomplete_fields = ("file",)


class ResourceInline(LineInline):
    model = Resource
    form = ResourceForm
    verbose_name, verbose_name_plural = "resource", "resources: what to read, watch or load besides"
    fields = ("kind", "label", "address", "file", "position")
    autocomplete_fields = ("file",)


class AboutInline(LineInline):
    model = AboutLine
    verbose_name, verbose_name_plural = "About text", "About texts at the end"
    fields = ("about_text", "position")
    starts_with = 1


INLINES = (
    BylineInline,
    ContactInline,
    ExpertInline,
    ProgrammeInline,
    TopicInline,
    PictureInline,
    ResourceInline,
    AboutInline,
)
