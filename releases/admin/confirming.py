"""Confirm pages: they say what a move will do; only their one button does it."""

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from releases.actions.publishing import MinuteHasPassed
from releases.actions.reviewing import NotReady
from releases.admin.findings import ToMend, to_mend
from releases.admin.mending import MEND
from releases.admin.move_page import MoveLink, MovePage, Press, person_of
from releases.desk import history
from releases.desk.stage import Stage
from releases.forms.moves import MoveForm
from releases.workflow import Move, MoveNotAllowed

__all__ = ["ConfirmingAdmin", "MoveLink", "MovePage", "Press", "person_of"]


class ConfirmingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Gives the admin of one table its confirm pages and its history.

    Pages answer at `<pk>/<address>/` under the names `admin:releases_<model>_<address>`.
    """

    pages: tuple[MovePage, ...]
    preview_name: str
    """The name of the page on which staff read the text as readers will."""

    def stage(self, thing: Any, person: User) -> Stage:
        """Where the thing stands now, for this person."""
        raise NotImplementedError

    def why_not(self, page: MovePage, stage: Any) -> MoveNotAllowed | None:
        """What the action would answer to this person here and now, if it would refuse."""
        raise NotImplementedError

    def reading_url(self, page: MovePage, stage: Any, thing: Any) -> str:
        """Where staff read, as readers will, the text that the page is about."""
        return reverse(f"admin:{self.preview_name}", args=[thing.pk])

    def offered(self, thing: Any, person: User) -> Collection[Move]:
        """The moves that the person may make with it now."""
        raise NotImplementedError

    def moves(self, request: HttpRequest, thing: Any) -> list[MoveLink]:
        """The confirm pages that this person may use from here."""
        offered = set(self.offered(thing, person_of(request)))
        return [
            MoveLink(page.label, self.page_url(page.address, thing.pk), page.hint)
            for page in self.pages
            if offered & set(page.moves)
        ]

    def page_url(self, address: str, pk: int) -> str:
        """The address of a page: page_url("send-back", 7)."""
        return reverse(f"admin:releases_{self.opts.model_name}_{address}", args=[pk])

    def get_urls(self) -> list[URLPattern]:
        """The confirm pages before Django's own."""
        pages: list[URLPattern] = [
            path(
                f"<int:pk>/{page.address}/",
                self.admin_site.admin_view(partial(self.move_view, page=page)),
                name=f"releases_{self.opts.model_name}_{page.address}",
            )
            for page in self.pages
        ]
        return [*pages, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Django's form, with `moves` for its template."""
        thing = kwargs.get("obj")
        context["moves"] = self.moves(request, thing) if thing else []
        return super().render_change_form(request, context, *args, **kwargs)

    def move_view(self, request: HttpRequest, pk: int, page: MovePage) -> HttpResponse:
        """GET says what would happen; POST does it, or says why not with everything typed kept."""
        stage = self.stage(self._thing(request, pk), person_of(request))
        if request.method == "POST":
            return self._press(request, pk, page, stage)
        return self._confirm(request, pk, page, stage)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who did what, and why. Nobody can change it."""
        thing = self.get_object(request, object_id)
        if thing is None:
            raise Http404
        if not self.has_view_permission(request, thing):
            raise PermissionDenied
        context = {
            **self._whereabouts(request, thing),
            "title": f"History of “{thing}”",
            "happened": history.of(thing),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/releases/moves/history.html", context)

    def _thing(self, request: HttpRequest, pk: int) -> Any:
        thing = self.model._default_manager.filter(pk=pk).first()
        if thing is None:
            raise Http404
        if not self.has_view_permission(request, thing):
            raise PermissionDenied
        return thing

    def _press(self, request: HttpRequest, pk: int, page: MovePage, stage: Stage) -> HttpResponse:
        form = page.form(request.POST, scene=stage)
        if why_not := self.why_not(page, stage):
            return self._confirm(request, pk, page, stage, form, refusal=why_not)
        if not form.is_valid():
            return self._confirm(request, pk, page, stage, form)
        choice = form.choice()
        if choice and choice.key != request.POST.get("shown"):
            return self._confirm(request, pk, page, stage, form)
        press = Press(
            self._thing(request, pk),
            stage.person,
            form.cleaned_data,
            choice,
            request.POST.get("seen", ""),
            _number(request.POST.get("scheduled")),
            request.POST.get("looked_at", ""),
            _number(request.POST.get("to_sign_off")),
            request.POST.get("address", ""),
        )
        try:
            done = page.act(press)
        except MoveNotAllowed as refusal:
            return self._refuse(request, pk, page, refusal)
        messages.success(request, done)
        return HttpResponseRedirect(self.page_url("change", pk))

    def _refuse(self, request: HttpRequest, pk: int, page: MovePage, refusal: MoveNotAllowed) -> HttpResponse:
        """The page as it stands after the refusal: what the person has typed is kept."""
        stage = self.stage(self._thing(request, pk), person_of(request))
        form = page.form(request.POST, scene=stage)
        if isinstance(refusal, MinuteHasPassed) and form.is_valid():
            form.add_error("when", str(refusal))
        return self._confirm(request, pk, page, stage, form, refusal=refusal)

    def _confirm(
        self,
        request: HttpRequest,
        pk: int,
        page: MovePage,
        stage: Stage,
        form: MoveForm | None = None,
        *,
        refusal: MoveNotAllowed | None = None,
    ) -> HttpResponse:
        # What somebody has seen is what a page showed them after its first look or after a refusal.
        looked_again = form is None or refusal is not None
        thing = self._thing(request, pk)
        form = form or page.form(scene=stage)
        chosen = replace(stage, choice=form.choice())
        why_not = self.why_not(page, stage)
        confirmation = None if why_not else page.words(chosen)
        context = {
            **self._whereabouts(request, thing),
            "reading_url": self.reading_url(page, stage, thing),
            "page": page,
            "form": form,
            "confirmation": confirmation,
            "title": confirmation.question if confirmation else page.label,
            "carried": stage.carried if looked_again else _carried(request, stage),
            "shown": chosen.choice.key if chosen.choice else "",
            "asked_again": form.is_bound and form.is_valid() and refusal is None,
            "refusal": refusal or why_not,
            "typed": form.typed_words(),
            "findings": self._to_mend(thing, refusal),
            "others": self._others(request, thing, page),
        }
        status = 409 if refusal else 200
        return TemplateResponse(request, "admin/releases/moves/confirm.html", context, status=status)

    def _others(self, request: HttpRequest, thing: Any, page: MovePage) -> list[MoveLink]:
        """What else this person could decide about the text."""
        offered = {
            other.label
            for other in self.pages
            if other is not page and (_decides(other) or set(other.moves) & set(page.instead))
        }
        return [link for link in self.moves(request, thing) if link.label in offered]

    def _to_mend(self, thing: Any, refusal: MoveNotAllowed | None) -> list[ToMend]:
        if not isinstance(refusal, NotReady):
            return []
        return to_mend(refusal.findings, form=f"{self.page_url('change', thing.pk)}?{MEND}")

    def _whereabouts(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "thing": thing,
            "thing_url": self.page_url("change", thing.pk),
            "reading_url": reverse(f"admin:{self.preview_name}", args=[thing.pk]),
            "list_url": reverse(f"admin:releases_{self.opts.model_name}_changelist"),
        }


def _carried(request: HttpRequest, stage: Stage) -> dict[str, str]:
    """What an earlier look at the page had shown, from the form that it gave."""
    return {name: request.POST.get(name, "") for name in stage.carried}


def _decides(page: MovePage) -> bool:
    return any(move.decides for move in page.moves)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and len(text) < 20 and text.isdigit() else None
