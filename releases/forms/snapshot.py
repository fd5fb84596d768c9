"""One state of the working text, field by field and line by line, so that two can be told apart."""

import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django import forms
from django.http import QueryDict

from releases.forms.lines import Row, rows_of
from releases.forms.rich import RichTextField
from releases.forms.times import Typed
from releases.models import Release
from releases.text import sanitize
from releases.text.canonical import digest

NO_WORDS = {"edit_token", "opened"}


@dataclass(frozen=True)
class LineKind:
    """Lines of one kind: `key` is the field that says which line it is, `more` what else it says.

    Where that field is empty, the field `instead` says it.
    """

    prefix: str
    label: str
    key: str
    more: tuple[str, ...] = ()
    instead: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """Everything that is typed into a line."""
        return (self.key, *self.more, "position")

    def key_of(self, row: Mapping[str, str]) -> str:
        """What says which line this is; empty for a line into which nothing was typed."""
        return row.get(self.key, "").strip() or row.get(self.instead, "").strip()


KINDS = (
    LineKind("bylines", "Author who signs it", "author"),
    LineKind("contact_lines", "Media contact", "contact"),
    LineKind("expert_lines", "Expert", "expert", ("contact",)),
    LineKind("programme_lines", "Programme", "programme"),
    LineKind("topic_lines", "Topic", "topic"),
    LineKind("picture_lines", "Picture", "file", ("role",)),
    LineKind("resources", "Resource", "address", ("kind", "label", "file"), instead="file"),
    LineKind("about_lines", "About text", "about_text"),
)


@dataclass(frozen=True)
class Snapshot:
    """A text as it is posted. Names are those of fields, or stand for one line each."""

    posted: dict[str, dict[str, str]] = field(default_factory=dict)
    """What a browser posts for each field or line."""
    values: dict[str, str] = field(default_factory=dict)
    """The same in one spelling, to compare."""

    def add(self, name: str, posted: dict[str, str], value: str) -> None:
        """Remember one field or line."""
        self.posted[name], self.values[name] = posted, value

    def name_for(self, kind: LineKind, row: Mapping[str, str]) -> str:
        """The name of one more line; those that say the same are numbered in their order."""
        return numbered(line_name(kind, kind.key_of(row)), self.posted)

    def fingerprints(self) -> str:
        """What a form carries to know later which of its parts it had opened with which words."""
        return json.dumps({name: short(value) for name, value in self.values.items()}, sort_keys=True)


def of_saved(form: forms.BaseForm, release: Release) -> Snapshot:
    """The text as it is saved. `form` is the release's form with nothing typed into it."""
    snapshot = Snapshot()
    _add_fields(snapshot, form)
    for kind in KINDS:
        for line in getattr(release, kind.prefix).all():
            row = {name: _text(line.serializable_value(name)) for name in kind.fields}
            name = snapshot.name_for(kind, row)
            snapshot.add(name, {**row, "id": str(line.pk)}, _value(kind, row))
    return snapshot


def of_typed(form: forms.BaseForm, data: QueryDict, saved: Snapshot) -> Snapshot:
    """The text as it was typed. A line without a place in the order stands where it is saved."""
    snapshot = Snapshot()
    _add_fields(snapshot, form)
    for kind in KINDS:
        for row in kept_rows(data, kind):
            last = _last(row)
            last = {name: last.get(name, "").strip() for name in kind.fields}
            name = snapshot.name_for(kind, last)
            last["position"] = last["position"] or saved.posted.get(name, {}).get("position", "")
            snapshot.add(name, last, _value(kind, last))
    return snapshot


def kept_rows(data: QueryDict, kind: LineKind) -> Iterator[Row]:
    """Posted lines that name something and are not to be deleted."""
    for row in rows_of(data, kind.prefix):
        if names_something(row, kind) and not row.get("DELETE"):
            yield row


def names_something(row: Row, kind: LineKind) -> bool:
    """Whether a posted line says which line it is."""
    return bool(kind.key_of(_last(row)))


def name_of(row: Row, kind: LineKind, taken: Container[str]) -> str:
    """The name of a posted line, beside those that are taken."""
    return numbered(line_name(kind, kind.key_of(_last(row))), taken)


def numbered(name: str, taken: Container[str]) -> str:
    """The name, with a number from the second of its kind on."""
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(each for each in names if each not in taken)


def _last(row: Row) -> dict[str, str]:
    return {name: values[-1] if values else "" for name, values in row.items()}


def line_name(kind: LineKind, key: str) -> str:
    """The name of the line that says this."""
    return f"{kind.prefix}.{short(key)}"


def short(value: str) -> str:
    """A fingerprint: as good as the words to see whether they are the same."""
    return digest(value)[:16]


def opened_with(form: forms.BaseForm) -> dict[str, str]:
    """The fingerprints that a form carries; none when it carries nothing that can be read."""
    try:
        found = json.loads(str(form["opened"].value() or ""))
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _add_fields(snapshot: Snapshot, form: forms.BaseForm) -> None:
    for name in form.fields:
        if name in NO_WORDS:
            continue
        value = form[name].value()
        if isinstance(value, Typed):
            posted = {f"{name}_day": value.day, f"{name}_time": value.time, f"{name}_side": value.side}
            snapshot.add(name, posted, " ".join(posted.values()).strip())
        else:
            text = _text(value)
            is_html = isinstance(form.fields[name], RichTextField)
            snapshot.add(name, {name: text}, sanitize.clean_with_pictures(text).html if is_html else text)


def _value(kind: LineKind, row: dict[str, str]) -> str:
    return "\x1f".join(row[name] for name in kind.fields)


def _text(value: Any) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
