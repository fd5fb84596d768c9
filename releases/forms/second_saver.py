"""Two people with the same form open: the second to save sees first what the other saved."""

from typing import Any, ClassVar

from django import forms

from releases.forms.rich import RichTextField
from releases.text.canonical import canonical_json, digest
from releases.text.plain import plain

SAVED_MEANWHILE = (
    "Somebody saved this {} after you opened it. Nothing is saved yet, and nothing that you typed is lost."
    " {} If you save again, your words replace it."
)


class SecondSaverMixin(forms.BaseForm):
    """For forms of a row: checking refuses once what somebody saved after the form was opened.

    The caller holds the row. `seen` carries the digest of the words that the form was opened with.
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
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
        if self.instance.pk:
            self.initial["seen"] = self.digest_of_saved()

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
        changed = [name for name in self.changed_data if name != "seen"]
        if self.is_whole and not changed:
            return
        for name in changed:
            self.add_error(name, _saved_here(self.in_words(name, self[name].initial)))
        self.add_error(None, SAVED_MEANWHILE.format(self.what, self.where))
        posted: Any = self.data
        again = posted.copy()
        again[self.add_prefix("seen")] = self.initial["seen"]
        self.data = again


def _saved_here(words: str) -> str:
    end = "" if words.endswith((".", "!", "?")) else "."
    return f"Saved here now: “{words}”{end}" if words else "Saved here now: nothing."
