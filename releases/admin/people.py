"""Authors, media contacts, programmes and topics."""

from django.contrib import admin

from releases.admin.plain import AddressedAdmin
from releases.forms.people import AuthorForm, MediaContactForm, ProgrammeForm, TopicForm
from releases.models import (
    Author,
    MediaContact,
    Programme,
    Topic,
    VersionAuthor,
    VersionContact,
    VersionProgramme,
    VersionTopic,
)


@admin.register(Author)
class AuthorAdmin(AddressedAdmin):
    """Who signs releases, and who can be interviewed."""

    form = AuthorForm
    index_row, index_field = VersionAuthor, "author"
    list_display = ("name", "title", "programme")
    list_filter = ("programme",)
    list_select_related = ("programme",)
    search_fields = ("name", "known_as", "aliases", "title")
    autocomplete_fields = ("programme", "portrait")


@admin.register(MediaContact)
class MediaContactAdmin(AddressedAdmin):
    """Whom journalists call."""

    form = MediaContactForm
    index_row, index_field = VersionContact, "contact"
    list_display = ("name", "title", "phone_text", "email", "is_active", "successor")
    list_filter = ("is_active",)
    list_select_related = ("successor",)
    search_fields = ("name", "title", "email", "phone_text")
    autocomplete_fields = ("successor", "author")
    fieldsets = (
        (None, {"fields": ("name", "slug", "title", "phone_text", "email", "hours", "author")}),
        (
            "When somebody leaves",
            {
                "fields": ("is_active", "successor"),
                "description": "Releases keep whom they named; a line below names the successor.",
            },
        ),
    )


@admin.register(Programme)
class ProgrammeAdmin(AddressedAdmin):
    """Which parts of the organisation speak."""

    form = ProgrammeForm
    index_row, index_field = VersionProgramme, "programme"
    list_display = ("name", "description")
    search_fields = ("name", "description")


@admin.register(Topic)
class TopicAdmin(AddressedAdmin):
    """What releases are about."""

    form = TopicForm
    index_row, index_field = VersionTopic, "topic"
    list_display = ("name",)
    search_fields = ("name",)
