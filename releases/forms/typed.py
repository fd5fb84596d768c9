"""Typed text: nothing is cut off in silence, and what is wrong is said in a sentence."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from releases.text.canonical import NotText, canonical_text

SENTENCES = {
    "max_length": "This has %(show_value)d characters, and %(limit_value)d are the most. Shorten it.",
    "null_characters_not_allowed": "This contains a character that nobody can see (NUL). Type it again.",
}
SLUG_SENTENCE = "Use letters, digits and hyphens only: new-missile-watch-report."


class TypedTextMixin(forms.BaseForm):
    """For forms in which people write: long text is refused instead of cut off while it is pasted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField):
                # Browsers cut what is pasted at maxlength, and nobody notices.
                field.widget.attrs.pop("maxlength", None)
                field.error_messages |= SENTENCES
                field.validators.append(_whole_characters)


def _whole_characters(value: str) -> None:
    try:
        canonical_text(value)
    except NotText as refusal:
        raise ValidationError(str(refusal)) from refusal
