"""The page by which files come into the library, one or many at a time."""

import logging
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from releases.actions import shelving
from releases.admin.media_entry import entry
from releases.admin.moves import person_of
from releases.admin.plain import PlainAdmin
from releases.files.refusal import NotAccepted
from releases.forms.media import ACCEPTED, UploadForm
from releases.models import MediaFile

NOT_KEPT = (
    "It cannot be kept: the disk of the site takes nothing more. "
    "Tell whoever runs the site, then upload it again."
)
log = logging.getLogger(__name__)


class UploadingAdmin(PlainAdmin):
    """Adds files by uploading them."""

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Upload one file or many; a script gets an answer for each file, a form gets the page again."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        by_script = "application/json" in request.headers.get("Accept", "")
        if not form.is_valid():
            if by_script:
                said = [str(sentence) for errors in form.errors.values() for sentence in errors]
                return JsonResponse({"refusal": " ".join(said) or "Choose a file first."}, status=422)
            return self._upload_page(request, form)
        taken, refused = self._take_in(request, form)
        if by_script:
            if refused:
                return JsonResponse({"refusal": refused[0][1]}, status=422)
            return JsonResponse(entry(taken[0]), status=201)
        if refused:
            return self._upload_page(request, form, taken=taken, refused=refused, status=422)
        return self._after(request, taken)

    def _take_in(
        self, request: HttpRequest, form: UploadForm
    ) -> tuple[list[MediaFile], list[tuple[str, str]]]:
        words = {name: form.cleaned_data[name] for name in ("credit", "licence")}
        taken, refused = [], []
        for file in form.cleaned_data["uploads"]:
            try:
                taken.append(shelving.upload(file, file.name, by=person_of(request), **words))
            except NotAccepted as refusal:
                refused.append((_name_of(file), str(refusal)))
            except OSError:
                log.exception("An upload cannot be kept.")
                refused.append((_name_of(file), NOT_KEPT))
        return taken, refused

    def _after(self, request: HttpRequest, taken: list[MediaFile]) -> HttpResponse:
        if len(taken) == 1:
            messages.success(request, f"{taken[0].name} is in the library. Now describe it.")
            return HttpResponseRedirect(reverse("admin:releases_mediafile_change", args=[taken[0].pk]))
        messages.success(request, f"{len(taken)} files are in the library. Now describe each of them.")
        return HttpResponseRedirect(reverse("admin:releases_mediafile_changelist"))

    def _upload_page(
        self,
        request: HttpRequest,
        form: UploadForm,
        *,
        taken: Iterable[MediaFile] = (),
        refused: Iterable[tuple[str, str]] = (),
        status: int = 200,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Upload pictures and documents",
            "form": form,
            "media": self.media,
            "taken": [entry(file) for file in taken],
            "refused": refused,
            "accepted": ACCEPTED,
        }
        return TemplateResponse(request, "admin/releases/mediafile/upload.html", context, status=status)


def _name_of(file: "UploadedFile[Any]") -> str:
    return str(file.name or "A file without a name")
