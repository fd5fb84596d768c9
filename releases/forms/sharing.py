"""What people type to give somebody outside a preview link. Whether they may is asked by the action."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, cast

from django import forms

from releases.forms.typed import TypedTextMixin
from releases.vocabulary import Purpose

SHOWS = {
    Purpose.REVIEW: "Review: the working text as it stands when they open it",
    Purpose.EMBARGO: "Embargo: what was approved, until everybody can read it",
}
LASTS = {
    Purpose.REVIEW: "As usual: 3 days",
    Purpose.EMBARGO: "As usual: until it is public, at most 30 days",
}
USUAL = "As usual: 3 days for a review, until it is public for an embargo"
DAYS = [("1", "1 day"), ("3", "3 days"), ("7", "7 days")]


class ShareForm(TypedTextMixin, forms.Form):
    """For whom, to read what, and for how long."""

    recipient = forms.CharField(
        label="Who will read it?",
        max_length=120,
        help_text="Name and newspaper: Ana Ruiz, The Daily. It stands all over every page that they open.",
        error_messages={"required": "Write who will read: a name and a newspaper."},
    )
    purpose = forms.ChoiceField(
        label="What do they get?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what they get.",
            "invalid_choice": "Choose one of these. An embargo link needs an editor and a scheduled version.",
        },
    )
    days = forms.TypedChoiceField(
        label="For how long?",
        required=False,
        choices=[("", USUAL), *DAYS],
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "Choose one of these."},
    )

    def __init__(self, *args: Any, purposes: Collection[Purpose], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["purpose"]).choices = [
            (purpose.value, SHOWS[purpose]) for purpose in Purpose if purpose in purposes
        ]
        if len(purposes) == 1:
            (only,) = purposes
            self.initial["purpose"] = only.value
            cast(forms.TypedChoiceField, self.fields["days"]).choices = [("", LASTS[only]), *DAYS]

    def lasts(self) -> timedelta | None:
        """For how long; None is “as usual”."""
        days = self.cleaned_data["days"]
        return timedelta(days=days) if days else None
