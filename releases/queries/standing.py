"""Where one release stands: what readers see, what is to come, what was withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from releases.models import Release, ReleaseVersion, Withdrawal
from releases.vocabulary import PublicState


@dataclass(frozen=True)
class Standing:
    """What follows from a release's intervals at one instant."""

    live: ReleaseVersion | None
    scheduled: ReleaseVersion | None
    withdrawal: Withdrawal | None

    @property
    def states(self) -> frozenset[PublicState]:
        """Every public state that is true; a live release can have a scheduled successor."""
        states = set()
        if self.live:
            states.add(PublicState.LIVE)
        if self.withdrawal:
            states.add(PublicState.WITHDRAWN)
        if self.scheduled:
            states.add(PublicState.SCHEDULED)
        return frozenset(states or {PublicState.NEVER})

    @property
    def mark(self) -> str:
        """Which versions and which notice these are: whoever saw another mark saw something else."""
        rows = (self.live, self.scheduled, self.withdrawal)
        return "/".join(str(row.pk) if row else "" for row in rows)

    @property
    def text(self) -> str:
        """The states in words, for history: “live and scheduled”."""
        return " and ".join(state.label.lower() for state in PublicState if state in self.states)


def standing(release: Release, at: datetime | None = None) -> Standing:
    """Look at the intervals of one release, now or at an aware instant."""
    stand = {row.is_to_come: row for row in ReleaseVersion.objects.filter(release=release).standing(at)}
    live, scheduled = stand.get(False), stand.get(True)
    notices = Withdrawal.objects.in_force(at).filter(version__release=release)
    return Standing(
        live=live,
        scheduled=scheduled,
        # None is in force where a version is public.
        withdrawal=None if live else notices.first(),
    )
