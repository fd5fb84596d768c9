"""A text with paragraphs, links and lists, made safe when it is saved."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from tinymce.widgets import AdminTinyMCE

from releases.queries import media
from releases.text import pictures, sanitize

GONE = "A picture was removed, because the library does not have it any more: choose another one."


class RichTextField(forms.CharField):
    """HTML in its one safe spelling; `dropped` says what is gone from it, for the person who typed it."""

    mce_attrs: ClassVar[dict[str, Any]] = {}

    def __init__(self, *, height: int = 300, **kwargs: Any) -> None:
        widget = AdminTinyMCE(mce_attrs={"height": height, **self.mce_attrs})
        super().__init__(**{"widget": widget, **kwargs})
        self.dropped: tuple[str, ...] = ()

    def cleaned(self, typed: str) -> sanitize.Cleaned:
        """The typed HTML, made safe."""
        return sanitize.clean(typed)

    def clean(self, value: Any) -> str:
        """Return safe HTML; raise the field's sentence when it is too long, or says nothing to anybody."""
        typed = str(value or "")
        if self.max_length is not None and len(typed) > self.max_length:
            # Said before it is cleaned, which takes long with what is far too long.
            self.run_validators(typed)
        cleaned = self.cleaned(typed)
        self.dropped = cleaned.dropped
        return str(super().clean("" if sanitize.is_empty(cleaned.html) else cleaned.html))


class IllustratedField(RichTextField):
    """The text of a release, which may show pictures of the library."""

    mce_attrs: ClassVar[dict[str, Any]] = settings.TINYMCE_WITH_PICTURES

    def cleaned(self, typed: str) -> sanitize.Cleaned:
        """The same; a picture that is no longer in the library goes, with a sentence."""
        cleaned = sanitize.clean_with_pictures(typed)
        unknown = media.unknown_in(cleaned.html)
        if not unknown:
            return cleaned
        known = [pk for pk in pictures.ids(cleaned.html) if pk not in unknown]
        return sanitize.Cleaned(pictures.only(cleaned.html, known), (*cleaned.dropped, GONE))


def dropped_by(form: forms.BaseForm) -> tuple[str, ...]:
    """Everything that the cleaning of this form took away."""
    rich = (field for field in form.fields.values() if isinstance(field, RichTextField))
    return tuple(sentence for field in rich for sentence in field.dropped)
