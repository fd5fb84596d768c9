"""A form of the admin with what was typed into it, its lines included: to be drawn, not to be kept."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse


@dataclass(frozen=True)
class FilledForm:
    """A bound form and its lines."""

    form: Any
    formsets: list[Any]

    def save(self) -> Any:
        """Write the thing and its lines, inside a transaction that the caller takes back."""
        thing = self.form.save(commit=False)
        thing.save()
        for formset in self.formsets:
            formset.instance = thing
            formset.save()
        return thing

    def sentences(self) -> list[str]:
        """Everything that is wrong, each with the name of its field."""
        found = [
            f"{_label(bound, name)}{sentence}"
            for bound in [self.form, *(row for formset in self.formsets for row in formset.forms)]
            for name, sentences in bound.errors.items()
            for sentence in sentences
        ]
        return found + [str(sentence) for formset in self.formsets for sentence in formset.non_form_errors()]


def filled(
    admin: "ModelAdmin[Any]", request: HttpRequest, thing: Model | None, words: QueryDict
) -> FilledForm:
    """The form of the admin for this thing, or for a new one, with these words in it."""
    form: Any = admin.get_form(request, thing)(words, instance=thing)
    formsets = [
        formset(words, instance=form.instance, queryset=inline.get_queryset(request))
        for formset, inline in admin.get_formsets_with_inlines(request, thing)
    ]
    return FilledForm(form, formsets)


def not_drawn(admin: "ModelAdmin[Any]", request: HttpRequest, sentences: list[str]) -> HttpResponse:
    """The page that says what to mend before there is something to look at."""
    context = {**admin.admin_site.each_context(request), "title": "Preview", "sentences": sentences}
    return TemplateResponse(request, "admin/releases/preview_errors.html", context)


def _label(form: BaseForm, name: str) -> str:
    field = form.fields.get(name)
    return f"{field.label or name.replace('_', ' ').capitalize()}: " if field else ""
