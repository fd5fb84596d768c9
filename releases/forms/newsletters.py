"""Newsletters and their issues as staff type them."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from releases import conf
from releases.actions import issuing
from releases.forms.lines import LineForm
from releases.forms.people import NamedForm
from releases.forms.rich import RichTextField
from releases.forms.second_saver import SecondSaverMixin
from releases.forms.times import check_year
from releases.forms.typed import TypedTextMixin
from releases.freezing import freeze_issue
from releases.models import IssueItem, Newsletter, NewsletterIssue
from releases.queries.newsletters import next_number
from releases.text.addresses import NotAnAddress, is_address, link_address
from releases.text.pictures import address_of_file

APPROVED_MEANWHILE = (
    "This issue was approved after you opened it: nobody can change it any more, and nothing is saved."
    " What you typed still stands here. Copy what you need."
)


class NewsletterForm(NamedForm):
    """A periodical."""

    what = "newsletter"

    class Meta:
        model = Newsletter
        fields = ("name", "slug", "description", "programme")
        widgets = {"description": forms.Textarea({"rows": 2})}


class IssueForm(SecondSaverMixin, TypedTextMixin, forms.ModelForm):  # type: ignore[type-arg]
    """One number; it counts on by itself."""

    what = "issue"
    where = "Open “Read what is saved”, its entries too, and take over what you need."
    is_whole = False
    introduction = RichTextField(label="Introduction", required=False)

    class Meta:
        model = NewsletterIssue
        fields = ("newsletter", "number", "title", "date", "introduction", "full_issue", "file", "owner")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "number" in self.fields:
            self.fields["number"].required = False
            self.fields["number"].help_text = "Runs on within the newsletter; empty means: the next one."

    def clean(self) -> dict[str, Any]:
        """Count on, unless a number is typed."""
        typed = super().clean() or {}
        if self.instance.content:
            self.add_error(None, APPROVED_MEANWHILE)
            return typed
        newsletter = typed.get("newsletter")
        if newsletter and "number" not in self.errors and typed.get("number") is None:
            typed["number"] = next_number(newsletter)
        if "number" in typed and not issuing.may_be_number(typed["number"]):
            self.add_error("number", str(issuing.NotANumber()))
        if typed.get("full_issue") and typed.get("file"):
            self.add_error("full_issue", "Empty this: readers get the file that you chose.")
        return typed

    def require_seen(self, typed: dict[str, Any]) -> None:
        """Not of an approved issue, which nobody replaces any more."""
        if not self.instance.content:
            super().require_seen(typed)

    def digest_of_saved(self) -> str:
        """Of the issue with its entries."""
        return freeze_issue(self.instance).digest

    def clean_date(self) -> date:
        """The day on the issue's front page, of a year that somebody can mean."""
        day: date = self.cleaned_data["date"]
        check_year(day)
        return day

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


class IssueItemForm(LineForm):
    """A release, or own words."""

    class Meta:
        model = IssueItem
        fields = ("position", "release", "title", "text")
        widgets = {"text": forms.Textarea({"rows": 3})}
