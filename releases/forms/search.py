"""The search of the list: an address read into filters, with a sentence for what does not fit."""

from collections.abc import Mapping
from typing import Any

from django import forms

from releases.queries.filters import IN_ADDRESS, Filters
from releases.text import query
from releases.text.days import EARLIEST, LATEST, Days
from releases.vocabulary import Kind

NOT_IN_THE_LIST = "Choose one from this list. The link that brought you here asks for something else."
NOT_A_YEAR = f"Write a year from {EARLIEST} to {LATEST}, such as 2010."
NOT_A_DAY = "Write a year, a month or a day, such as 2010, 2010-12 or 2010-12-14."
TOO_LONG = f"Search for fewer words: up to {query.LONGEST} letters."
BACKWARDS = "The last day comes before the first one. Exchange them, or leave one out."


class DayField(forms.CharField):
    """A year, a month or a day, in its one spelling."""

    def clean(self, value: str | None) -> str:
        """Return the spelling that filters know."""
        written = super().clean(value)
        try:
            return Days.parse(written).text if written else ""
        except ValueError as error:
            raise forms.ValidationError(NOT_A_DAY) from error


class WordsField(forms.CharField):
    """What a reader looks for, without characters that nobody can type."""

    def clean(self, value: str | None) -> str:
        """Return the words on one line."""
        written = query.tidied(value or "")
        if len(written) > query.LONGEST:
            raise forms.ValidationError(TOO_LONG)
        return written


def _slug_field() -> forms.RegexField:
    # A name that no release has is no mistake: it finds nothing, and the page says what to leave out.
    return forms.RegexField(
        r"\A[-a-zA-Z0-9_]{1,80}\Z", required=False, error_messages=_saying(NOT_IN_THE_LIST)
    )


def _saying(sentence: str) -> dict[str, str]:
    return {"invalid": sentence, "invalid_choice": sentence, "null_characters_not_allowed": sentence}


class FindForm(forms.Form):
    """Words, kind, programme, topic, author, year, and the first and last day of a range."""

    q = WordsField(required=False)
    kind = forms.ChoiceField(choices=Kind, required=False, error_messages=_saying(NOT_IN_THE_LIST))
    programme = _slug_field()
    topic = _slug_field()
    author = _slug_field()
    year = forms.RegexField(r"\A[0-9]{4}\Z", required=False, error_messages=_saying(NOT_A_YEAR))
    since = DayField(required=False, error_messages=_saying(NOT_A_DAY))
    until = DayField(required=False, error_messages=_saying(NOT_A_DAY))

    def add_prefix(self, field_name: str) -> str:
        """The name in the address."""
        return IN_ADDRESS.get(field_name, field_name)

    def clean_year(self) -> str:
        """A year in which there could be a release."""
        year: str = self.cleaned_data["year"]
        if year and not EARLIEST <= int(year) <= LATEST:
            raise forms.ValidationError(NOT_A_YEAR)
        return year

    def clean(self) -> dict[str, Any]:
        """A range goes forwards."""
        cleaned: dict[str, Any] = self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and Days.parse(until).last < Days.parse(since).first:
            self.add_error("until", BACKWARDS)
        return cleaned

    @property
    def filters(self) -> Filters:
        """What was asked for. Of a form with mistakes: what was right."""
        self.is_valid()
        right = {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
        return Filters(**right)

    @property
    def sentences(self) -> Mapping[str, str]:
        """The mistakes, each by the name of its field in the address."""
        return {self.add_prefix(name): str(errors[0]) for name, errors in self.errors.items()}
