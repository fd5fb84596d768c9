"""Two people typed into the same text: what differs, who changed it, and the text made of both."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CharField
from django.http import QueryDict

from releases.forms import snapshot
from releases.forms.lines import Row, rows_of, with_rows
from releases.forms.rich import RichTextField
from releases.forms.snapshot import KINDS, LineKind, Snapshot, name_of, names_something, short
from releases.forms.times import Typed
from releases.models import Release
from releases.rendering.comparison import Beside, beside

SAVED, MINE = "saved", "mine"
PREFIX = "merge-"
SEEN = "replaces"
WHY = {
    MINE: "Only you changed this.",
    SAVED: "You did not change this; what is saved is newer.",
    "": "Both sides changed this. Choose one; the words of the other are gone after you save.",
}
OPEN_WHY = "This differs. Choose one; the words of the other are gone after you save."


@dataclass(frozen=True)
class Entry:
    """A field or a line that differs."""

    name: str
    label: str
    words: Beside
    """What is saved, and what was typed."""
    is_saved: bool
    is_typed: bool
    """Whether there is anything on this side."""
    why: str
    choice: str
    """“saved”, “mine”, or nothing while the person has to choose."""
    fingerprint: str
    """Of what is saved: a choice counts only for the words that it was made for."""


class Merge:
    """What a person typed, beside what is saved by now."""

    def __init__(self, form: Callable[..., forms.BaseForm], release: Release, data: QueryDict) -> None:
        self.token = str(release.edit_token)
        self.data = data
        self.is_asked_again = SEEN in data
        self._saved_form, self._typed_form = form(instance=release), form(data, instance=release)
        self.saved = snapshot.of_saved(self._saved_form, release)
        self.typed = snapshot.of_typed(self._typed_form, data, self.saved)
        self.entries = tuple(self._entries(snapshot.opened_with(self._typed_form)))

    @property
    def is_decided(self) -> bool:
        """Whether the person has seen what is saved now, and every choice is made."""
        return self.data.get(SEEN) == self.token and all(entry.choice for entry in self.entries)

    def merged(self) -> QueryDict:
        """The posted form with what was chosen, as if it had been opened with what is saved now."""
        chosen = {entry.name: entry.choice for entry in self.entries}
        data = self.data.copy()
        for name, choice in chosen.items():
            if choice == SAVED and name in self._saved_form.fields:
                for key, value in self.saved.posted[name].items():
                    data[key] = value
        for kind in KINDS:
            data = with_rows(data, kind.prefix, list(self._rows(kind, chosen)))
        for key in [key for key in data if key.startswith(PREFIX) or key == SEEN]:
            del data[key]
        data["edit_token"], data["opened"] = self.token, self.saved.fingerprints()
        return data

    def _entries(self, opened: Mapping[str, str]) -> Iterator[Entry]:
        for name, label in self._labels():
            saved, typed = self.saved.values.get(name, ""), self.typed.values.get(name, "")
            if saved == typed:
                continue
            words = self._words(name, self.saved), self._words(name, self.typed)
            default = _default(short(saved), short(typed), opened.get(name, short(""))) if opened else ""
            choice, _, seen = (self.data.get(PREFIX + name) or "").partition(".")
            is_chosen = choice in (SAVED, MINE) and seen == short(saved)
            yield Entry(
                name,
                label,
                beside(*words, are_html=self._is_html(name)),
                is_saved=bool(saved),
                is_typed=bool(typed),
                why=WHY[default] if opened else OPEN_WHY,
                choice=choice if is_chosen else default,
                fingerprint=short(saved),
            )

    def _labels(self) -> Iterator[tuple[str, str]]:
        """Every field and line of both sides, with what it is called."""
        for name in self._saved_form.fields:
            if name in self.saved.values:
                yield name, str(self._saved_form[name].label)
        for name in dict.fromkeys([*self.saved.values, *self.typed.values]):
            if name not in self._saved_form.fields:
                yield name, _kind(name).label

    def _is_html(self, name: str) -> bool:
        return isinstance(self._saved_form.fields.get(name), RichTextField)

    def _words(self, name: str, side: Snapshot) -> str:
        if name not in side.values:
            return ""
        if name in self._saved_form.fields:
            form = self._saved_form if side is self.saved else self._typed_form
            return side.values[name] if self._is_html(name) else _field_words(form[name])
        return _line_words(_kind(name), side.posted[name])

    def _rows(self, kind: LineKind, chosen: Mapping[str, str]) -> Iterator[Row]:
        """The lines of one kind as they are to be posted: chosen, and with the ids of what is saved."""
        done: set[str] = set()
        for row in rows_of(self.data, kind.prefix):
            if row.get("DELETE"):
                continue
            if not names_something(row, kind):
                yield {**row, "id": [""]}
                continue
            name = name_of(row, kind, done)
            done.add(name)
            saved = self.saved.posted.get(name)
            if chosen.get(name) == SAVED:
                if saved:
                    yield {key: [value] for key, value in saved.items()}
                continue
            position = row.get("position", [""])[-1] or (saved or {}).get("position", "")
            yield {**row, "id": [saved["id"] if saved else ""], "position": [position]}
        for name, saved in self.saved.posted.items():
            if name.startswith(f"{kind.prefix}.") and name not in done:
                is_deleted = chosen.get(name) == MINE
                row = {key: [value] for key, value in saved.items()}
                yield {**row, "DELETE": ["on"]} if is_deleted else row


def _default(saved: str, typed: str, opened: str) -> str:
    """Whose words stand when only one side changed them."""
    if saved == opened:
        return MINE
    return SAVED if typed == opened else ""


def _kind(name: str) -> LineKind:
    return next(kind for kind in KINDS if name.startswith(f"{kind.prefix}."))


def _field_words(bound: forms.BoundField) -> str:
    value, field = bound.value(), bound.field
    if isinstance(value, Typed):
        return value.words() or f"{value.day} {value.time}".strip()
    if isinstance(field, forms.ModelChoiceField):
        try:
            chosen = field.to_python(value)
        except ValidationError:
            return str(value)
        return field.label_from_instance(chosen) if chosen else ""
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value))
    return str(value or "")


def _line_words(kind: LineKind, row: Mapping[str, str]) -> str:
    model: Any = Release._meta.get_field(kind.prefix).related_model
    said = [_said(model, name, row[name]) for name in (kind.key, *kind.more) if row[name]]
    order = f"place {row['position']} in the order" if row["position"] else ""
    return ", ".join(part for part in (*said, order) if part)


def _said(model: Any, name: str, value: str) -> str:
    field = model._meta.get_field(name)
    if field.is_relation:
        key = field.related_model._meta.pk
        may_be = value.isdecimal() or isinstance(key, CharField)
        thing = field.related_model.objects.filter(pk=value).first() if may_be else None
        return str(thing or "somebody who no longer exists")
    return str(dict(field.choices or ()).get(value, value))
