"""Filters of the list of releases."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from releases.admin.moves import person_of
from releases.models import Programme, Release
from releases.vocabulary import PublicState

MINE = "me"


class PublicStateFilter(admin.SimpleListFilter):
    """What readers see; a live release with a scheduled version is both."""

    title = "public state"
    parameter_name = "public"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return PublicState.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Release]) -> QuerySet[Release]:
        conditions = {
            PublicState.LIVE: {"is_live": True},
            PublicState.SCHEDULED: {"is_scheduled": True},
            PublicState.WITHDRAWN: {"is_withdrawn": True},
            PublicState.NEVER: {"is_live": False, "is_scheduled": False, "is_withdrawn": False},
        }
        wanted = self.value()
        return queryset.filter(**conditions[PublicState(wanted)]) if wanted in conditions else queryset


class ProgrammeFilter(admin.SimpleListFilter):
    """Releases in which a programme speaks."""

    title = "programme"
    parameter_name = "programme"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [(slug, name) for slug, name in Programme.objects.values_list("slug", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Release]) -> QuerySet[Release]:
        known = {str(slug) for slug, _ in self.lookup_choices}
        wanted = self.value()
        return queryset.filter(programme_lines__programme__slug=wanted) if wanted in known else queryset


class OwnerFilter(admin.SimpleListFilter):
    """Whose releases; the person who asks comes first."""

    title = "owner"
    parameter_name = "owner"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        owners = User.objects.filter(releases__isnull=False).exclude(pk=person_of(request).pk).distinct()
        others = [(str(owner.pk), owner.get_full_name() or owner.username) for owner in owners]
        return [(MINE, "Me"), ("nobody", "Nobody"), *sorted(others, key=lambda entry: entry[1])]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Release]) -> QuerySet[Release]:
        wanted = self.value()
        if wanted == MINE:
            return queryset.filter(owner=person_of(request))
        if wanted == "nobody":
            return queryset.filter(owner=None)
        known = {str(key) for key, _ in self.lookup_choices}
        return queryset.filter(owner=int(wanted)) if wanted in known else queryset
