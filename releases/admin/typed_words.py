"""Open forms: they post themselves here while people type, and offer what was not saved."""

import json
import re
import secrets
from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from releases import rules
from releases.actions import editing
from releases.admin.moves import person_of
from releases.desk import presence
from releases.desk.stage import name_of
from releases.forms.times import ComingMinuteField, MinuteWidget, in_words
from releases.models import Release, WorkingCopy, clock
from releases.models.history import NOTHING_TYPED
from releases.text.canonical import digest
from releases.text.times import AmbiguousTime
from releases.vocabulary import Right, Status
from releases.workflow import MoveNotAllowed

if TYPE_CHECKING:
    ReleaseModelAdmin = admin.ModelAdmin[Release]
else:
    ReleaseModelAdmin = admin.ModelAdmin

NOT_WORDS = {
    "csrfmiddlewaretoken", "form_key", "release", "restored", "_save", "_continue", "_addanother", "_preview",
}  # fmt: skip
# What a form was opened with says nothing about what was typed into it.
OPENED_WITH = {"edit_token", "opened"}
KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)
ID = re.compile(r"[1-9]\d{0,17}", re.ASCII)
# What a line says of its row, and the lines of how many rows there are.
OF_A_ROW = re.compile(r"-(\d+-(id|release)|(?P<count>INITIAL_FORMS))$", re.ASCII)
DELETED = (
    "Somebody deleted this draft while you had it open. Nothing is saved, and nothing that you typed is lost:"
    " it stands here, as a new release. Save it if you want to keep it."
)
NO_KEY = "This form has lost its key. Copy your words, and open the release again."


@dataclass(frozen=True)
class Unsaved:
    """Words that somebody typed and did not save."""

    key: str
    headline: str
    when: str
    who: str
    """Who typed them, if that is somebody who has left."""


def keep(request: HttpRequest, form_key: str) -> WorkingCopy:
    """Remember the posted form. Raises MoveNotAllowed for people who may not write."""
    if not KEY.fullmatch(form_key):
        raise MoveNotAllowed(NO_KEY)
    pk = request.POST.get("release", "")
    release = Release.objects.filter(pk=int(pk)).first() if ID.fullmatch(pk) else None
    words = {name: values for name, values in request.POST.lists() if name not in NOT_WORDS}
    return editing.keep_working_copy(user=person_of(request), form_key=form_key, release=release, form=words)


def kept(request: HttpRequest, form_key: str) -> WorkingCopy | None:
    """The open form with this key and what was typed into it, if it is offered to this person, or None."""
    if not KEY.fullmatch(form_key):
        return None
    return _offered(person_of(request)).filter(form_key=form_key).first()


def words_of(copy: WorkingCopy) -> QueryDict:
    """What was typed into an open form, as it was posted; of no release where that is gone."""
    words = QueryDict(mutable=True)
    for name, values in json.loads(copy.form).items():
        words.setlist(name, values)
        if copy.release_id is None and (about_row := OF_A_ROW.search(name)):
            words[name] = "0" if about_row["count"] else ""
    return words


def unsaved(request: HttpRequest, release: Release | None) -> list[Unsaved]:
    """What was typed into this release, or into new ones, and not saved, for this person; the latest first.

    Words that stand in several forms are offered once.
    """
    latest: dict[str, WorkingCopy] = {}
    person = person_of(request)
    for copy in _offered(person).filter(release=release).select_related("user"):
        latest.setdefault(_fingerprint(words_of(copy)), copy)
    return [
        Unsaved(
            copy.form_key,
            _headline(copy) or "without a headline",
            in_words(copy.seen_at),
            "" if copy.user == person else name_of(copy.user),
        )
        for copy in latest.values()
    ]


class TypedWordsMixin(ReleaseModelAdmin):
    """Open forms: their addresses, their keys, and what is offered from earlier ones."""

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
        """A form that is open, and in which nothing was typed since it was kept.

        The answer says whether its words are kept still: they may have been forgotten from another form.
        """
        person = person_of(request)
        release = Release.objects.filter(pk=pk).first()
        if release is None:
            raise Http404
        form_key = request.POST.get("form_key", "")
        if not KEY.fullmatch(form_key):
            return JsonResponse({"refusal": NO_KEY}, status=409)
        try:
            copy = editing.stay(release, by=person, form_key=form_key)
        except MoveNotAllowed as refusal:
            raise PermissionDenied from refusal
        return JsonResponse(
            {"kept": copy.form != NOTHING_TYPED, "others": _others(release, person)},
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Django's form, with its own key, who else has it open, and words that were not saved."""
        release: Release | None = kwargs.get("obj")
        shown = self.restored(request)
        posted = request.POST.get("form_key", "")
        if posted and release and release.status == Status.APPROVED:
            # What can no longer be saved is offered once the text is open for changes.
            with suppress(MoveNotAllowed):
                keep(request, posted)
        is_fresh = request.method != "POST" and "restore" not in request.GET
        context |= {
            # Each form has its own: two of them never overwrite each other's words.
            "form_key": posted if KEY.fullmatch(posted) else secrets.token_hex(16),
            "restored": _fingerprint(words_of(shown)) if shown else request.POST.get("restored", ""),
            "is_restored": shown is not None,
            "unsaved": unsaved(request, release) if is_fresh else [],
            "others": _others(release, person_of(request)),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponseRedirect:
        # Django's hook for a release that is not there any more.
        form_key = request.POST.get("form_key", "")
        if not KEY.fullmatch(form_key):
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc,no-any-return]
        keep(request, form_key)
        messages.warning(request, DELETED)
        return HttpResponseRedirect(f"{reverse('admin:releases_release_add')}?restore={form_key}")

    def restored(self, request: HttpRequest) -> WorkingCopy | None:
        """The open form whose words this page shows in place of the saved ones."""
        return None if request.method == "POST" else kept(request, request.GET.get("restore", ""))

    def forget_saved(self, request: HttpRequest, release: Release | None) -> None:
        """Drop the form that was just saved, and others only if they hold what it showed or what it saved."""
        person, form_key = person_of(request), request.POST.get("form_key", "")
        if KEY.fullmatch(form_key):
            editing.drop_working_copy(user=person, form_key=form_key)
        _drop(person, release, {_fingerprint(request.POST), request.POST.get("restored", "")})

    def forget_view(self, request: HttpRequest) -> HttpResponse:
        """Drop words that the person does not want any more."""
        copy = kept(request, request.POST.get("form_key", ""))
        if copy:
            _drop(person_of(request), copy.release, {_fingerprint(words_of(copy))})
        messages.success(request, "Forgotten.")
        name, args = ("change", [copy.release_id]) if copy and copy.release_id else ("add", [])
        return HttpResponseRedirect(reverse(f"admin:releases_release_{name}", args=args))


def _offered(person: User) -> QuerySet[WorkingCopy]:
    """Forms with words that this person may put back; what leavers typed, only whoever writes."""
    words = WorkingCopy.objects.with_words().order_by("-seen_at", "-pk")
    return words.for_colleague(person) if rules.holds(person, Right.WRITE) else words.filter(user=person)


def _drop(person: User, release: Release | None, fingerprints: Container[str]) -> None:
    copies = _offered(person).filter(release=release)
    editing.drop_as_they_were(copy for copy in copies if _fingerprint(words_of(copy)) in fingerprints)


def _fingerprint(form: QueryDict) -> str:
    """The same for forms into which the same was typed."""
    words = {name: values for name, values in form.lists() if name not in NOT_WORDS | OPENED_WITH}
    return digest(json.dumps(words, sort_keys=True))


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
        asked = " The form asks you when you save it." if isinstance(refusal.__cause__, AmbiguousTime) else ""
        return " ".join(refusal.messages) + asked
    return in_words(instant) if instant else ""
