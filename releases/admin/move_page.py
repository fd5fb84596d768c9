"""One confirm page of one move, and what a press of its button carries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from releases.desk.stage import Choice, Confirmation
from releases.forms.moves import MoveForm
from releases.workflow import Move


@dataclass(frozen=True)
class Press:
    """One press of a button: on what, by whom, what they typed, and what the page had shown them."""

    thing: Any
    by: User
    typed: dict[str, Any]
    choice: Choice | None
    seen: str
    """Which text the page was about."""
    scheduled: int | None
    """Which version the page called scheduled."""
    looked_at: str = ""
    """The mark of where the page said that the thing stands."""
    to_sign_off: int | None = None
    """Which version the page asked them to sign off."""
    address: str = ""
    """The end of the address that the page named."""

    @property
    def minute(self) -> datetime | None:
        """The chosen minute; None is “now”."""
        return self.choice.at if self.choice else None


@dataclass(frozen=True)
class MovePage:
    """One confirm page. `moves` are the rows of the workflow that its button can make."""

    address: str
    moves: tuple[Move, ...]
    label: str
    hint: str
    form: type[MoveForm]
    words: Callable[[Any], Confirmation]
    act: Callable[[Press], str]
    """Make the move and say in a sentence what happened."""
    instead: tuple[Move, ...] = ()
    """What its page leads to as well, for whoever comes too late."""


@dataclass(frozen=True)
class MoveLink:
    """A move that this person may make from here, as a link to its confirm page."""

    label: str
    url: str
    hint: str


def person_of(request: HttpRequest) -> User:
    """Whoever is logged in; the admin has asked for a login already."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
