"""The confirm pages of a release."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from releases import rules, workflow
from releases.admin.confirming import ConfirmingAdmin
from releases.admin.move_page import MoveLink, MovePage, person_of
from releases.admin.pages import PAGES
from releases.desk import offers
from releases.desk.scene import Scene, look
from releases.queries import second_person
from releases.vocabulary import Right
from releases.workflow import Move, MoveNotAllowed

__all__ = ["MoveLink", "MovesMixin", "person_of"]


class MovesMixin(ConfirmingAdmin):
    """Gives the admin of releases its confirm pages and its history.

    Pages answer at `<pk>/<move>/` under the names `admin:releases_release_<move>`, where move is submit,
    approve, send-back, approve-alone, file-in-archive, cancel, edit-after-approval, sign-off, move-address
    or withdraw. Templates of the form get `moves`, a list of MoveLink for the person who looks.
    """

    pages = PAGES
    preview_name = "releases_release_saved_preview"

    def stage(self, thing: Any, person: User) -> Scene:
        """Where the release stands now, for this person."""
        return look(thing, by=person)

    def reading_url(self, page: MovePage, stage: Scene, thing: Any) -> str:
        """The working text, or the version that the move is about: the text may have changed since."""
        stood = stage.standing
        about = {
            workflow.CANCEL: stood.scheduled,
            workflow.WITHDRAW: stood.live,
            workflow.SIGN_OFF: stage.to_sign_off,
        }
        version = about.get(page.moves[0])
        if version is None:
            return super().reading_url(page, stage, thing)
        return reverse("admin:releases_release_approved", args=[thing.pk, version.number])

    def offered(self, thing: Any, person: User) -> Collection[Move]:
        """The moves that the person may make with the release now."""
        return offers.offered(thing, to=person)

    def why_not(self, page: MovePage, stage: Scene) -> MoveNotAllowed | None:
        """What the action would answer to this person here and now, if it would refuse."""
        move = page.moves[-1] if stage.standing.withdrawal else page.moves[0]
        try:
            rules.require(stage.person, move)
            workflow.next_status(move, stage.release.status, stage.standing.states)
        except MoveNotAllowed as refusal:
            return refusal
        if move in offers.NEEDS_SOMEBODY_ELSE:
            objection = second_person.objection(stage.release, stage.person)
            return MoveNotAllowed(objection) if objection else None
        if move is workflow.SIGN_OFF and stage.to_sign_off is None:
            return MoveNotAllowed("Nobody approved it alone, or somebody has signed it off already.")
        return None

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who did what; whoever writes can read each version of which it tells."""
        reads_versions = rules.holds(person_of(request), Right.WRITE)
        return super().history_view(
            request, object_id, {"reads_versions": reads_versions, **(extra_context or {})}
        )
