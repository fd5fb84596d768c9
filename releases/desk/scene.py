"""One release as it stands at one instant, with everything that a confirm page says about it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from releases import conf
from releases.content import Content
from releases.desk import checks, offers
from releases.desk.changes import changed_parts
from releases.freezing import freeze
from releases.models import Release, ReleaseVersion, clock
from releases.queries.standing import Standing, standing
from releases.text.times import DateTexts, dated, until


@dataclass(frozen=True)
class Choice:
    """The minute from which readers get a version; `at` is None for “now”."""

    at: datetime | None

    @property
    def key(self) -> str:
        """How a page remembers which choice it has put in words."""
        return self.at.isoformat() if self.at else "now"


NOW = Choice(None)


@dataclass(frozen=True)
class Scene:
    """What a person looks at before a move; nothing in it changes a row."""

    release: Release
    standing: Standing
    at: datetime
    person: User
    content: Content
    """The working text as the approval would freeze it."""
    to_sign_off: ReleaseVersion | None
    """What one other person approved alone, if this one should read it."""
    choice: Choice | None = None
    """From when readers get it, as far as the person has chosen."""

    @property
    def findings(self) -> tuple[checks.Finding, ...]:
        """What has to be mended first."""
        return checks.blocking(self.content)

    @property
    def changed(self) -> tuple[str, ...]:
        """The parts that differ from what readers see, or last saw; empty without such a version."""
        before = self.last_seen
        return changed_parts(before.frozen, self.content) if before else ()

    @property
    def last_seen(self) -> ReleaseVersion | None:
        """The version that readers see or, of a withdrawn release, saw last."""
        if self.standing.live:
            return self.standing.live
        return self.standing.withdrawal.version if self.standing.withdrawal else None

    @property
    def next_number(self) -> int:
        """The number of the version that an approval would make; a scheduled one gives its number back."""
        if self.standing.scheduled:
            return self.standing.scheduled.number or 1
        numbers = self.release.versions.exclude(number=None).order_by("-number")
        return (numbers.values_list("number", flat=True).first() or 0) + 1

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


def look(release: Release, *, by: User) -> Scene:
    """Read where the release stands now."""
    at = clock.now()
    return Scene(
        release, standing(release, at), at, by, freeze(release).content, offers.to_sign_off(release, by=by)
    )
