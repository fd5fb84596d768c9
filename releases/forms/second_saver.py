"""Two people with the same form open: the second to save sees first what the other saved."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django import forms
from django.db.models import Model

from releases.forms.rich import RichTextField
from releases.text.canonical import canonical_json, digest
from releases.text.plain import plain

SAVED_MEANWHILE = (
    "Somebody saved this {} after you opened it. Nothing is saved yet, and nothing that you typed is lost."
    " {} If you save again, your words replace it."
)
TAKEN_OVER = "Somebody changed this meanwhile, and you did not: what is saved stands here now."
SEEN = ("seen", "seen_fields")


class SecondSaverMixin(forms.BaseForm):
    """For forms of a row: checking refuses once what somebody saved after the form was opened.

    The caller holds the row. `seen` carries the digest of the words that the form was opened with, and
    `seen_fields` one for each field: who has not touched a field never puts an old word back.
    """

    instance: Any
    what: ClassVar[str]
    """What people call the thing."""
    where: ClassVar[str] = "What is saved stands below, above what you typed; take over what you need."
    """A sentence that says where all that is saved can be read."""
    is_whole: ClassVar[bool] = True
    """Whether the fields are all that is saved: then whoever typed the same replaces nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = list(self.fields)
        self.fields |= {name: forms.CharField(required=False, widget=forms.HiddenInput) for name in SEEN}
        if self.instance.pk:
            self.initial["seen"] = self.digest_of_saved()
            self.initial["seen_fields"] = "-".join(self._mark(name, self.initial.get(name)) for name in words)

    def digest_of_saved(self) -> str:
        """The same for the same words: those of the row, whichever of them this form shows."""
        columns = self.instance._meta.concrete_fields
        return digest(canonical_json([column.value_from_object(self.instance) for column in columns]))

    def in_words(self, name: str, saved: Any) -> str:
        """What is saved in a field, as people read it."""
        field = self.fields[name]
        if isinstance(field, forms.ModelMultipleChoiceField):
            return ", ".join(str(chosen) for chosen in saved)
        if isinstance(field, forms.ModelChoiceField):
            saved = getattr(self.instance, name)
        if isinstance(field, RichTextField):
            return plain(str(saved))
        if isinstance(saved, bool):
            return "yes" if saved else "no"
        return "" if saved is None else str(saved)

    def _post_clean(self) -> None:
        # Everything that is typed was looked at, and the row still holds what is saved.
        self.require_seen(self.cleaned_data)
        super()._post_clean()  # type: ignore[misc]

    def require_seen(self, typed: dict[str, Any]) -> None:
        """Put what is saved beside what was typed, unless the person knows it; the next press replaces it."""
        if not self.instance.pk or typed.get("seen") == self.initial["seen"]:
            return
        changed = [name for name in self.changed_data if name not in SEEN and not self._is_saved(name, typed)]
        if self.is_whole and not changed:
            return
        posted: Any = self.data
        again = posted.copy()
        opened = str(typed.get("seen_fields", "")).split("-")
        for name in changed:
            saved = self[name].initial
            if name in typed and self._mark(name, typed[name]) in opened:
                again.setlist(self.add_prefix(name), list(_as_posted(self.fields[name], saved)))
                self.add_error(name, TAKEN_OVER)
            else:
                self.add_error(name, _saved_here(self.in_words(name, saved)))
        self.add_error(None, SAVED_MEANWHILE.format(self.what, self.where))
        for name in SEEN:
            again[self.add_prefix(name)] = self.initial[name]
        self.data = again

    def _is_saved(self, name: str, typed: dict[str, Any]) -> bool:
        """Whether what was typed is what is saved; browsers alone write other ends of lines."""
        return name in typed and self._mark(name, typed[name]) == self._mark(name, self[name].initial)

    def _mark(self, name: str, value: Any) -> str:
        """The same for the same value of the same field, typed or saved."""
        field = self.fields[name]
        if isinstance(field, RichTextField):
            # As it is after it was typed: editors tidy what they show.
            value = field.cleaned(str(value or "")).html
        return digest(canonical_json([name, *sorted(_keys(value))]))[:24]


def _saved_here(words: str) -> str:
    end = "" if words.endswith((".", "!", "?")) else "."
    return f"Saved here now: “{words}”{end}" if words else "Saved here now: nothing."


def _keys(value: Any) -> Iterator[str]:
    """A value as text: the keys of what was chosen, or the words without what surrounds them."""
    if isinstance(value, Model):
        yield str(value.pk)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for each in value:
            yield from _keys(each)
    elif value is not None:
        yield str(value).strip()


def _as_posted(field: forms.Field, saved: Any) -> Iterator[str]:
    """What a browser would post for a saved value."""
    if isinstance(field, forms.BooleanField):
        yield from ["on"] if saved else []
    else:
        yield from _keys(saved)
