"""Open forms: they post themselves here while people type, and offer what was not saved."""

import json
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from releases import rules
from releases.actions import editing
from releases.admin.moves import person_of
from releases.desk import presence
from releases.forms.times import ComingMinuteField, MinuteWidget, in_words
from releases.models import Release, WorkingCopy, clock
from releases.vocabulary import Right
from releases.workflow import MoveNotAllowed

if TYPE_CHECKING:
    ReleaseModelAdmin = admin.ModelAdmin[Release]
else:
    ReleaseModelAdmin = admin.ModelAdmin

NOT_WORDS = {"csrfmiddlewaretoken", "form_key", "_save", "_continue", "_addanother", "_preview"}
KEY = re.compile(r"[1-9]\d{0,17}|[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True)
class Unsaved:
    """Words that somebody typed and did not save."""

    key: str
    headline: str
    when: str


def new_key() -> str:
    """The key of one open form of a release that is not saved yet."""
    return secrets.token_hex(16)


def keep(request: HttpRequest, form_key: str) -> WorkingCopy:
    """Remember the posted form. Raises MoveNotAllowed for people who may not write."""
    if not KEY.fullmatch(form_key):
        raise MoveNotAllowed("This form has lost its key. Copy your words, and open the release again.")
    release = Release.objects.filter(pk=int(form_key)).first() if form_key.isdecimal() else None
    words = {name: values for name, values in request.POST.lists() if name not in NOT_WORDS}
    return editing.keep_working_copy(user=person_of(request), form_key=form_key, release=release, form=words)


def kept(request: HttpRequest, form_key: str) -> QueryDict | None:
    """The words of this person's open form as they were posted, or None."""
    if not KEY.fullmatch(form_key):
        return None
    copies = WorkingCopy.objects.with_words().filter(user=person_of(request), form_key=form_key)
    copy = copies.first()
    if copy is None:
        return None
    words = QueryDict(mutable=True)
    for name, values in json.loads(copy.form).items():
        words.setlist(name, values)
    return words


def unsaved(request: HttpRequest, release: Release | None) -> list[Unsaved]:
    """What this person typed into this release, or into new ones, and did not save; the latest first."""
    copies = WorkingCopy.objects.with_words().filter(user=person_of(request)).order_by("-seen_at")
    copies = copies.filter(form_key=str(release.pk)) if release else copies.filter(release=None)
    return [
        Unsaved(copy.form_key, _headline(copy) or "without a headline", in_words(copy.seen_at))
        for copy in copies[:5]
    ]


class TypedWordsMixin(ReleaseModelAdmin):
    """The addresses of open forms. The form of a release gets `others`: who else has it open."""

    def get_urls(self) -> list[URLPattern]:
        """Keep, stay and forget, before Django's own."""
        view = self.admin_site.admin_view
        return [
            path("typed/keep/", view(self.keep_view), name="releases_release_keep"),
            path("<int:pk>/open/", view(require_POST(self.stay_view)), name="releases_release_stay"),
            path("typed/forget/", view(require_POST(self.forget_view)), name="releases_release_forget"),
            *super().get_urls(),
        ]

    def keep_view(self, request: HttpRequest) -> HttpResponse:
        """POST keeps the open form; GET gives a form whose person logged in again its new token."""
        person = person_of(request)
        if not rules.holds(person, Right.WRITE):
            raise PermissionDenied
        if request.method != "POST":
            return JsonResponse({"token": get_token(request)})
        try:
            copy = keep(request, request.POST.get("form_key", ""))
        except MoveNotAllowed as refusal:
            return JsonResponse({"refusal": str(refusal)}, status=409)
        return JsonResponse(
            {
                "kept": in_words(copy.seen_at),
                "planned_for": _planned(request.POST),
                "others": _others(copy.release, person),
            }
        )

    def stay_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A form that is open, and in which nothing was typed since it was kept."""
        person = person_of(request)
        release = Release.objects.filter(pk=pk).first()
        if release is None:
            raise Http404
        try:
            editing.stay(release, by=person)
        except MoveNotAllowed as refusal:
            raise PermissionDenied from refusal
        return JsonResponse({"others": _others(release, person)})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Django's form, with who else has it open."""
        context["others"] = _others(kwargs.get("obj"), person_of(request))
        return super().render_change_form(request, context, *args, **kwargs)

    def forget_view(self, request: HttpRequest) -> HttpResponse:
        """Drop words that the person does not want any more."""
        key = request.POST.get("form_key", "")
        editing.drop_working_copy(user=person_of(request), form_key=key if KEY.fullmatch(key) else "")
        messages.success(request, "Forgotten.")
        name, args = ("change", [key]) if key.isdecimal() and KEY.fullmatch(key) else ("add", [])
        return HttpResponseRedirect(reverse(f"admin:releases_release_{name}", args=args))


def _others(release: Release | None, person: User) -> str:
    return presence.who_else(release, person, clock.now()) if release else ""


def _headline(copy: WorkingCopy) -> str:
    return str((json.loads(copy.form).get("headline") or [""])[-1]).strip()[:120]


def _planned(data: QueryDict) -> str:
    """The planned minute in words, or what is wrong with it; empty when none was typed."""
    typed = MinuteWidget().value_from_datadict(data, None, "planned_for")
    try:
        instant = ComingMinuteField(required=False).clean(typed)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return in_words(instant) if instant else ""
