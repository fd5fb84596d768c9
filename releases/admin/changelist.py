"""The list of releases for staff: where each stands, and what can be done to several at once."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, prefetch_related_objects
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from releases import conf
from releases.actions import editing
from releases.admin.filters import OwnerFilter, ProgrammeFilter, PublicStateFilter
from releases.admin.moves import person_of
from releases.desk import presence
from releases.desk.stage import name_of
from releases.forms.times import in_words
from releases.models import Release, ReleaseVersion, clock
from releases.text.addresses import absolute
from releases.text.times import dated
from releases.vocabulary import PublicState, Status
from releases.workflow import MoveNotAllowed

if TYPE_CHECKING:
    ReleaseModelAdmin = admin.ModelAdmin[Release]
else:
    ReleaseModelAdmin = admin.ModelAdmin


def public_address(release: Release) -> str:
    """The whole address that journalists get; empty while the release has none."""
    if not release.slug:
        return ""
    return absolute(conf.site_address(), release.get_absolute_url())


class ReleaseList(ReleaseModelAdmin):
    """Columns, filters, search and actions. Nothing here changes what readers see."""

    list_display = ("title", "status", "public_state", "minute", "owner_name", "changed")
    list_display_links = ("title",)
    list_filter = ("status", PublicStateFilter, "kind", ProgrammeFilter, OwnerFilter)
    list_select_related = ("owner",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("headline", "subheadline", "summary", "body", "slug")
    search_help_text = "Searches headline, summary, text and address of what is being worked on."
    actions = ("assign_to_me", "copy_as_new_draft")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Release]:
        """Releases with where they stand, in one query however many."""
        mine = {"release": OuterRef("pk")}
        live = ReleaseVersion.objects.public().filter(**mine).values("public_from")[:1]
        coming = ReleaseVersion.objects.scheduled().filter(**mine).values("public_from")[:1]
        queryset = super().get_queryset(request)
        return queryset.with_standing().annotate(  # type: ignore[attr-defined,no-any-return]
            live_from=Subquery(live), goes_out_at=Subquery(coming)
        )

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Django's list, with who else has each release open."""
        listed = super().get_changelist_instance(request)
        open_forms = presence.others_at(person_of(request), clock.now())
        who = Prefetch("working_copies", open_forms, to_attr="open_forms")
        prefetch_related_objects(listed.result_list, who)
        return listed

    @admin.display(description="headline", ordering="headline")
    def title(self, release: Release) -> str:
        return format_html('{}<span class="field-title__kind">{}</span>', release, release.get_kind_display())

    @admin.display(description="readers see")
    def public_state(self, release: Any) -> str:
        states = {
            PublicState.LIVE: release.is_live,
            PublicState.WITHDRAWN: release.is_withdrawn,
            PublicState.SCHEDULED: release.is_scheduled,
        }
        words = " and ".join(state.label for state, is_so in states.items() if is_so) or "Nothing yet"
        if not release.is_live:
            return words
        link = '<a class="copy-link" href="{}">Public link</a>'
        return format_html(f"{{}}<br>{link}", words, public_address(release))

    @admin.display(description="public from")
    def minute(self, release: Any) -> str:
        if release.goes_out_at:
            return f"Goes out {in_words(release.goes_out_at)}"
        if release.live_from:
            texts = dated(release.live_from, conf.zone())
            return f"{texts.day}, {texts.time}"
        if release.is_withdrawn and release.status == Status.APPROVED:
            return "Not any more"
        return f"Planned for {in_words(release.planned_for)}" if release.planned_for else "When approved"

    @admin.display(description="owner", ordering="owner__first_name")
    def owner_name(self, release: Release) -> str:
        return (release.owner.get_full_name() or release.owner.get_username()) if release.owner else "Nobody"

    @admin.display(description="changed", ordering="changed_at")
    def changed(self, release: Any) -> str:
        texts = dated(release.changed_at, conf.zone())
        now = [f"{name_of(copy.user)} has it open now." for copy in release.open_forms]
        lines = format_html_join("", "<br>{}", ((line,) for line in now))
        return format_html("{}, {}{}", texts.day, texts.time, lines)

    @admin.action(description="Assign to me", permissions=["view"])
    def assign_to_me(self, request: HttpRequest, queryset: QuerySet[Release]) -> None:
        person = person_of(request)
        assign = partial(editing.assign, to=person, by=person)
        self._each(request, queryset, assign, done="Yours now")

    @admin.action(description="Copy as new draft", permissions=["view"])
    def copy_as_new_draft(self, request: HttpRequest, queryset: QuerySet[Release]) -> None:
        person = person_of(request)
        self._each(request, queryset, partial(editing.copy, by=person), done="Copied as a new draft")

    def _each(
        self, request: HttpRequest, queryset: QuerySet[Release], act: Callable[[Release], Any], *, done: str
    ) -> None:
        """Act on one after the other; one refusal holds up nobody else."""
        for release in queryset:
            try:
                act(release)
            except MoveNotAllowed as refusal:
                messages.error(request, f"{release}: {refusal}")
            else:
                messages.success(request, f"{done}: {release}.")
