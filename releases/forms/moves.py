"""What people type on the confirm pages of moves. Whether they may is asked by the actions."""

from datetime import datetime
from typing import Any, cast

from django import forms

from releases.desk.stage import NOW, Choice, Stage
from releases.forms.times import MinuteField
from releases.forms.typed import SLUG_SENTENCE, TypedTextMixin

PLANNED, AT_ONCE, OTHER = "planned", "now", "other"
SHOWN, HIDDEN = "shown", "hidden"
HIDES = "No, hide it: the headline itself must go. Move the address too, if it has the same words"


class MoveForm(TypedTextMixin, forms.Form):
    """A move that needs no more than its button."""

    def __init__(self, *args: Any, scene: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scene = scene

    def choice(self) -> Choice | None:
        """The minute that the page has to put in words before the button acts; None if there is none."""
        return None

    def typed_words(self) -> list[tuple[str, str]]:
        """What somebody has written into it, by label: a page without the form still shows it."""
        written = [field for field in self if isinstance(field.field.widget, forms.Textarea)]
        return [(str(field.label), field.value()) for field in written if self.is_bound and field.value()]


class SendBackForm(MoveForm):
    """A note for the writer."""

    note = forms.CharField(
        label="What should the writer mend?",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write a note: what should the writer mend?"},
    )


class WithdrawForm(MoveForm):
    """The notice that readers find instead."""

    reason = forms.CharField(
        label="Reason",
        help_text="Readers find it at the address of the release.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the reason. Readers find it at the address of the release."},
    )
    headline = forms.ChoiceField(
        label="Does the notice name the headline?",
        widget=forms.RadioSelect,
        choices=[(SHOWN, "Yes, show the headline"), (HIDDEN, HIDES)],
        initial=SHOWN,
        error_messages={"required": "Choose whether the notice names the headline."},
    )


class MoveAddressForm(MoveForm):
    """The last part of the new address."""

    slug = forms.SlugField(
        label="The end of the new address",
        max_length=100,
        help_text="Words in small letters, joined by hyphens: new-missile-watch-report.",
        error_messages={
            "required": "Type the new address.",
            "invalid": SLUG_SENTENCE,
        },
    )


class ApproveForm(MoveForm):
    """From when readers get it: now, at the planned minute, or at another one."""

    when = forms.ChoiceField(
        label="When does it become public?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose when it becomes public.",
            "invalid_choice": "The planned minute has passed. Choose a later one, or choose “now”.",
        },
    )
    minute = MinuteField(label="The other minute", required=False)

    def __init__(self, *args: Any, scene: Stage, **kwargs: Any) -> None:
        super().__init__(*args, scene=scene, **kwargs)
        planned = scene.planned
        choices = [(AT_ONCE, "Now"), (OTHER, "At another minute")]
        if planned and planned > scene.at:
            choices.insert(0, (PLANNED, f"As planned: {scene.day(planned)}"))
            self.initial["when"] = PLANNED
        elif planned is None:
            self.initial["when"] = AT_ONCE
        else:
            self.fields["when"].help_text = f"The planned minute, {scene.day(planned)}, has passed."
        cast(forms.ChoiceField, self.fields["when"]).choices = choices

    def clean(self) -> dict[str, Any]:
        """Ask for the other minute if it is chosen, and refuse one that has passed or was not chosen."""
        typed = super().clean() or {}
        minute = typed.get("minute")
        if "when" in self.errors or "minute" in self.errors:
            return typed
        if typed.get("when") != OTHER:
            if minute is not None:
                day = self.scene.day(minute)
                self.add_error("minute", f"Choose “At another minute” for {day}, or empty its boxes.")
            return typed
        if minute is None:
            self.add_error("minute", "Type the day and the time.")
        elif minute <= self.scene.at:
            self.add_error("minute", f"{self.scene.day(minute)} has passed. Choose a later minute or “now”.")
        return typed

    def choice(self) -> Choice | None:
        """What is chosen so far, in the form as it was posted or as it opens."""
        typed = self.cleaned_data if self.is_bound and self.is_valid() else {}
        when = typed.get("when") if self.is_bound else self.initial.get("when")
        if when == PLANNED:
            return Choice(self.scene.planned)
        if when == OTHER:
            return Choice(typed["minute"])
        return NOW if when == AT_ONCE else None


class ApproveAloneForm(ApproveForm):
    """The same, and why nobody else can approve it."""

    reason = forms.CharField(
        label="Why can nobody else approve it?",
        help_text="Another editor will read this.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why nobody else can approve this. Another editor will read it."},
    )


class ArchiveForm(MoveForm):
    """The past date under which it stands."""

    dated = MinuteField(
        label="When did it first appear?",
        error_messages={"required": "Name the day and the time when it first appeared."},
    )

    def __init__(self, *args: Any, scene: Stage, **kwargs: Any) -> None:
        super().__init__(*args, scene=scene, **kwargs)
        planned = scene.planned
        if planned and planned <= scene.at:
            self.initial["dated"] = planned

    def clean_dated(self) -> datetime:
        """Refuse a minute to come: the page would promise what the action refuses."""
        dated: datetime = self.cleaned_data["dated"]
        if dated >= self.scene.at:
            raise forms.ValidationError(
                f"{self.scene.day(dated)} is to come. The archive is for the past: choose a day that is over."
            )
        return dated

    def choice(self) -> Choice | None:
        """The past date, once there is one."""
        if self.is_bound:
            return Choice(self.cleaned_data["dated"]) if self.is_valid() else None
        return Choice(self.initial["dated"]) if "dated" in self.initial else None
