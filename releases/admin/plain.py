"""What the smaller admins share: they delete nothing in bulk, and say why something has to stay."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.contrib import admin, messages
from django.db import connection
from django.db.models import Model, ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from releases.forms.rich import dropped_by

Row = TypeVar("Row", bound=Model)


def held_while_saving(request: HttpRequest, rows: QuerySet[Row]) -> QuerySet[Row]:
    """The same rows; one whose form is being saved is held, so that nobody else saves in between."""
    names_one = request.resolver_match is not None and "object_id" in request.resolver_match.kwargs
    saving = request.method == "POST" and names_one and connection.in_atomic_block
    return rows.select_for_update(of=("self",)) if saving else rows


class PlainAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """One table with a form."""

    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows; one whose form is being saved is held: nothing is saved or approved in between."""
        return held_while_saving(request, super().get_queryset(request))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, and tell what the cleaning took away."""
        super().save_model(request, obj, form, change)
        for sentence in dropped_by(form):
            messages.warning(request, sentence)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's page; what came into use while it was open stays, with a sentence."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:
            messages.error(request, "It cannot be deleted: something has come to use it.")
            return HttpResponseRedirect(request.path)


class AddressedAdmin(PlainAdmin):
    """Something with an address of its own, which is locked once a version names it."""

    index_row: type[Model]
    """The rows that say which versions name it."""
    index_field: str

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The address, once readers have it."""
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, "slug") if self.is_named(obj) else fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        """The address from the name, while it is new."""
        return {} if obj else {"slug": ("name",)}

    def is_named(self, thing: Any) -> bool:
        """Whether an approved version names it, so that its address has to stay."""
        return bool(thing and self.index_row._default_manager.filter(**{self.index_field: thing}).exists())


class ReadOnly:
    """Rows that workers and actions write, and nobody else."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never by a form."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False
