"""The release form as a browser would post it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.test import Client
from django.urls import reverse

from releases.models import Release

PREFIXES = (
    "bylines", "contact_lines", "expert_lines", "programme_lines", "topic_lines", "picture_lines",
    "resources", "about_lines",
)  # fmt: skip
Rows = Sequence[Mapping[str, Any]]

ADD = "admin:releases_release_add"
CHANGE = "admin:releases_release_change"


def typed(**fields: Any) -> dict[str, Any]:
    """A new form with nothing but what is given; `bylines=[{"author": 1}]` fills lines."""
    rows = {prefix: fields.pop(prefix, []) for prefix in PREFIXES}
    data = {"kind": "release", "language": "en", "change": "none", **fields}
    for prefix, entries in rows.items():
        data |= _lines(prefix, entries)
    return data


def opened(client: Client, release: Release | None = None, **changes: Any) -> dict[str, Any]:
    """What the form would post after a person opened it and changed these fields."""
    address = reverse(CHANGE, args=[release.pk]) if release else reverse(ADD)
    context = client.get(address).context
    data = {"form_key": context["form_key"], "restored": context["restored"]}
    data |= {"release": str(release.pk)} if release else {}
    form = context["adminform"].form
    for name in form.fields:
        data |= _boxes(form[name].html_name, form[name].value())
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        data |= {f"{formset.prefix}-TOTAL_FORMS": len(formset.forms)}
        data |= {f"{formset.prefix}-INITIAL_FORMS": formset.initial_form_count()}
        for row in formset.forms:
            for name in row.fields:
                data |= _boxes(row[name].html_name, row[name].value())
    for prefix in PREFIXES:
        if prefix in changes:
            data = {name: value for name, value in data.items() if not name.startswith(f"{prefix}-")}
            data |= _lines(prefix, changes.pop(prefix))
    return {**data, **changes}


def errors(response: Any) -> dict[str, list[str]]:
    """The sentences of a form that was refused, by field; those of lines as `bylines-0-author`."""
    found = dict(response.context["adminform"].form.errors)
    for inline in response.context["inline_admin_formsets"]:
        for number, form in enumerate(inline.formset.forms):
            found |= {f"{inline.formset.prefix}-{number}-{name}": text for name, text in form.errors.items()}
    return found


def _lines(prefix: str, entries: Rows) -> dict[str, Any]:
    data: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(entries),
        f"{prefix}-INITIAL_FORMS": sum(1 for entry in entries if entry.get("id")),
    }
    for number, entry in enumerate(entries):
        data |= {f"{prefix}-{number}-{name}": value for name, value in entry.items()}
    return data


def _boxes(name: str, value: Any) -> dict[str, Any]:
    if hasattr(value, "day") and hasattr(value, "side"):
        return {f"{name}_day": value.day, f"{name}_time": value.time, f"{name}_side": value.side}
    return {} if value in (None, False) else {name: str(value)}
