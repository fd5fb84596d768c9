"""Newsletters and their issues as staff type them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from releases import conf
from releases.forms.lines import LineForm
from releases.forms.people import NamedForm
from releases.forms.rich import RichTextField
from releases.forms.typed import TypedTextMixin
from releases.freezing import freeze_issue
from releases.models import IssueItem, Newsletter, NewsletterIssue
from releases.queries.newsletters import next_number
from releases.text.addresses import NotAnAddress, is_address, link_address
from releases.text.pictures import address_of_file
from releases.text.plain import plain

SAVED_MEANWHILE = (
    "Somebody saved this issue after you opened it. Nothing is saved yet, and nothing that you typed is lost."
    " Open “Read what is saved”, its entries too, and take over what you need."
    " If you save again, your words replace it."
)


class NewsletterForm(NamedForm):
    """A periodical."""

    class Meta:
        model = Newsletter
        fields = ("name", "slug", "description", "programme")
        widgets = {"description": forms.Textarea({"rows": 2})}


class IssueForm(TypedTextMixin, forms.ModelForm):  # type: ignore[type-arg]
    """One number; it counts on by itself.

    Checking it refuses once what somebody saved after it was opened; the caller holds the row.
    """

    introduction = RichTextField(label="Introduction", required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    """The digest of the words that this form was opened with."""

    class Meta:
        model = NewsletterIssue
        fields = ("newsletter", "number", "title", "date", "introduction", "full_issue", "file", "owner")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = freeze_issue(self.instance).digest
        if "number" in self.fields:
            self.fields["number"].required = False
            self.fields["number"].help_text = "Runs on within the newsletter; empty means: the next one."

    def clean(self) -> dict[str, Any]:
        """Count on, unless a number is typed."""
        typed = super().clean() or {}
        newsletter = typed.get("newsletter")
        if newsletter and "number" not in self.errors and typed.get("number") is None:
            typed["number"] = next_number(newsletter)
        if typed.get("full_issue") and typed.get("file"):
            self.add_error("full_issue", "Empty this: readers get the file that you chose.")
        if self.instance.pk and typed.get("seen") != self.initial["seen"]:
            self._show_what_is_saved()
        return typed

    def clean_full_issue(self) -> str:
        """The address of a page or file, or nothing."""
        typed = str(self.cleaned_data["full_issue"])
        if not typed.strip():
            return ""
        try:
            address = link_address(typed)
        except NotAnAddress as refusal:
            raise ValidationError(str(refusal)) from refusal
        if not is_address(address):
            raise ValidationError("Give the address of a page or a file: https://… or /….")
        if address_of_file(address, conf.site_address()):
            raise ValidationError("This is a file of the library. Empty this, and choose the file instead.")
        return address

    def _show_what_is_saved(self) -> None:
        """Put what is saved beside what was typed; the next press may replace it."""
        for name in self.changed_data:
            saved = self[name].initial
            if name != "seen":
                words = plain(str(saved)) if name == "introduction" else self._in_words(name, saved)
                self.add_error(name, f"Saved here now: “{words}”." if words else "Saved here now: nothing.")
        self.add_error(None, SAVED_MEANWHILE)
        posted: Any = self.data
        again = posted.copy()
        again[self.add_prefix("seen")] = self.initial["seen"]
        self.data = again

    def _in_words(self, name: str, saved: Any) -> str:
        if name in ("newsletter", "file"):
            saved = getattr(self.instance, name)
        return "" if saved is None else str(saved)


class IssueItemForm(LineForm):
    """A release, or own words."""

    class Meta:
        model = IssueItem
        fields = ("position", "release", "title", "text")
        widgets = {"text": forms.Textarea({"rows": 3})}
