"""Files of the library as staff upload and describe them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from releases.forms.second_saver import SecondSaverMixin
from releases.forms.typed import TypedTextMixin
from releases.models import MediaFile
from releases.queries import media

MOST_AT_ONCE = 50
SHOWN = "it is somebody’s portrait, or an approved release shows it."
ACCEPTED = ".jpg,.jpeg,.png,.webp,.gif,.pdf,.docx,.xlsx,.csv"
WORDS = ("alt", "is_decorative", "caption", "credit", "licence", "licence_ends")


class ManyFilesInput(forms.ClearableFileInput):
    """A field for one file or several; the browser's own, which the script puts a place to drop around."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Uploaded files in their order; what they are is asked when they come into the library."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        """Every file that was chosen."""
        chosen = [file for file in data or [] if file]
        if not chosen:
            raise ValidationError("Choose a file first.")
        if len(chosen) > MOST_AT_ONCE:
            raise ValidationError(f"These are {len(chosen)} files. Choose at most {MOST_AT_ONCE} at a time.")
        return chosen


class UploadForm(TypedTextMixin, forms.Form):
    """One file or many, with the words that all of them share."""

    uploads = ManyFilesField(label="Files", widget=ManyFilesInput({"accept": ACCEPTED}))
    credit = forms.CharField(
        required=False,
        max_length=200,
        help_text="For all of them, if it is the same: Ruth Vance / FAS. It can be changed later.",
    )
    licence = forms.CharField(
        required=False, max_length=200, help_text="For all of them, if it is the same: CC BY 4.0."
    )


class MediaFileForm(SecondSaverMixin, TypedTextMixin, forms.ModelForm):  # type: ignore[type-arg]
    """What people write about a file."""

    what = "file’s words"

    class Meta:
        model = MediaFile
        fields = WORDS
        widgets = {
            "alt": forms.Textarea({"rows": 3}),
            "caption": forms.Textarea({"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, size in {"credit": 60, "licence": 60}.items():
            if name in self.fields:
                self.fields[name].widget.attrs["size"] = size

    def clean(self) -> dict[str, Any]:
        """Nobody takes the words away from a picture that readers have, or may have any minute."""
        typed = super().clean() or {}
        if self.instance.is_picture and media.needs_words(self.instance):
            self._require_words(typed)
        return typed

    def _require_words(self, typed: dict[str, Any]) -> None:
        if "alt" in self.fields and not typed.get("alt") and not typed.get("is_decorative"):
            self.add_error("alt", f"Describe it, or say that it is decorative: {SHOWN}")
        if "credit" in self.fields and not typed.get("credit"):
            self.add_error("credit", f"Say who made it: {SHOWN}")
