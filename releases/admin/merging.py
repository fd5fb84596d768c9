"""The second of two savers: both texts side by side, a choice for each difference, one text made of both."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse

from releases.forms.merging import SEEN, Merge
from releases.models import Release

if TYPE_CHECKING:
    ReleaseModelAdmin = admin.ModelAdmin[Release]
else:
    ReleaseModelAdmin = admin.ModelAdmin


class MergingMixin(ReleaseModelAdmin):
    """Turns the choices of a posted form into one text. Its form gets `conflict` and `merge`."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Django's page; a text that was merged completely is saved like any other."""
        if request.method == "POST" and object_id and SEEN in request.POST:
            self._merge(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Django's form, with both texts side by side when a colleague has saved meanwhile."""
        form = context["adminform"].form
        context["conflict"] = getattr(form, "conflict", None)
        if context["conflict"]:
            # The form holds the row: what is saved cannot change before this page is made.
            context["merge"] = Merge(type(form), Release.objects.get(pk=form.instance.pk), request.POST)
        return super().render_change_form(request, context, *args, **kwargs)

    def _merge(self, request: HttpRequest, object_id: str) -> None:
        release = self.get_object(request, unquote(object_id))
        if release is None or not self.has_change_permission(request, release):
            return
        merge = Merge(self.get_form(request, release, change=True), release, request.POST)
        if merge.is_decided:
            request.POST = merge.merged()  # type: ignore[assignment]
