"""The way back from a move that was refused: the form says beside each field what has to be mended."""

from typing import Any

from django.contrib import admin
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse

from releases.desk import checks
from releases.freezing import freeze
from releases.models import Release

MEND = "mend=yes"
"""What the address of the form ends with when it was opened for mending."""


class MendingMixin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Opened for mending, the form of a release has the sentences of the desk beside its fields."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Django's form; what is saved is looked at, and nothing is changed."""
        release: Release | None = kwargs.get("obj")
        form = context["adminform"].form
        if release and request.GET.get("mend") and not form.is_bound:
            _show(release, form, context["inline_admin_formsets"])
        return super().render_change_form(request, context, *args, **kwargs)


def _show(release: Release, form: Any, groups: Any) -> None:
    sentences: dict[str, list[str]] = {}
    for finding in checks.blocking(freeze(release).content):
        sentences.setdefault(finding.field, []).append(finding.sentence)
    # Nothing was typed, so there is nothing that Django could check: the sentences stand in its place.
    form._errors = ErrorDict({name: form.error_class(said) for name, said in sentences.items()})
    for group in groups:
        said = sentences.get(group.formset.prefix, [])
        group.formset.full_clean()
        group.formset._non_form_errors = group.formset.error_class(said, error_class="nonform")
