"""The links in mails: confirm, manage, leave. GET shows a page with a button and changes nothing.

No cookie and no CSRF token: the link itself is the right, and nobody else's browser can send it along
unasked. Mail programs that unsubscribe by one POST (RFC 8058) bring nothing else.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from releases.actions import subscriptions as actions
from releases.forms.subscribing import WhichReleases
from releases.models import Subscriber, Subscription, clock
from releases.queries import furniture, subscribing
from releases.queries.subscribing import Offer
from releases.rendering.subscriber_links import manager_url
from releases.rendering.wishes import what_it_is
from releases.views import errors
from releases.views.preview import for_nobody_else
from releases.workflow import MoveNotAllowed

NOTHING_TICKED = "Nothing was ticked, so nothing has begun. Tick what you want, then press the button."
WORN_OUT = (
    "This link is not complete, or it belongs to an address that we do not know any more."
    " Copy the whole link from the mail, or sign up again."
)
SILENT = (
    "At the moment nothing is sent to this address:"
    " its mail server refused our mail, or we were told to stop."
    " To get mail again, ask the press office; how to reach it stands at the foot of this page."
)


@for_nobody_else
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """What the subscriber has asked for, and the button that begins it."""
    asker = subscribing.asker(token, clock.now())
    if asker is None:
        return errors.not_found(request, WORN_OUT)
    pending = () if asker.is_late else subscribing.pending_of(asker.subscriber)
    shown = request.POST.getlist("subscription")
    chosen = [each.pk for each in pending if str(each.pk) in shown]
    pressed = request.method == "POST" and (chosen or not pending)
    if pressed:
        actions.confirm(asker.subscriber, chosen=chosen)
    context = {
        "pending": () if pressed else pending,
        "notice": NOTHING_TICKED if request.method == "POST" else "",
        "active": tuple(map(what_it_is, subscribing.active_of(asker.subscriber))),
        "pressed": pressed,
        "address": asker.subscriber.email,
        "silent": SILENT if asker.subscriber.suppressed_at else "",
        "manage": manager_url(asker.subscriber),
    }
    is_over = not context["pending"] and not context["active"]
    return _page(request, "subscribing/confirm.html", context, status=410 if is_over else 200)


@for_nobody_else
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """The button that ends one list; and the POST of mail programs, at once and repeatable.

    All releases are one list: a mail program that unsubscribes from it must not get another mail of it.
    """
    subscription = subscribing.to_leave(token)
    if subscription is None:
        return errors.not_found(request, WORN_OUT)
    if request.method == "POST":
        actions.leave_list(subscription)
    ending = () if request.method == "POST" else subscribing.open_in_list(subscription)
    context = {
        "what": subscription.newsletter.name if subscription.newsletter else "press releases",
        "parts": tuple(map(what_it_is, ending)) if len(ending) > 1 else (),
        "is_open": bool(ending),
        "manage": "" if subscription.subscriber.erased_at else manager_url(subscription.subscriber),
    }
    return _page(request, "subscribing/leave.html", context)


@for_nobody_else
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that the subscriber gets, with a button to change or end each."""
    subscriber = subscribing.manager(token)
    if subscriber is None:
        return errors.not_found(request, WORN_OUT)
    offer = subscribing.offer()
    done, failed = _done(request, subscriber, offer) if request.method == "POST" else ("", None)
    if done == ERASED:
        return _page(request, "subscribing/erased.html", {})
    rows = [
        {
            "subscription": each,
            "what": what_it_is(each),
            "lists": _which(each, offer, failed).lists() if each.newsletter is None else (),
        }
        for each in subscribing.active_of(subscriber)
    ]
    context = {"rows": rows, "notice": done, "address": subscriber.email}
    context["silent"] = SILENT if subscriber.suppressed_at else ""
    return _page(request, "subscribing/manage.html", context)


ERASED = "Your address is erased."


def _done(
    request: HttpRequest, subscriber: Subscriber, offer: Offer
) -> tuple[str, tuple[Subscription, WhichReleases] | None]:
    """Do what the pressed button says; what was done, in a sentence, and a form that had mistakes."""
    match request.POST.get("do"):
        case "leave all":
            actions.leave_all(subscriber)
            return "You have left everything. Nothing more comes.", None
        case "erase":
            if request.POST.get("sure") != "yes":
                return "Nothing was erased. Tick the box first if you are sure.", None
            actions.erase(subscriber)
            return ERASED, None
        case "leave" if chosen := _chosen(request, subscriber):
            actions.leave(chosen)
            return f"You have left {what_it_is(chosen)}. Nothing more of it comes.", None
        case "change" if chosen := _chosen(request, subscriber):
            return _change(request, chosen, offer)
    return "Nothing was changed: what you wanted to change is not there any more.", None


def _change(
    request: HttpRequest, chosen: Subscription, offer: Offer
) -> tuple[str, tuple[Subscription, WhichReleases] | None]:
    form = WhichReleases(request.POST, offer=offer, has=chosen)
    if not form.is_valid():
        return "Nothing was changed. The mistake stands beside its field.", (chosen, form)
    programme, topic, kind = form.chosen()
    try:
        changed = actions.change(
            chosen, programme=programme, topic=topic, kind=kind, source="/subscriptions/manage/"
        )
    except MoveNotAllowed as refusal:
        return str(refusal), None
    return f"Changed. {changed.wording.replace('Send me', 'You get', 1)}", None


def _chosen(request: HttpRequest, subscriber: Subscriber) -> Subscription | None:
    number = request.POST.get("subscription", "")
    mine = {str(each.pk): each for each in subscribing.active_of(subscriber)}
    return mine.get(number)


def _which(
    subscription: Subscription, offer: Offer, failed: tuple[Subscription, WhichReleases] | None
) -> WhichReleases:
    if failed and failed[0].pk == subscription.pk:
        return failed[1]
    has = {
        "programme": subscription.programme.slug if subscription.programme else "",
        "topic": subscription.topic.slug if subscription.topic else "",
        "kind": subscription.kind,
    }
    return WhichReleases(initial=has, offer=offer, has=subscription)


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    around = {"organisation": furniture.organisation(), "section": "newsletters"}
    return render(request, template, {**around, **context}, status=status)
