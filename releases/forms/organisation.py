"""The organisation itself and its About texts as staff type them."""

from django import forms
from django.core.exceptions import ValidationError

from releases.forms.people import PhoneFormMixin
from releases.forms.rich import RichTextField
from releases.forms.typed import TypedTextMixin
from releases.models import AboutText, Organisation
from releases.text.addresses import NotAnAddress, is_address, link_address


class AboutTextForm(TypedTextMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A paragraph at the end of releases."""

    body = RichTextField(label="Text", error_messages={"required": "Write the text."})

    class Meta:
        model = AboutText
        fields = ("title", "body", "is_default")


class OrganisationForm(PhoneFormMixin, TypedTextMixin, forms.ModelForm):  # type: ignore[type-arg]
    """Header, footer and letterhead."""

    privacy = RichTextField(label="Privacy text", required=False)

    class Meta:
        model = Organisation
        fields = (
            "name", "short_name", "postal_address", "press_phone_text", "after_hours_phone_text", "email",
            "follow_links", "privacy",
        )  # fmt: skip
        widgets = {
            "postal_address": forms.Textarea({"rows": 4}),
            "follow_links": forms.Textarea({"rows": 5, "cols": 70}),
        }

    def clean_press_phone_text(self) -> str:
        """A number that can be dialled, or none."""
        return self.clean_phone("press_phone", self.cleaned_data["press_phone_text"])

    def clean_after_hours_phone_text(self) -> str:
        """A number that can be dialled, or none."""
        return self.clean_phone("after_hours_phone", self.cleaned_data["after_hours_phone_text"])

    def clean_follow_links(self) -> str:
        """One link a line, words first; a wrong line is named by its number."""
        lines, wrong = [], []
        for number, line in enumerate(self.cleaned_data["follow_links"].splitlines(), start=1):
            if not line.strip():
                continue
            try:
                lines.append(_follow_link(line))
            except ValidationError as error:
                wrong.append(f"Line {number}: {error.message}")
        if wrong:
            raise ValidationError(wrong)
        return "\n".join(lines)


def _follow_link(line: str) -> str:
    words, _, typed = line.strip().rpartition(" ")
    if not words.strip():
        raise ValidationError("Write the words that readers see, a space, and then the address.")
    try:
        address = link_address(typed)
    except NotAnAddress as refusal:
        raise ValidationError(str(refusal)) from refusal
    if not is_address(address):
        raise ValidationError("Give the address of a page or a mailbox, not a telephone or a part of a page.")
    return f"{' '.join(words.split())} {address}"
