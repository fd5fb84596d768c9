"""Mails to colleagues: what is queued, sent and given up, and what to do about the last."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from releases import rules
from releases.actions import notifying
from releases.admin.move_page import person_of
from releases.models import Notice
from releases.queries import staff
from releases.vocabulary import ACCOUNT_NOTICES, Right
from releases.workflow import MoveNotAllowed

if TYPE_CHECKING:
    NoticeModelAdmin = admin.ModelAdmin[Notice]
else:
    NoticeModelAdmin = admin.ModelAdmin


@admin.register(Notice)
class NoticeAdmin(NoticeModelAdmin):
    """A list to read, with two answers to a mail that was given up."""

    list_display = ("kind", "about", "recipient", "state", "attempts", "next_attempt_at", "last_error")
    list_display_links = ("kind",)
    list_filter = ("state", "kind")
    list_select_related = ("release", "recipient")
    list_per_page = 50
    show_full_result_count = False
    actions = ("try_again", "leave")
    fields = (
        "kind", "release", "recipient", "state", "attempts", "created_at", "next_attempt_at", "done_at",
        "last_error",
    )  # fmt: skip

    @admin.display(description="about")
    def about(self, notice: Notice) -> str:
        """The release, or the account."""
        return str(notice.release or notice.recipient)

    @admin.action(description="Try again")
    def try_again(self, request: HttpRequest, queryset: QuerySet[Notice]) -> None:
        """Queue what was given up once more."""
        self._decide(request, queryset, notifying.try_again, "It is tried again within a minute.")

    @admin.action(description="Leave it")
    def leave(self, request: HttpRequest, queryset: QuerySet[Notice]) -> None:
        """Take what was given up off the desk."""
        self._decide(request, queryset, notifying.leave, "It is not sent, and is off the desk.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        """Mails about releases; those about accounts only for who keeps the accounts."""
        notices = super().get_queryset(request)
        if staff.keeps_accounts(person_of(request)):
            return notices
        return notices.exclude(kind__in=ACCOUNT_NOTICES)

    def has_view_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        """Whoever writes releases or keeps accounts."""
        person = request.user
        return isinstance(person, User) and (rules.holds(person, Right.WRITE) or staff.keeps_accounts(person))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for one notice."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: moves write them."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        """Never: a worker notes what came of them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        """Never."""
        return False

    def _decide(
        self, request: HttpRequest, notices: QuerySet[Notice], verb: Callable[..., Notice], done: str
    ) -> None:
        for notice in notices:
            try:
                verb(notice, by=person_of(request))
            except MoveNotAllowed as refusal:
                messages.error(request, f"{notice}: {refusal}")
            else:
                messages.success(request, f"{notice}: {done}")
