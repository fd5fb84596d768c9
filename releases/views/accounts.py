"""Pages about one's own account: a forgotten password, the second step of a login, which mail one gets."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as remember_device
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from releases.actions import account_history, accounts, notifying
from releases.admin.move_page import person_of
from releases.admin.site import with_admin_policy
from releases.forms.sign_in import FirstTokenForm, ForgottenForm, MailForm, TokenForm
from releases.queries import staff
from releases.rendering import qr
from releases.workflow import MoveNotAllowed

NEW_KEY = "second_step_key"
"""Where the session keeps the key that the set-up page shows until the phone has proved that it knows it."""


def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for an address; the answer says nothing about whose it is."""
    form = ForgottenForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        accounts.ask_for_reset(form.cleaned_data["email"])
        return HttpResponseRedirect(reverse("admin:forgotten-asked"))
    return _page(request, "accounts/forgotten.html", "A new password", form=form)


def forgotten_asked(request: HttpRequest) -> HttpResponse:
    """The same answer to everybody."""
    return _page(request, "accounts/forgotten_asked.html", "Look into your mail")


class SetPassword(PasswordResetConfirmView):
    """Choose a password with the link of an invitation or a reset. Closed accounts have no such link."""

    template_name = "accounts/set_password.html"
    success_url = reverse_lazy("admin:password-is-set")
    title = "Choose a password"

    def get_user(self, uidb64: str) -> User | None:
        """The person of the link, if they work here."""
        person = super().get_user(uidb64)
        return person if person and person.is_active else None

    def form_valid(self, form: Any) -> HttpResponse:
        """The chosen password is in the account's history, but not what it is."""
        person = form.user
        with account_history.changing(person, by=person):
            return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form on a page of the admin."""
        title = "Choose a password" if self.validlink else "This link does not work any more"
        return {**super().get_context_data(**kwargs), **admin.site.each_context(self.request), "title": title}


def password_is_set(request: HttpRequest) -> HttpResponse:
    """Where to go with the new password."""
    return _page(request, "accounts/password_is_set.html", "Your password is set")


def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for six digits or a recovery code, once in a session."""
    person = person_of(request)
    if not accounts.has_second_factor(person):
        return HttpResponseRedirect(reverse("admin:second-step-set-up"))
    form = TokenForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            device = accounts.verify(person, token=form.cleaned_data["token"])
        except accounts.WrongToken as refusal:
            form.add_error("token", str(refusal))
        else:
            _pass(request, device)
            return HttpResponseRedirect(_next(request))
    return _page(request, "accounts/second_step.html", "One more step", form=form, next=_next(request))


@sensitive_post_parameters("token")
def set_up_second_step(request: HttpRequest) -> HttpResponse:
    """Show a key to the phone; six digits from it prove that it has it, and bring the recovery codes."""
    person = person_of(request)
    if accounts.has_second_factor(person):
        messages.info(request, "Your second step is set up. If you lose your phone, ask an administrator.")
        return HttpResponseRedirect(reverse("admin:index"))
    key = request.session.setdefault(NEW_KEY, random_hex(20))
    form = FirstTokenForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            device, codes = accounts.enrol(person, key=key, token=form.cleaned_data["token"])
        except MoveNotAllowed as refusal:
            form.add_error("token", str(refusal))
        else:
            del request.session[NEW_KEY]
            _pass(request, device)
            return _page(request, "accounts/recovery_codes.html", "Keep these recovery codes", codes=codes)
    shown = TOTPDevice(user=person, key=key)
    return _page(
        request,
        "accounts/set_up_second_step.html",
        "Set up the second step of your login",
        form=form,
        code=qr.drawn(shown.config_url),
        address=shown.config_url,
        secret=_in_fours(shown),
        is_required=settings.REQUIRE_2FA and staff.needs_second_factor(person),
    )


def your_notices(request: HttpRequest) -> HttpResponse:
    """Which mail the person who is logged in gets; nobody chooses for somebody else."""
    person = person_of(request)
    muted = set(person.muted_notices.values_list("kind", flat=True))
    wanted = [kind for kind, _ in MailForm.base_fields["kinds"].choices if kind not in muted]  # type: ignore[attr-defined]
    form = MailForm(_typed(request), initial={"kinds": wanted})
    if request.method == "POST" and form.is_valid():
        notifying.choose_mail(person, wanted=form.cleaned_data["kinds"])
        messages.success(request, "Saved. From the next mail on it is as you say.")
        return HttpResponseRedirect(request.path)
    return _page(request, "accounts/your_notices.html", "Your notices", form=form)


@with_admin_policy
def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Say how long to wait after too many wrong passwords, to whoever tries."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return _page(request, "accounts/locked_out.html", "Too many attempts", status=429, minutes=minutes)


def _page(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    whole = {**admin.site.each_context(request), "title": title, **context}
    return render(request, template, whole, status=status)


def _typed(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _pass(request: HttpRequest, device: Any) -> None:
    # Another key than the one that was good for a password alone.
    request.session.cycle_key()
    remember_device(request, device)


def _next(request: HttpRequest) -> str:
    """Where the person was going, if that is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and is_ours else reverse("admin:index")


def _in_fours(device: TOTPDevice) -> str:
    """The key as people type it into a phone that has no camera."""
    secret = device.config_url.partition("secret=")[2].partition("&")[0]
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
