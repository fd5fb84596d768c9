"""Signing up: one form, and one answer whatever is known of the address.

The form needs no cookie. A token in it says when it was drawn: forms that come back within 5 seconds were
filled by machines, and those older than an hour are drawn again with what was typed.
"""

import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from releases import conf
from releases.actions import subscribing as actions
from releases.forms.subscribing import SignUpForm
from releases.models import Organisation
from releases.queries import furniture, subscribing
from releases.text.addresses import absolute
from releases.text.form_age import Age, age_of, new_token, ripe_token
from releases.views import clients

AGAIN = {
    Age.NONE: "This form did not come from our page as it was. Look at it once more, then press the button.",
    Age.YOUNG: "That was quicker than people type. Press the button once more.",
    Age.OLD: "The page was open for more than an hour. Look at the form once more, then press the button.",
}
TRAP = "reason"
"""A field that nobody sees, and that machines fill in."""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form with everything to choose from, and the answer to it."""
    office = furniture.organisation()
    if request.method == "POST" and office.postal_address:
        return _answer(request, office)
    first = {"newsletters": request.GET.getlist("newsletter")}
    return _page(request, office, SignUpForm(initial=first, offer=subscribing.offer()), token=fresh_token())


def fresh_token() -> str:
    """The token of a form that is drawn now."""
    return new_token(time.time(), conf.form_key())


def _answer(request: HttpRequest, office: Organisation) -> HttpResponse:
    form = SignUpForm(request.POST, offer=subscribing.offer())
    now, key, token = time.time(), conf.form_key(), request.POST.get("token", "")
    age = age_of(token, now, key)
    if age in (Age.NONE, Age.OLD):
        token = ripe_token(now, key) if age == Age.OLD else new_token(now, key)
    if age != Age.RIPE:
        return _page(request, office, form, token=token, notice=AGAIN[age])
    if not form.is_valid():
        return _page(request, office, form, token=token)
    if not request.POST.get(TRAP):
        try:
            actions.ask(
                form.cleaned_data["email"],
                form.wishes(),
                source=_source(request, form),
                client=clients.fingerprint(request),
            )
        except actions.TooMany as refusal:
            return _page(request, office, form, token=token, notice=str(refusal), status=429)
    context = {"organisation": office, "address": form.cleaned_data["email"].address}
    return render(request, "subscribing/asked.html", {**context, "section": "newsletters"})


def _source(request: HttpRequest, form: SignUpForm) -> str:
    """The page on which the form stood: that of a newsletter, or the form's own."""
    newsletter = form.offered.get(request.POST.get("page", ""))
    return newsletter.get_absolute_url() if newsletter else request.path


def _page(
    request: HttpRequest,
    office: Organisation,
    form: SignUpForm,
    *,
    token: str,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "organisation": office,
        "section": "newsletters",
        "canonical": absolute(conf.site_address(), request.path),
        "form": form,
        # A form that is too young or too old was not judged, and its mistakes wait.
        "mistakes": form.mistakes if form.is_bound and not notice else {},
        "token": token,
        "notice": notice,
        "came_from": request.POST.get("page", ""),
    }
    response = render(request, "subscribing/subscribe.html", context, status=status)
    if status == 429:
        response["Retry-After"] = "3600"
    return response
