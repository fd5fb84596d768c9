"""What staff can decide about an address, each with a page that says first what it does."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms

from releases.actions import subscriptions, suppressing
from releases.desk import subscribers as words
from releases.desk.stage import Confirmation
from releases.forms.suppressing import AllowForm, SuppressForm
from releases.models import Subscriber
from releases.vocabulary import Right


@dataclass(frozen=True)
class Decision:
    """Something to decide about an address: where, by whom, in which words, and the action behind it."""

    address: str
    right: Right
    words: Callable[[Subscriber], Confirmation]
    form: type[forms.Form]
    act: Callable[..., object]
    done: str
    ends_it: bool = False
    """Whether the address has no page of its own afterwards."""
    of_suppressed: bool | None = None
    """Whether it is for addresses that get no mail, or for those that do; None is for both."""

    def is_for(self, subscriber: Subscriber) -> bool:
        """Whether it makes sense of this address."""
        return self.of_suppressed in (None, subscriber.suppressed_at is not None)


DECISIONS = (
    Decision(
        "suppress",
        Right.WRITE_ISSUE,
        words.suppress,
        SuppressForm,
        suppressing.suppress,
        "{} gets no mail any more.",
        of_suppressed=False,
    ),
    Decision(
        "allow-again",
        Right.WRITE_ISSUE,
        words.allow_again,
        AllowForm,
        suppressing.allow_again,
        "{} gets its mail again.",
        of_suppressed=True,
    ),
    Decision(
        "erase",
        Right.APPROVE_ISSUE,
        words.erase,
        forms.Form,
        subscriptions.erase_on_request,
        "The address is erased.",
        ends_it=True,
    ),
)
