"""What an administrator does with somebody's account, each on a page that says what it means first."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from releases.actions import accounts
from releases.admin.move_page import MoveLink, person_of
from releases.desk import links
from releases.desk.stage import name_of
from releases.forms.accounts import ClosingForm, StepForm
from releases.models import clock
from releases.workflow import MoveNotAllowed

if TYPE_CHECKING:
    AccountModelAdmin = UserAdmin[User]
else:
    AccountModelAdmin = object


@dataclass(frozen=True)
class AccountStep:
    """One page: when it is offered, what it says, and what its button does."""

    address: str
    label: str
    button: str
    fits: Callable[[User], bool]
    sentences: tuple[str, ...]
    act: Callable[[User, User, dict[str, Any]], str]
    """Do it to the first for the second and say in a sentence what happened."""
    form: type[StepForm] = StepForm
    ends: Callable[[User], tuple[str, ...]] = lambda person: ()
    """What else ends with it, one sentence each."""


def _invite(person: User, by: User, typed: dict[str, Any]) -> str:
    accounts.invite(person, by=by)
    return f"Invited: a mail with a link goes to {person.email}."


def _reset(person: User, by: User, typed: dict[str, Any]) -> str:
    accounts.reset_second_factor(person, by=by)
    return "Reset. With the next login a new phone is set up."


def _close(person: User, by: User, typed: dict[str, Any]) -> str:
    heir = typed["passes_drafts_to"]
    closed = accounts.close_account(person, by=by, passes_drafts_to=heir)
    done = f"Closed. Texts that passed to {name_of(heir)}: {closed.passed}."
    if closed.revoked:
        done += f" Preview links revoked: {closed.revoked}."
    if closed.unsaved:
        offered = "They are offered where they were typed."
        done += f" Forms with words that were not saved: {closed.unsaved}. {offered}"
    return done


def _links_of(person: User) -> tuple[str, ...]:
    return links.given_by(person, clock.now())


STEPS = (
    AccountStep(
        "invite",
        "Invite by mail",
        "Mail the invitation",
        lambda person: person.is_active and not person.has_usable_password(),
        ("This person has no password yet. A mail leads them to a page where they choose one.",
         "The link works once, for three days. A new invitation can be sent at any time."),
        _invite,
    ),
    AccountStep(
        "reset-second-step",
        "Reset the second step",
        "Forget the phone",
        accounts.has_second_factor,
        ("The phone and the recovery codes of this account are forgotten, and its sessions end.",
         "Make sure that it is really this person who asks: call them under a number that you know."),
        _reset,
    ),
    AccountStep(
        "close",
        "Close the account",
        "Close the account",
        lambda person: person.is_active,
        ("Nobody can log in with this account any more, and its sessions end now.",
         "The name stays wherever history has it. Releases and draft issues pass to somebody else, and so do"
         " words that were typed and not saved."),
        _close,
        ClosingForm,
        _links_of,
    ),
)  # fmt: skip


class AccountStepsMixin(AccountModelAdmin):
    """Gives the admin of accounts its pages, under the names `admin:auth_user_<address>`."""

    def get_urls(self) -> list[URLPattern]:
        """The pages before Django's own."""
        pages = [
            path(
                f"<int:pk>/{step.address}/",
                self.admin_site.admin_view(partial(self.step_view, step=step)),
                name=f"auth_user_{step.address}",
            )
            for step in STEPS
        ]
        return [*pages, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Django's form, with `steps` for its template."""
        person = kwargs.get("obj")
        context["steps"] = self._links(request, person) if person else []
        return super().render_change_form(request, context, *args, **kwargs)

    def step_view(self, request: HttpRequest, pk: int, step: AccountStep) -> HttpResponse:
        """GET says what would happen; POST does it, or says why not."""
        person = User.objects.filter(pk=pk).first()
        if person is None:
            raise Http404
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        form = step.form(_typed(request), person=person)
        refusal = None
        if request.method == "POST" and form.is_valid():
            try:
                done = step.act(person, person_of(request), form.cleaned_data)
            except MoveNotAllowed as why_not:
                refusal = why_not
            else:
                messages.success(request, done)
                return HttpResponseRedirect(_url("change", pk))
        context = {
            **self.admin_site.each_context(request),
            "title": f"{step.label}: {person.get_full_name() or person.get_username()}",
            "person_url": _url("change", pk),
            "step": step,
            "sentences": step.sentences,
            "ends": step.ends(person),
            "form": form,
            "refusal": refusal,
        }
        return render(request, "accounts/confirm.html", context, status=409 if refusal else 200)

    def _links(self, request: HttpRequest, person: User) -> list[MoveLink]:
        if not self.has_change_permission(request, person):
            return []
        return [
            MoveLink(step.label, _url(step.address, person.pk), step.sentences[0])
            for step in STEPS
            if step.fits(person)
        ]


def _typed(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _url(address: str, pk: int) -> str:
    return reverse(f"admin:auth_user_{address}", args=[pk])
