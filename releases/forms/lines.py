"""The ordered lines of a release: people, topics, resources."""

import re
from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import UniqueConstraint
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict

from releases import conf
from releases.forms.typed import TypedTextMixin
from releases.text.addresses import NotAnAddress, is_address, link_address
from releases.text.pictures import address_of_file

LAST_POSITION = 999
Row = dict[str, list[str]]
"""The posted values of one line, by field."""


class LineForm(TypedTextMixin, forms.ModelForm):  # type: ignore[type-arg]
    """One line. Its position may stay empty: then it comes last."""

    position = forms.IntegerField(
        label="Order",
        required=False,
        min_value=0,
        max_value=LAST_POSITION,
        help_text="1 comes first; an empty one comes last.",
        widget=forms.NumberInput({"class": "vPosition"}),
        error_messages={
            "invalid": "Write a whole number, or leave it empty.",
            "min_value": "Write 1 for the first, or leave it empty.",
            "max_value": "Write a number below 1,000, or leave it empty.",
        },
    )


class ResourceForm(LineForm):
    """A resource that leads somewhere: to an address, or to a file of the library."""

    def clean_address(self) -> str:
        """The address tidied, or a sentence that says how to write it."""
        typed: str = self.cleaned_data["address"]
        if not typed.strip():
            return ""
        try:
            address = link_address(typed)
        except NotAnAddress as refusal:
            raise ValidationError(str(refusal)) from refusal
        if not is_address(address):
            raise ValidationError("Write the address of a page or a mailbox: https://…, mailto:… or /….")
        if address_of_file(address, conf.site_address()):
            raise ValidationError("This is a file of the library. Empty this, and choose the file instead.")
        return address

    def clean(self) -> dict[str, Any] | None:
        """One place that it leads to."""
        typed = super().clean() or {}
        if "address" not in self.errors and "file" not in self.errors:
            address, file = typed.get("address"), typed.get("file")
            if not address and not file:
                self.add_error("address", "Write an address, or choose a file from the library.")
            if address and file:
                self.add_error("address", "Empty this: it leads to the file that you chose.")
        return typed


def name_for_ears(form: forms.BaseForm) -> None:
    """Give every field of a line that is drawn in a table a name that screen readers say."""
    for field in form.fields.values():
        # The admin wraps choices of rows, and draws with the attributes of what it has wrapped.
        widget: Any = getattr(field.widget, "widget", field.widget)
        widget.attrs.setdefault("aria-label", str(field.label or ""))


class LineFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """All lines of one kind. Lines that a colleague deleted meanwhile are new ones again, not errors."""

    def __init__(self, data: Any = None, files: Any = None, instance: Any = None, **kwargs: Any) -> None:
        if data is not None:
            prefix = kwargs.get("prefix") or self.get_default_prefix()
            data = renumbered(data, prefix, self._known(instance))
        super().__init__(data, files, instance, **kwargs)

    def add_fields(self, form: Any, index: int | None) -> None:
        """Django's fields, each with its name: the head of its column names it for eyes alone."""
        super().add_fields(form, index)
        name_for_ears(form)

    def clean(self) -> None:
        """Give lines without a position the next one."""
        super().clean()
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        kept = [form for form in kept if form not in self.deleted_forms and hasattr(form, "cleaned_data")]
        last = max((form.cleaned_data.get("position") or 0 for form in kept), default=0)
        for form in kept:
            if form.cleaned_data.get("position") is None:
                last += 1
                form.instance.position = min(last, LAST_POSITION)

    def get_unique_error_message(self, unique_check: Any) -> str:
        """What stands above the lines when two are the same."""
        return "Two lines are the same. Delete one of them."

    def get_form_error(self) -> str:
        """What stands beside the second of them: the sentence of the database's rule."""
        rule = next(each for each in self.model._meta.constraints if isinstance(each, UniqueConstraint))  # type: ignore[union-attr]
        return str(rule.violation_error_message)

    def _known(self, release: models.Model | None) -> set[str]:
        if release is None or release.pk is None:
            return set()
        lines = getattr(release, self.get_default_prefix()).values_list("pk", flat=True)
        return {str(pk) for pk in lines}


def renumbered(data: QueryDict, prefix: str, known: Collection[str]) -> QueryDict:
    """Return the posted lines with those first whose ids exist; the others lose their id and count as new."""
    rows = rows_of(data, prefix)
    stale = [row for row in rows if row.get("id", [""])[-1] not in {"", *known}]
    if not stale:
        return data
    for row in stale:
        row["id"] = [""]
    return with_rows(data, prefix, rows)


def rows_of(data: QueryDict, prefix: str) -> list[Row]:
    """The posted lines of one kind, in the order of their numbers."""
    rows: dict[int, Row] = {}
    for key in data:
        found = re.fullmatch(rf"{re.escape(prefix)}-(\d{{1,4}})-(\w+)", key)
        if found:
            rows.setdefault(int(found[1]), {})[found[2]] = data.getlist(key)
    return [row for _, row in sorted(rows.items())]


def with_rows(data: QueryDict, prefix: str, rows: Sequence[Row]) -> QueryDict:
    """Return the posted form with these lines of one kind in place of its own; those with an id first."""
    ordered = sorted(rows, key=lambda row: row.get("id", [""])[-1] == "")
    fresh = data.copy()
    for key in list(fresh):
        if re.fullmatch(rf"{re.escape(prefix)}-\d{{1,4}}-\w+", key):
            del fresh[key]
    for number, row in enumerate(ordered):
        for name, values in row.items():
            fresh.setlist(f"{prefix}-{number}-{name}", values)
    fresh[f"{prefix}-TOTAL_FORMS"] = str(len(ordered))
    fresh[f"{prefix}-INITIAL_FORMS"] = str(sum(1 for row in ordered if row.get("id", [""])[-1]))
    return fresh
