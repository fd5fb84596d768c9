"""Who gets mail: a list to search, and the pages that decide about an address."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from releases import conf, rules
from releases.admin.decisions import DECISIONS, Decision
from releases.admin.move_page import MoveLink, person_of
from releases.models import Newsletter, Subscriber, Subscription, clock
from releases.queries import subscribers
from releases.rendering.wishes import what_it_is
from releases.text.times import dated
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

    title = "what they get"
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


class WhyNotFilter(admin.ChoicesFieldListFilter):
    """Why nothing is sent to an address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "why it gets no mail"


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
    list_filter = (GetsFilter, ("suppressed_because", WhyNotFilter))
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("email_key",)
    search_help_text = "Search for an address, or a part of one."
    readonly_fields = ("email", "created_at", "standing", "silent_since", "reason")

    @admin.display(description="gets")
    def gets(self, subscriber: Subscriber) -> str:
        """What is active, in words."""
        return "; ".join(map(what_it_is, subscriber.shown)) or "Nothing"  # type: ignore[attr-defined]

    @admin.display(description="mail")
    def standing(self, subscriber: Subscriber) -> str:
        """Whether the address may be written to."""
        return subscriber.get_suppressed_because_display() or "May be sent"

    @admin.display(description="no mail since")
    def silent_since(self, subscriber: Subscriber) -> str:
        """When it was taken off, and by whom."""
        since = dated(subscriber.suppressed_at, conf.zone()).full if subscriber.suppressed_at else ""
        by = subscriber.suppressed_by
        return f"{since}, by {by.get_full_name() or by.get_username()}" if by else since

    @admin.display(description="reason")
    def reason(self, subscriber: Subscriber) -> str:
        """What was written about it."""
        return subscriber.suppression_note or "None was written."

    def get_fields(self, request: HttpRequest, obj: Subscriber | None = None) -> tuple[str, ...]:
        """What is known; why nothing is sent only where nothing is."""
        known = ("email", "created_at", "standing")
        return known if obj is None or obj.suppressed_at is None else (*known, "silent_since", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscriber]:
        """Everybody who has an address, with what they get."""
        active = Subscription.objects.active().select_related("newsletter", "programme", "topic")
        shown = Prefetch("subscriptions", active.order_by("pk"), to_attr="shown")
        return super().get_queryset(request).filter(erased_at=None).prefetch_related(shown)

    def get_urls(self) -> list[URLPattern]:
        """The pages that decide about an address, before Django's own."""
        view = self.admin_site.admin_view
        pages = [
            path(
                f"<int:pk>/{each.address}/",
                view(partial(self.decide_view, decision=each)),
                name=f"{NAME}_{each.address}",
            )
            for each in DECISIONS
        ]
        return [*pages, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's list, under how many get what."""
        counted = {
            "readerships": subscribers.readerships(clock.now()),
            "suppressed": subscribers.suppressed(),
        }
        return super().changelist_view(request, {**counted, **(extra_context or {})})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Django's page, with what can be decided about the address."""
        person, subscriber = person_of(request), self.get_object(request, object_id)
        offered = [
            MoveLink(each.words(subscriber).button, _url(each.address, subscriber.pk), "")
            for each in DECISIONS
            if subscriber and each.is_for(subscriber) and rules.holds(person, each.right)
        ]
        return super().change_view(
            request, object_id, form_url, {"decisions": offered, **(extra_context or {})}
        )

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def decide_view(self, request: HttpRequest, pk: int, decision: Decision) -> HttpResponse:
        """GET says what a decision does, POST takes it."""
        subscriber, person = self._subscriber(request, pk), person_of(request)
        if not rules.holds(person, decision.right):
            raise PermissionDenied
        form = decision.form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                decision.act(subscriber, by=person, **form.cleaned_data)
            except MoveNotAllowed as refusal:
                messages.error(request, str(refusal))
                return HttpResponseRedirect(_url("change", pk))
            messages.success(request, decision.done.format(subscriber))
            return HttpResponseRedirect(_url("changelist") if decision.ends_it else _url("change", pk))
        confirmation = decision.words(subscriber)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": confirmation.question,
            "subscriber": subscriber,
            "subscriber_url": _url("change", pk),
            "confirmation": confirmation,
            "form": form,
        }
        return TemplateResponse(request, "admin/releases/subscriber/decide.html", context)

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
        """Never: a reader is erased by the link in every mail, or by its own page here."""
        return False

    def _subscriber(self, request: HttpRequest, pk: int) -> Subscriber:
        if not self.has_view_permission(request):
            raise PermissionDenied
        subscriber = self.get_queryset(request).filter(pk=pk).first()
        if subscriber is None:
            raise Http404
        return subscriber


def _url(address: str, *args: int) -> str:
    return reverse(f"admin:{NAME}_{address}", args=args)
