"""Filters of the library."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from releases import conf
from releases.models import MediaFile, clock


class LacksFilter(admin.SimpleListFilter):
    """What has to be done before a file can be approved with a release."""

    title = "what is missing"
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("words", "Description or credit"), ("licence", "Licence has ended")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[MediaFile]:
        if self.value() == "words":
            return queryset.undescribed()  # type: ignore[no-any-return]
        if self.value() == "licence":
            today = clock.now().astimezone(conf.zone()).date()
            return queryset.filter(licence_ends__lt=today)  # type: ignore[no-any-return]
        return queryset  # type: ignore[no-any-return]


class UsedFilter(admin.SimpleListFilter):
    """Files that nothing uses can go."""

    title = "use"
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("yes", "Used somewhere"), ("no", "Used nowhere")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[MediaFile]:
        wanted = {"yes": True, "no": False}.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(is_used=wanted)  # type: ignore[no-any-return]
