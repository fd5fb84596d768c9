"""Who gets mail: a list to search, and a page that takes an address off all mail."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from releases import rules
from releases.actions import suppressing
from releases.admin.move_page import person_of
from releases.forms.suppressing import AllowForm, SuppressForm
from releases.models import Newsletter, Subscriber, Subscription, clock
from releases.queries import subscribers
from releases.rendering.wishes import what_it_is
from releases.vocabulary import Right
from releases.workflow import MoveNotAllowed

if TYPE_CHECKING:
    SubscriberModelAdmin = admin.ModelAdmin[Subscriber]
    SubscriptionInline = admin.TabularInline[Subscription, Subscriber]
else:
    SubscriberModelAdmin, SubscriptionInline = admin.ModelAdmin, admin.TabularInline

NAME = "releases_subscriber"
RELEASES, NOTHING = "releases", "nothing"


class GetsFilter(admin.SimpleListFilter):
    """What an address gets now."""

    title = "gets"
    parameter_name = "gets"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        newsletters = Newsletter.objects.values_list("slug", "name")
        return [*newsletters, (RELEASES, "Press releases"), (NOTHING, "Nothing")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Subscriber]) -> QuerySet[Subscriber]:
        known = {str(value) for value, _ in self.lookup_choices}
        active, wanted = Subscription.objects.active(), self.value()
        if wanted not in known:
            return queryset
        if wanted == NOTHING:
            return queryset.exclude(pk__in=active.values("subscriber"))
        which = active.to_releases() if wanted == RELEASES else active.filter(newsletter__slug=wanted)
        return queryset.filter(pk__in=which.values("subscriber"))


class ConsentInline(SubscriptionInline):
    """What the reader agreed to, when and where."""

    model = Subscription
    fields = ("what", "state", "asked_at", "confirmed_at", "ended_at", "ended_because", "wording", "source")
    readonly_fields = fields
    verbose_name_plural = "what this address gets, and how its reader agreed to it"
    extra = 0
    can_delete = False

    @admin.display(description="what")
    def what(self, subscription: Subscription) -> str:
        """The newsletter, or which releases."""
        return what_it_is(subscription)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscription]:
        """With all that is named."""
        return super().get_queryset(request).select_related("newsletter", "programme", "topic")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the subscriber."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: only readers agree."""
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(Subscriber)
class SubscriberAdmin(SubscriberModelAdmin):
    """A list to read. Readers change and end what they get; staff can take an address off everything."""

    change_list_template = "admin/releases/subscriber/change_list.html"
    change_form_template = "admin/releases/subscriber/change_form.html"
    inlines = (ConsentInline,)
    list_display = ("email", "gets", "created_at", "standing")
    list_filter = (GetsFilter, "suppressed_because")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("email_key",)
    search_help_text = "Search for an address, or a part of one."
    fields = ("email", "created_at", "standing", "suppressed_at", "suppressed_by", "suppression_note")

    @admin.display(description="gets")
    def gets(self, subscriber: Subscriber) -> str:
        """What is active, in words."""
        return "; ".join(map(what_it_is, subscriber.shown)) or "Nothing"  # type: ignore[attr-defined]

    @admin.display(description="mail")
    def standing(self, subscriber: Subscriber) -> str:
        """Whether the address may be written to."""
        return subscriber.get_suppressed_because_display() or "May be sent"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscriber]:
        """Everybody who has an address, with what they get."""
        active = Subscription.objects.active().select_related("newsletter", "programme", "topic")
        shown = Prefetch("subscriptions", active.order_by("pk"), to_attr="shown")
        return super().get_queryset(request).filter(erased_at=None).prefetch_related(shown)

    def get_urls(self) -> list[URLPattern]:
        """The two pages that decide about an address, before Django's own."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/suppress/", view(self.suppress_view), name=f"{NAME}_suppress"),
            path("<int:pk>/allow-again/", view(self.allow_view), name=f"{NAME}_allow-again"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's list, under how many get what."""
        counted = {
            "readerships": subscribers.readerships(clock.now()),
            "suppressed": subscribers.suppressed(),
        }
        return super().changelist_view(request, {**counted, **(extra_context or {})})

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def suppress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take an address off all mail, with the reason."""
        subscriber = self._subscriber(request, pk)
        form = SuppressForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                suppressing.suppress(subscriber, by=person_of(request), note=form.cleaned_data["note"])
            except MoveNotAllowed as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"{subscriber} gets no mail any more.")
            return HttpResponseRedirect(reverse(f"admin:{NAME}_change", args=[pk]))
        return self._decide(request, subscriber, "Take this address off all mail?", form)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def allow_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let an address get its mail again."""
        subscriber = self._subscriber(request, pk)
        form = AllowForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                suppressing.allow_again(subscriber, by=person_of(request), note=form.cleaned_data["note"])
            except MoveNotAllowed as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"{subscriber} gets its mail again.")
            return HttpResponseRedirect(reverse(f"admin:{NAME}_change", args=[pk]))
        return self._decide(request, subscriber, "Let this address get its mail again?", form)

    def has_view_permission(self, request: HttpRequest, obj: Subscriber | None = None) -> bool:
        """Whoever writes newsletters."""
        return rules.holds(person_of(request), Right.WRITE_ISSUE)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for one subscriber."""
        return request.user.is_authenticated and self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: only readers sign up."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Subscriber | None = None) -> bool:
        """Never: readers change what they get."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Subscriber | None = None) -> bool:
        """Never: a reader can be erased, by the link in every mail."""
        return False

    def _subscriber(self, request: HttpRequest, pk: int) -> Subscriber:
        if not self.has_view_permission(request):
            raise PermissionDenied
        subscriber = self.get_queryset(request).filter(pk=pk).first()
        if subscriber is None:
            raise Http404
        return subscriber

    def _decide(
        self, request: HttpRequest, subscriber: Subscriber, question: str, form: SuppressForm | AllowForm
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": question,
            "subscriber": subscriber,
            "subscriber_url": reverse(f"admin:{NAME}_change", args=[subscriber.pk]),
            "form": form,
        }
        return TemplateResponse(request, "admin/releases/subscriber/decide.html", context)
