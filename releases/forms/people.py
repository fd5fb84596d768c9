"""Authors, contacts, programmes and topics as staff type them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from releases.forms.second_saver import SecondSaverMixin
from releases.forms.typed import TypedTextMixin
from releases.models import Author, MediaContact, MediaFile, Programme, Topic
from releases.text import phones
from releases.text.addresses import slug as slug_of


class NamedForm(SecondSaverMixin, TypedTextMixin, forms.ModelForm):  # type: ignore[type-arg]
    """Something with a name and an address of its own, which is made from the name when it is empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            field = self.fields["slug"]
            field.required = False
            field.label = "Address"
            field.help_text = "The end of its address. Made from the name when empty."
            field.error_messages |= {"invalid": "Use letters, digits and hyphens only: matt-schroeder."}

    def clean(self) -> dict[str, Any]:
        """Give it an address, unless it has one."""
        typed = super().clean() or {}
        if "slug" in self.fields and "slug" not in self.errors:
            typed["slug"] = typed.get("slug") or slug_of(typed.get("name", ""))
            everybody = type(self.instance)._default_manager
            if everybody.filter(slug=typed["slug"]).exclude(pk=self.instance.pk).exists():
                self.add_error("slug", f"“{typed['slug']}” is taken. Type another address.")
        return typed


class AuthorForm(NamedForm):
    """Somebody who signs releases or can be interviewed."""

    what = "author"

    class Meta:
        model = Author
        fields = ("name", "slug", "known_as", "title", "programme", "biography", "aliases", "portrait")
        widgets = {"aliases": forms.Textarea({"rows": 3}), "biography": forms.Textarea({"rows": 8})}

    def clean_portrait(self) -> MediaFile | None:
        """A picture with its words: it is on the author's page at once, without an approval."""
        portrait: MediaFile | None = self.cleaned_data["portrait"]
        if portrait and portrait.missing_words:
            missing = " and ".join(f"a {word}" for word in portrait.missing_words)
            raise ValidationError(f"Give “{portrait.name}” {missing} first, in the library.")
        return portrait


class PhoneFormMixin(forms.BaseForm):
    """Telephones as people write them; each is kept with what machines dial."""

    instance: Any

    def clean_phone(self, dialled: str, typed: str) -> str:
        """Keep what machines dial in the field `dialled`; return what people read."""
        if not typed.strip():
            setattr(self.instance, dialled, "")
            return ""
        try:
            phone = phones.parse(typed)
        except phones.NotAPhone as refusal:
            raise ValidationError(str(refusal)) from refusal
        setattr(self.instance, dialled, phone.tel_uri.removeprefix("tel:"))
        return phone.text


class MediaContactForm(PhoneFormMixin, NamedForm):
    """A human whom journalists can call."""

    what = "media contact"

    class Meta:
        model = MediaContact
        fields = (
            "name", "slug", "title", "phone_text", "email", "hours", "is_active", "successor", "author",
        )  # fmt: skip

    def clean_phone_text(self) -> str:
        """A number that can be dialled, or none."""
        return self.clean_phone("phone", self.cleaned_data["phone_text"])

    def clean(self) -> dict[str, Any]:
        """Somebody who works here needs no successor."""
        typed = super().clean()
        if typed.get("is_active") and typed.get("successor"):
            self.add_error("successor", "Untick “works here” first: only who left has a successor.")
        return typed


class ProgrammeForm(NamedForm):
    """A part of the organisation that speaks in releases."""

    what = "programme"

    class Meta:
        model = Programme
        fields = ("name", "slug", "description")
        widgets = {"description": forms.Textarea({"rows": 3})}


class TopicForm(NamedForm):
    """A subject that readers follow."""

    what = "topic"

    class Meta:
        model = Topic
        fields = ("name", "slug")
