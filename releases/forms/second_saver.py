"""Two people with the same form open: the second to save sees first what the other saved."""

from typing import Any, ClassVar

from django import forms

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
    where: ClassVar[str]
    """A sentence that says where all that is saved can be read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
        if self.instance.pk:
            self.initial["seen"] = self.digest_of_saved()

    def digest_of_saved(self) -> str:
        """The same for the same words, the row's and those of its lines."""
        raise NotImplementedError

    def in_words(self, name: str, saved: Any) -> str:
        """What is saved in a field, as people read it."""
        if isinstance(saved, bool):
            return "yes" if saved else "no"
        return "" if saved is None else str(saved)

    def require_seen(self, typed: dict[str, Any]) -> None:
        """Put what is saved beside what was typed, unless the person knows it; the next press replaces it."""
        if not self.instance.pk or typed.get("seen") == self.initial["seen"]:
            return
        for name in self.changed_data:
            if name != "seen":
                words = self.in_words(name, self[name].initial)
                self.add_error(name, f"Saved here now: “{words}”." if words else "Saved here now: nothing.")
        self.add_error(None, SAVED_MEANWHILE.format(self.what, self.where))
        posted: Any = self.data
        again = posted.copy()
        again[self.add_prefix("seen")] = self.initial["seen"]
        self.data = again
