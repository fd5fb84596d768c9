"""Newsletters and their issues."""

import re
from collections.abc import Collection
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from releases import rules, workflow
from releases.actions import issuing
from releases.admin.composing import ComposingMixin
from releases.admin.confirming import ConfirmingAdmin
from releases.admin.issue_pages import PAGES
from releases.admin.mailing_steps import links_of_issue
from releases.admin.move_page import MoveLink, MovePage, person_of
from releases.admin.not_saved import DELETED, words_back
from releases.admin.plain import AddressedAdmin, PlainAdmin
from releases.desk.issue import IssueStage, look
from releases.forms.lines import LineFormSet
from releases.forms.newsletters import IssueForm, IssueItemForm, NewsletterForm
from releases.models import IssueItem, Newsletter, NewsletterIssue
from releases.queries import second_person
from releases.text.plain import plain
from releases.vocabulary import Right, Status
from releases.workflow import Move, MoveNotAllowed

# What an entry says of its row, and the entries of how many rows there are.
OF_A_ROW = re.compile(r"-(\d+-(id|issue)|(?P<count>INITIAL_FORMS))$", re.ASCII)


@admin.register(Newsletter)
class NewsletterAdmin(AddressedAdmin):
    """The periodicals."""

    form = NewsletterForm
    index_row, index_field = NewsletterIssue, "newsletter"
    list_display = ("name", "programme", "description")
    list_select_related = ("programme",)
    search_fields = ("name", "description")
    autocomplete_fields = ("programme",)


class ItemInline(admin.StackedInline):  # type: ignore[type-arg]
    """The entries of an issue, in their order."""

    model = IssueItem
    form = IssueItemForm
    formset = LineFormSet
    fields = ("position", "release", "title", "text")
    autocomplete_fields = ("release",)
    verbose_name, verbose_name_plural = "entry", "entries: releases, or words of the issue's own"
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the issue."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change the issue."""
        return True

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(NewsletterIssue)
class NewsletterIssueAdmin(ComposingMixin, ConfirmingAdmin, PlainAdmin):
    """The issues: working text until the approval, read only afterwards."""

    pages = PAGES
    form = IssueForm
    inlines = (ItemInline,)
    preview_name = "releases_newsletterissue_preview"
    view_on_site = False
    change_form_template = "admin/releases/newsletterissue/change_form.html"
    list_display = ("title", "newsletter", "number", "date", "status", "public_from")
    list_filter = ("status", "newsletter")
    list_select_related = ("newsletter",)
    search_fields = ("title", "newsletter__name", "number")
    autocomplete_fields = ("newsletter", "file")
    date_hierarchy = "date"
    readonly_fields = ("words",)

    @admin.display(description="introduction")
    def words(self, issue: NewsletterIssue) -> str:
        """The introduction as it reads, without its markup."""
        return plain(issue.introduction)

    def get_fields(self, request: HttpRequest, obj: NewsletterIssue | None = None) -> Any:
        """The form; whoever only reads gets the words of the introduction."""
        locked = obj is not None and not self.has_change_permission(request, obj)
        introduction = "words" if locked else "introduction"
        return ("newsletter", "number", "title", "date", introduction, "full_issue", "file")

    def stage(self, thing: Any, person: User) -> IssueStage:
        """Where the issue stands now."""
        return look(thing, by=person)

    def why_not(self, page: MovePage, stage: IssueStage) -> MoveNotAllowed | None:
        """What the action would answer to this person here and now, if it would refuse."""
        (move,) = page.moves
        try:
            rules.require(stage.person, move)
        except MoveNotAllowed as refusal:
            return refusal
        if not workflow.is_open(move, stage.issue.status, frozenset()):
            wanted = " or ".join(workflow.named(status) for status in move.leads)
            is_now = workflow.named(Status(stage.issue.status))
            return MoveNotAllowed(
                f"“{move.name.capitalize()}” needs an issue that is {wanted}; this one is {is_now}."
            )
        if move is issuing.APPROVE:
            objection = second_person.issue_objection(stage.issue, stage.person)
            return MoveNotAllowed(objection) if objection else None
        return None

    def offered(self, thing: Any, person: User) -> Collection[Move]:
        """The moves that the person may make with the issue now."""
        stage = self.stage(thing, person)
        return [move for page in self.pages for move in page.moves if self.why_not(page, stage) is None]

    def moves(self, request: HttpRequest, thing: Any) -> list[MoveLink]:
        """The confirm pages, and the way to the readers once it is approved."""
        return [*super().moves(request, thing), *links_of_issue(thing, person_of(request))]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever writes issues."""
        return rules.holds(person_of(request), Right.WRITE_ISSUE)

    def has_change_permission(self, request: HttpRequest, obj: NewsletterIssue | None = None) -> bool:
        """Whoever writes issues. An approved one opens for reading.

        A form that was open before the approval may still be posted: saving it is refused in a
        sentence that keeps what was typed.
        """
        is_read_only = obj is not None and _approved(obj) and request.method in ("GET", "HEAD")
        return self.has_add_permission(request) and not is_read_only

    def has_delete_permission(self, request: HttpRequest, obj: NewsletterIssue | None = None) -> bool:
        """Only what was never submitted, by its owner: a colleague may be writing in it."""
        may = self.has_add_permission(request) and super().has_delete_permission(request, obj)
        if not may or obj is None:
            return may
        return obj.owner_id in (None, request.user.pk) and not obj.events.exists()

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        # Django's hook for an issue that its owner has deleted while a colleague was writing in it.
        request.POST = _of_no_issue(request.POST)  # type: ignore[assignment]
        page = words_back(request, DELETED, address=reverse("admin:releases_newsletterissue_add"))
        return page or super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Whoever begins an issue is asked about it."""
        if not change:
            obj.owner = person_of(request)
        super().save_model(request, obj, form, change)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Django's form; of an approved issue without buttons that could only refuse."""
        issue = kwargs.get("obj")
        if issue is not None and _approved(issue):
            shows = ("show_save", "show_save_and_continue", "show_save_and_add_another")
            context |= dict.fromkeys(shows, False)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the entries, then write down who changed an issue in review."""
        super().save_related(request, form, formsets, change)
        if change:
            issuing.record_issue(form.instance, by=person_of(request), before=form.initial["seen"])


def _of_no_issue(posted: QueryDict) -> QueryDict:
    """The same form as one of a new issue: its entries are nobody's yet."""
    words = posted.copy()
    for name in posted:
        if about_row := OF_A_ROW.search(name):
            words[name] = "0" if about_row["count"] else ""
    return words


def _approved(issue: NewsletterIssue) -> bool:
    return Status(issue.status) == Status.APPROVED
