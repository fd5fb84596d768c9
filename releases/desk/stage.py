"""What every confirm page stands on: one person, one instant, and what they have chosen so far."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from releases import conf
from releases.rendering.comparison import Difference
from releases.text.times import DateTexts, dated, until


@dataclass(frozen=True)
class Choice:
    """The minute from which readers get something; `at` is None for “now”."""

    at: datetime | None

    @property
    def key(self) -> str:
        """How a page remembers which choice it has put in words."""
        return self.at.isoformat() if self.at else "now"


NOW = Choice(None)


@dataclass(frozen=True)
class Fact:
    """One row of a confirm page."""

    term: str
    words: tuple[str, ...]
    differences: tuple[Difference, ...] = ()
    """Parts of the text with what changed in them, below the words."""


@dataclass(frozen=True)
class Confirmation:
    """A whole confirm page: its question, its facts, and what its one button says."""

    question: str
    facts: tuple[Fact, ...]
    button: str


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What a person looks at before a move; nothing in it changes a row."""

    person: User
    at: datetime
    choice: Choice | None = None
    """From when readers get it, as far as the person has chosen."""

    @property
    def planned(self) -> datetime | None:
        """The minute that the writer proposes."""
        return None

    @property
    def seen(self) -> str:
        """Which text this is; a move compares it with the text it finds."""
        raise NotImplementedError

    @property
    def carried(self) -> dict[str, str]:
        """What the page shows, as its form carries it to the action: nobody decides what they did not see."""
        return {"seen": self.seen}

    def day(self, instant: datetime) -> str:
        """The instant as staff read it: weekday, date, time, zone and UTC."""
        texts = self.texts(instant)
        return f"{texts.full} ({texts.utc_text})"

    def texts(self, instant: datetime) -> DateTexts:
        """The instant in the organisation's zone."""
        return dated(instant, conf.zone())

    def until(self, instant: datetime) -> str:
        """How long it is until then: “in 1 day 18 h”."""
        return until(self.at, instant)


def name_of(person: User) -> str:
    """How colleagues name somebody."""
    return person.get_full_name() or person.get_username()
