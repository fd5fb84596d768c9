"""Confirm pages of a release: they say what a move will do; only their button does it."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from releases import rules, workflow
from releases.actions import publishing, reviewing
from releases.admin.pages import PAGES, MovePage, Press
from releases.desk import history, offers
from releases.desk.scene import Scene, look
from releases.forms.moves import MoveForm
from releases.models import Release
from releases.workflow import MoveNotAllowed

if TYPE_CHECKING:
    ReleaseModelAdmin = admin.ModelAdmin[Release]
else:
    ReleaseModelAdmin = admin.ModelAdmin


@dataclass(frozen=True)
class MoveLink:
    """A move that this person may make from here, as a link to its confirm page."""

    label: str
    url: str
    hint: str


def person_of(request: HttpRequest) -> User:
    """Whoever is logged in; the admin has asked for a login already."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def links(release: Release, moves: tuple[workflow.Move, ...]) -> list[MoveLink]:
    """The confirm pages of these moves, in the order in which people need them."""
    return [
        MoveLink(page.label, page_url(page.address, release.pk), page.hint)
        for page in PAGES
        if set(page.moves) & set(moves)
    ]


def page_url(move: str, pk: int) -> str:
    """The confirm page of a move: page_url("send-back", 7)."""
    return reverse(f"admin:releases_release_{move}", args=[pk])


class MovesMixin(ReleaseModelAdmin):
    """Gives the admin of releases its confirm pages and its history.

    Pages answer at `<pk>/<move>/` under the names `admin:releases_release_<move>`, where move is submit,
    approve, send-back, approve-alone, file-in-archive, cancel, edit-after-approval, sign-off, move-address
    or withdraw. Templates of the form get `moves`, a list of MoveLink for the person who looks.
    """

    def get_urls(self) -> list[URLPattern]:
        """The confirm pages before Django's own."""
        pages: list[URLPattern] = [
            path(
                f"<int:pk>/{page.address}/",
                self.admin_site.admin_view(partial(self.move_view, page=page)),
                name=f"releases_release_{page.address}",
            )
            for page in PAGES
        ]
        return [*pages, *super().get_urls()]

    def moves(self, request: HttpRequest, release: Release) -> list[MoveLink]:
        """What this person may do with the release now."""
        return links(release, offers.offered(release, to=person_of(request)))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Django's form, with `moves` for its template."""
        release = kwargs.get("obj")
        context["moves"] = self.moves(request, release) if release else []
        return super().render_change_form(request, context, *args, **kwargs)

    def move_view(self, request: HttpRequest, pk: int, page: MovePage) -> HttpResponse:
        """GET says what would happen; POST does it, or says why not with everything typed kept."""
        release = self.get_object(request, str(pk))
        if release is None:
            raise Http404
        if not self.has_view_permission(request, release):
            raise PermissionDenied
        if request.method != "POST":
            return self._confirm(request, page, look(release, by=person_of(request)))
        return self._press(request, page, look(release, by=person_of(request)))

    def _press(self, request: HttpRequest, page: MovePage, scene: Scene) -> HttpResponse:
        form = page.form(request.POST, scene=scene)
        if not form.is_valid():
            return self._confirm(request, page, scene, form)
        choice = form.choice()
        if choice and choice.key != request.POST.get("shown"):
            return self._confirm(request, page, scene, form)
        press = Press(
            _as_seen(scene.release, request.POST),
            scene.person,
            form.cleaned_data,
            choice,
            _number(request.POST.get("scheduled")),
        )
        try:
            done = page.act(press)
        except MoveNotAllowed as refusal:
            return self._refuse(request, page, scene.release, refusal)
        messages.success(request, done)
        return HttpResponseRedirect(reverse("admin:releases_release_change", args=[scene.release.pk]))

    def _refuse(
        self, request: HttpRequest, page: MovePage, release: Release, refusal: MoveNotAllowed
    ) -> HttpResponse:
        """The page as it stands after the refusal: what the person has typed is kept."""
        release.refresh_from_db()
        scene = look(release, by=person_of(request))
        form = page.form(request.POST, scene=scene)
        if isinstance(refusal, publishing.MinuteHasPassed) and form.is_valid():
            form.add_error("when", str(refusal))
            return self._confirm(request, page, scene, form, status=409)
        return self._confirm(request, page, scene, form, refusal=refusal, status=409)

    def _confirm(
        self,
        request: HttpRequest,
        page: MovePage,
        scene: Scene,
        form: MoveForm | None = None,
        *,
        refusal: MoveNotAllowed | None = None,
        status: int = 200,
    ) -> HttpResponse:
        looked_again = form is None or refusal is not None
        form = form or page.form(scene=scene)
        chosen = replace(scene, choice=form.choice())
        why_not = _why_not(page, scene)
        refusal = refusal or why_not
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            **_whereabouts(scene.release),
            "page": page,
            "form": form,
            "confirmation": None if why_not else page.words(chosen),
            "title": page.label if why_not else page.words(chosen).question,
            "seen": scene.release.edit_token if looked_again else request.POST.get("seen", ""),
            "shown": chosen.choice.key if chosen.choice else "",
            "asked_again": form.is_bound and form.is_valid() and refusal is None,
            "scheduled": _scheduled(scene) if looked_again else request.POST.get("scheduled", ""),
            "refusal": refusal,
            "findings": refusal.findings if isinstance(refusal, reviewing.NotReady) else (),
            "others": [link for link in self.moves(request, scene.release) if link.label != page.label],
        }
        return TemplateResponse(request, "admin/releases/moves/confirm.html", context, status=status)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who did what with the release, and why. Nobody can change it."""
        release = self.get_object(request, object_id)
        if release is None:
            raise Http404
        if not self.has_view_permission(request, release):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            **_whereabouts(release),
            "title": f"History of “{release}”",
            "happened": history.of(release),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/releases/moves/history.html", context)


def _whereabouts(release: Release) -> dict[str, Any]:
    return {
        "thing": release,
        "thing_url": reverse("admin:releases_release_change", args=[release.pk]),
        "list_url": reverse("admin:releases_release_changelist"),
    }


def _why_not(page: MovePage, scene: Scene) -> MoveNotAllowed | None:
    """What the action would answer to this person here and now, if it would refuse."""
    move = page.moves[-1] if scene.standing.withdrawal else page.moves[0]
    try:
        rules.require(scene.person, move)
        workflow.next_status(move, scene.release.status, scene.standing.states)
    except MoveNotAllowed as refusal:
        return refusal
    if move in offers.NEEDS_SOMEBODY_ELSE and scene.release.submitted_by_id == scene.person.pk:
        return MoveNotAllowed("Somebody else has to approve what you submitted.")
    if move is workflow.SIGN_OFF and scene.to_sign_off is None:
        return MoveNotAllowed("Nobody approved it alone, or somebody has signed it off already.")
    return None


def _scheduled(scene: Scene) -> str:
    return str(scene.standing.scheduled.pk) if scene.standing.scheduled else ""


def _as_seen(release: Release, posted: QueryDict) -> Release:
    """The release with the edit token of the page: the action compares it with the row's."""
    try:
        release.edit_token = UUID(posted.get("seen", ""))
    except ValueError:
        release.edit_token = uuid4()
    return release


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and len(text) < 20 and text.isdigit() else None
