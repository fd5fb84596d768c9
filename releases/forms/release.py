"""The release as writers type it."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict

from releases.actions import editing
from releases.forms import snapshot
from releases.forms.rich import IllustratedField
from releases.forms.times import MinuteField, in_words, require_to_come
from releases.forms.typed import SLUG_SENTENCE, TypedTextMixin
from releases.models import Draft, NewsletterIssue, OldAddress, Release
from releases.text import sanitize
from releases.vocabulary import Right
from releases.workflow import MoveNotAllowed

SHORT_FIELDS = {"slug": 60, "place": 40, "language": 8, "headline": 80, "subheadline": 80, "change_place": 60}
LONGEST_BODY = 1_000_000
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""The shape of a BCP 47 tag, as browsers and screen readers expect it in the page."""


class PersonChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Staff by their names."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.get_full_name() or obj.get_username())


@dataclass(frozen=True)
class Conflict:
    """What was saved while somebody else was typing: by whom, and when."""

    who: str
    when: str


class ReleaseForm(TypedTextMixin, forms.ModelForm):  # type: ignore[type-arg]
    """Every word of the working text but its lines.

    With `editor` set, checking the form holds the row: the second of two savers learns what the first
    did, and approved text is refused. Without it the form only looks (previews, restored words).
    """

    editor: ClassVar[User | None] = None
    restored: ClassVar[QueryDict | None] = None
    """Words to show in place of the saved ones."""

    body = IllustratedField(label="Text", required=False, height=480, max_length=LONGEST_BODY)
    planned_for = MinuteField(
        label="Public from", required=False, help_text="Leave both boxes empty for: when it is approved."
    )
    event_starts_at = MinuteField(label="Event begins", required=False)
    owner = PersonChoiceField(
        User.objects.none(), required=False, help_text="Whom colleagues ask about this release."
    )
    edit_token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    """Fingerprints of what this form was opened with: they tell later who has changed what."""

    class Meta:
        model = Release
        exclude = ("status", "submitted_by", "submitted_at", "edit_token")  # noqa: DJ006 the admin names the fields
        error_messages: ClassVar = {"slug": {"invalid": SLUG_SENTENCE}}
        widgets = {
            "summary": forms.Textarea({"rows": 3}),
            "event_attendance": forms.Textarea({"rows": 3}),
            "change_note": forms.Textarea({"rows": 3}),
            "internal_note": forms.Textarea({"rows": 3}),
        }

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(self.restored if data is None else data, files, **kwargs)
        self.conflict: Conflict | None = None
        for name, size in SHORT_FIELDS.items():
            if name in self.fields:
                self.fields[name].widget.attrs["size"] = size
        if self.instance.pk:
            self.initial["body"] = sanitize.clean_with_pictures(self.instance.body).html
            self.initial["edit_token"] = self.instance.edit_token
            if not self.is_bound:
                self.initial["opened"] = snapshot.of_saved(self, self.instance).fingerprints()
        announces = self.fields.get("announces")
        if isinstance(announces, forms.ModelChoiceField):
            announces.queryset = NewsletterIssue.objects.select_related("newsletter").newest_first()
        owner = self.fields.get("owner")
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = _writers_and(self.instance.owner_id)

    def clean_slug(self) -> str | None:
        """No address that another release once had: it leads there for ever."""
        slug: str | None = self.cleaned_data["slug"]
        taken = slug and OldAddress.objects.filter(slug=slug).exclude(release=self.instance.pk).exists()
        if taken:
            raise ValidationError(
                "Another release once had this address, and it still leads there. Change a word."
            )
        return slug

    def clean_planned_for(self) -> datetime | None:
        """No new minute that has passed; one that passed since it was saved holds up no other change."""
        minute: datetime | None = self.cleaned_data["planned_for"]
        if minute is not None and minute != self.initial.get("planned_for"):
            require_to_come(minute)
        return minute

    def clean_language(self) -> str:
        """A tag that can stand in the page."""
        language: str = self.cleaned_data["language"]
        if not LANGUAGE.fullmatch(language):
            raise ValidationError("Write the language as a short tag, such as en, es or pt-BR.")
        return language

    def clean(self) -> dict[str, Any] | None:
        """Hold the row, and refuse what would overwrite a colleague's words unseen."""
        cleaned = super().clean()
        if self.editor is not None and self.instance.pk:
            self._require_latest(self.editor)
        return cleaned

    def _require_latest(self, editor: User) -> None:
        try:
            held = editing.hold(self.instance, by=editor)
        except MoveNotAllowed as refusal:
            raise ValidationError(str(refusal)) from refusal
        if held.edit_token == self.cleaned_data.get("edit_token"):
            return
        latest = Draft.objects.filter(release=held).select_related("by").first()
        who = "Somebody" if latest is None else latest.by.get_full_name() or latest.by.get_username()
        if latest is not None and latest.by_id == editor.pk:
            who = f"You ({who})"
        when = in_words(latest.at if latest else held.changed_at)
        self.conflict = Conflict(who, when)
        raise ValidationError("Nothing is saved yet, and nothing that you typed is lost.")


def _writers_and(owner_id: int | None) -> QuerySet[User]:
    """Everybody who may write, and whoever owns the release already."""
    may_write = Q(
        is_active=True,
        groups__permissions__codename=Right.WRITE,
        groups__permissions__content_type__app_label="releases",
    )
    return User.objects.filter(may_write | Q(pk=owner_id)).distinct().order_by("first_name", "username")
