"""The organisation itself and its About texts as staff type them."""

from django import forms
from django.core.exceptions import ValidationError

from releases import conf
from releases.forms.people import PhoneFormMixin
from releases.forms.rich import RichTextField
from releases.forms.second_saver import SecondSaverMixin
from releases.forms.typed import TypedTextMixin
from releases.models import AboutText, Organisation
from releases.text.addresses import NotAnAddress, is_address, link_address
from releases.text.pictures import address_of_file, files_linked_to

NO_FILE = (
    "This leads to “{}” of the library, which readers would not get."
    " Give the address of a release that has the file, or of another page."
)


class AboutTextForm(SecondSaverMixin, TypedTextMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A paragraph at the end of releases."""

    what = "text"
    body = RichTextField(label="Text", error_messages={"required": "Write the text."})

    class Meta:
        model = AboutText
        fields = ("title", "body", "is_default")


class OrganisationForm(PhoneFormMixin, SecondSaverMixin, TypedTextMixin, forms.ModelForm):  # type: ignore[type-arg]
    """Header, footer and letterhead."""

    what = "page about the organisation"
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

    def clean_privacy(self) -> str:
        """Words whose links lead somewhere: this text makes no file public."""
        privacy: str = self.cleaned_data["privacy"]
        if named := files_linked_to(privacy, conf.site_address()):
            raise ValidationError([NO_FILE.format(name) for name in named.values()])
        return privacy


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
    if file := address_of_file(address, conf.site_address()):
        raise ValidationError(NO_FILE.format(file[2]))
    return f"{' '.join(words.split())} {address}"
