"""One release as it stands at one instant, with everything that a confirm page says about it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from releases import conf
from releases.content import Content
from releases.desk import checks, offers
from releases.desk.stage import Stage
from releases.freezing import freeze
from releases.models import Release, ReleaseVersion, clock
from releases.queries import previews
from releases.queries.standing import Standing, standing
from releases.rendering.comparison import Difference, differences


@dataclass(frozen=True, kw_only=True)
class Scene(Stage):
    """A release before a move."""

    release: Release
    standing: Standing
    content: Content
    """The working text as the approval would freeze it."""
    links: tuple[previews.Given, ...]
    """Every preview link that was given for it."""
    digest: str
    to_sign_off: ReleaseVersion | None
    """What one other person approved alone, if this one should read it."""

    @property
    def planned(self) -> datetime | None:
        """The minute that the writer proposes."""
        return self.release.planned_for

    @property
    def seen(self) -> str:
        """What the person reads: the edit token, and the digest of every word that would be frozen."""
        return f"{self.release.edit_token}.{self.digest}"

    @property
    def carried(self) -> dict[str, str]:
        """The text, where the release stands and under which address, and what one person approved alone."""
        return {
            "seen": self.seen,
            "scheduled": _id_of(self.standing.scheduled),
            "looked_at": self.standing.mark,
            "to_sign_off": _id_of(self.to_sign_off),
            "address": self.release.slug or "",
        }

    @property
    def findings(self) -> tuple[checks.Finding, ...]:
        """What has to be mended first."""
        return checks.blocking(self.content)

    @property
    def advice(self) -> tuple[checks.Finding, ...]:
        """What is worth a look; it holds nothing back."""
        seen, chosen = self.last_seen, self.choice.at if self.choice else None
        day = seen.first_public_at if seen else chosen or self.planned or self.at
        return checks.advice(self.content, day.astimezone(conf.zone()).date())

    @property
    def changed(self) -> tuple[Difference, ...]:
        """What differs from what readers see, or last saw; empty without such a version."""
        before = self.last_seen
        return differences(before.frozen, self.content) if before else ()

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


def _id_of(version: ReleaseVersion | None) -> str:
    return str(version.pk) if version else ""


def look(release: Release, *, by: User) -> Scene:
    """Read where the release stands now."""
    at = clock.now()
    frozen = freeze(release)
    return Scene(
        person=by,
        at=at,
        release=release,
        standing=standing(release, at),
        content=frozen.content,
        digest=frozen.digest,
        links=previews.links_of(release, at),
        to_sign_off=offers.to_sign_off(release, by=by),
    )
