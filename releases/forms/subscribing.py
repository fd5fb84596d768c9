"""Sign-up: one address, what to send there, and which releases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms

from releases.actions.subscribing import Wish
from releases.models import Newsletter, Programme, Subscription, Topic
from releases.queries.subscribing import Offer
from releases.rendering.wishes import RELEASES, newsletter_wording, releases_wording
from releases.text.mailboxes import Mailbox, NotAMailbox, mailbox
from releases.vocabulary import Kind

Named = TypeVar("Named", Newsletter, Programme, Topic)

NOT_OFFERED = "Choose from this list. What was sent is not in it any more."
NOTHING_CHOSEN = "Choose what you want to get: a newsletter, the press releases, or both."
RELEASES_TOO = "You chose which press releases, but not to get them. Tick this box, or choose “All” below."
_SAYING = {
    "invalid_choice": NOT_OFFERED,
    "null_characters_not_allowed": NOT_OFFERED,
    "invalid_list": NOT_OFFERED,
}


@dataclass(frozen=True)
class Choice:
    """A box to tick or a line of a list, as it is drawn."""

    value: str
    label: str
    chosen: bool


class MailboxField(forms.CharField):
    """An e-mail address in the spelling that mail servers understand."""

    def clean(self, value: str | None) -> Mailbox:
        """Return the mailbox, or say how to write it."""
        try:
            return mailbox(value or "")
        except NotAMailbox as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class WhichReleases(forms.Form):
    """Which releases: by programme, topic and kind; nothing chosen means all."""

    programme = forms.ChoiceField(required=False, error_messages=_SAYING)
    topic = forms.ChoiceField(required=False, error_messages=_SAYING)
    kind = forms.ChoiceField(choices=Kind, required=False, error_messages=_SAYING)

    def __init__(self, *args: Any, offer: Offer, has: Subscription | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What somebody has chosen stays in their list, even if no public release names it at the moment.
        self.programmes = _by_slug(offer.programmes, has.programme if has else None)
        self.topics = _by_slug(offer.topics, has.topic if has else None)
        self._field("programme").choices = [(slug, each.name) for slug, each in self.programmes.items()]
        self._field("topic").choices = [(slug, each.name) for slug, each in self.topics.items()]

    def chosen(self) -> tuple[Programme | None, Topic | None, str]:
        """What was chosen in a valid form."""
        typed = self.cleaned_data
        return (self.programmes.get(typed["programme"]), self.topics.get(typed["topic"]), typed["kind"])

    def lists(self) -> list[dict[str, Any]]:
        """The three lists as they are drawn, each with its mistake."""
        return [
            {
                "name": name,
                "label": name.capitalize(),
                "all": f"All {name}s",
                "choices": self._choices(name),
                "mistake": self.mistakes.get(name, ""),
            }
            for name in ("programme", "topic", "kind")
        ]

    @property
    def mistakes(self) -> Mapping[str, str]:
        """The sentences for mistakes, by field."""
        return {name: str(errors[0]) for name, errors in self.errors.items()}

    def _choices(self, name: str) -> list[Choice]:
        value = self[name].value() or ""
        return [Choice(slug, label, slug == value) for slug, label in self._field(name).choices]

    def _field(self, name: str) -> Any:
        return self.fields[name]


class SignUpForm(WhichReleases):
    """An address and what to send there. `newsletters` are slugs."""

    email = MailboxField(required=False)
    newsletters = forms.MultipleChoiceField(required=False, error_messages=_SAYING)
    releases = forms.BooleanField(required=False)

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, offer=offer, **kwargs)
        self.offered = _by_slug(offer.newsletters, None)
        self._field("newsletters").choices = [(slug, each.name) for slug, each in self.offered.items()]

    def clean(self) -> dict[str, Any]:
        """Something is chosen, and filters are chosen for releases."""
        typed = super().clean() or {}
        narrowed = any(typed.get(name) for name in ("programme", "topic", "kind"))
        if narrowed and not typed.get("releases"):
            self.add_error("releases", RELEASES_TOO)
        elif not typed.get("releases") and not typed.get("newsletters") and "newsletters" not in self.errors:
            self.add_error("newsletters", NOTHING_CHOSEN)
        return typed

    def wishes(self) -> tuple[Wish, ...]:
        """What was chosen in a valid form, in the words that the reader saw."""
        wanted = [self.offered[slug] for slug in self.cleaned_data["newsletters"]]
        wishes = [Wish(newsletter_wording(each), newsletter=each.pk) for each in wanted]
        if self.cleaned_data["releases"]:
            programme, topic, kind = self.chosen()
            wishes.append(
                Wish(
                    releases_wording(programme, topic, kind),
                    programme=programme.pk if programme else None,
                    topic=topic.pk if topic else None,
                    kind=kind,
                )
            )
        return tuple(wishes)

    def boxes(self) -> list[Choice]:
        """One box for each newsletter."""
        ticked = self["newsletters"].value() or ()
        return [Choice(slug, newsletter_wording(each), slug in ticked) for slug, each in self.offered.items()]

    def releases_box(self) -> Choice:
        """The box for releases."""
        return Choice("yes", RELEASES, bool(self["releases"].value()))


def _by_slug(offered: Iterable[Named], also: Named | None) -> dict[str, Named]:
    known = {each.slug: each for each in offered}
    return {**known, also.slug: also} if also else known
