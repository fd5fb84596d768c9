"""A text with paragraphs, links and lists, made safe when it is saved."""

from typing import Any

from django import forms
from tinymce.widgets import AdminTinyMCE

from releases.text import sanitize


class RichTextField(forms.CharField):
    """HTML in its one safe spelling; `dropped` says what is gone from it, for the person who typed it."""

    def __init__(self, *, height: int = 300, **kwargs: Any) -> None:
        super().__init__(**{"widget": AdminTinyMCE(mce_attrs={"height": height}), **kwargs})
        self.dropped: tuple[str, ...] = ()

    def clean(self, value: Any) -> str:
        """Return safe HTML; raise the field's sentence when it is too long, or says nothing to anybody."""
        typed = str(value or "")
        if self.max_length is not None and len(typed) > self.max_length:
            # Said before it is cleaned, which takes long with what is far too long.
            self.run_validators(typed)
        cleaned = sanitize.clean(typed)
        self.dropped = cleaned.dropped
        return str(super().clean("" if sanitize.is_empty(cleaned.html) else cleaned.html))


def dropped_by(form: forms.BaseForm) -> tuple[str, ...]:
    """Everything that the cleaning of this form took away."""
    rich = (field for field in form.fields.values() if isinstance(field, RichTextField))
    return tuple(sentence for field in rich for sentence in field.dropped)
