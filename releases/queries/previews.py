"""What the holder of a preview link gets to see at one instant, and who holds one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from django.db.models import Count, Max, QuerySet

from releases.content import Content
from releases.freezing import freeze
from releases.models import PreviewLink, Release, ReleaseVersion, Withdrawal
from releases.queries.standing import Standing, standing
from releases.vocabulary import Purpose, Status


class Leads(Enum):
    """Where a link takes its holder."""

    WORKING_TEXT = auto()
    SCHEDULED = auto()
    PUBLIC = auto()
    """What it was for is public: it leads to the release's own address."""
    NOTHING = auto()
    """Nothing is behind it now: what was scheduled is cancelled, or the release was withdrawn."""
    REVOKED = auto()
    RAN_OUT = auto()


@dataclass(frozen=True)
class Shown:
    """The content behind a valid link, and the instant from which everybody can read it, if one is set."""

    link: PreviewLink
    content: Content
    digest: str
    lifts_at: datetime | None
    is_live: bool
    """Whether the release has an address that readers know, with an earlier version."""


@dataclass(frozen=True)
class NowPublic:
    """What the link was for is public: the holder is sent to the release's own address."""

    release: Release


@dataclass(frozen=True)
class Given:
    """A link as the press office sees it."""

    link: PreviewLink
    leads: Leads
    scheduled: ReleaseVersion | None
    openings: int
    last_opened_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether its holder can read something that is not public."""
        return self.leads in (Leads.WORKING_TEXT, Leads.SCHEDULED)


def behind(link_id: int, at: datetime) -> Shown | NowPublic | None:
    """Say what the link opens at this instant of the database's clock; None is “unknown”.

    A link opens nothing when it was revoked, ran out, or the release was withdrawn after it was given.
    It ends with the first lift that follows it: what is written later needs a new link.
    """
    link = PreviewLink.objects.valid(at).select_related("release").filter(pk=link_id).first()
    return _behind(link, at) if link else None


def behind_token(token_hash: str, at: datetime) -> Shown | NowPublic | None:
    """The same for whoever has not a link's number but the hash of its token."""
    link = PreviewLink.objects.valid(at).select_related("release").filter(token_hash=token_hash).first()
    return _behind(link, at) if link else None


def links_of(release: Release, at: datetime) -> tuple[Given, ...]:
    """Every link that was ever given for the release, the latest first."""
    return tuple(_given(PreviewLink.objects.filter(release=release), at))


def open_links(at: datetime, release: Release | None = None) -> tuple[Given, ...]:
    """The links, of one release or of all, whose holders can read what is not public; the latest first."""
    links = PreviewLink.objects.valid(at)
    mine = links.filter(release=release) if release else links
    return tuple(given for given in _given(mine, at) if given.is_open)


def purposes(release: Release, at: datetime) -> tuple[Purpose, ...]:
    """Which links would open something that readers cannot see."""
    stood = standing(release, at)
    found = [] if _is_all_public(release, stood) else [Purpose.REVIEW]
    return tuple([*found, Purpose.EMBARGO] if stood.scheduled else found)


def _behind(link: PreviewLink, at: datetime) -> Shown | NowPublic | None:
    stood = standing(link.release, at)
    leads = _leads(link, stood, at)
    if leads is Leads.PUBLIC:
        return NowPublic(link.release)
    if leads is Leads.SCHEDULED and (version := stood.scheduled):
        return Shown(link, version.frozen, version.digest, version.public_from, bool(stood.live))
    if leads is Leads.WORKING_TEXT:
        # Without a minute of its own: nobody has approved one, and paper would call it an embargo.
        frozen = freeze(link.release, first_public_at=stood.live.first_public_at if stood.live else None)
        lifts_at = stood.scheduled.public_from if stood.scheduled else None
        return Shown(link, frozen.content, frozen.digest, lifts_at, bool(stood.live))
    return None


def _leads(link: PreviewLink, stood: Standing, at: datetime) -> Leads:
    if link.revoked_at:
        return Leads.REVOKED
    if link.expires_at <= at:
        return Leads.RAN_OUT
    if stood.withdrawal and stood.withdrawal.at > link.created_at:
        return Leads.NOTHING
    if stood.live and stood.live.began_after(link.created_at):
        return Leads.PUBLIC
    if link.purpose == Purpose.REVIEW and not _is_all_public(link.release, stood):
        return Leads.WORKING_TEXT
    if link.purpose == Purpose.EMBARGO and stood.scheduled:
        return Leads.SCHEDULED
    return Leads.PUBLIC if stood.live else Leads.NOTHING


def _is_all_public(release: Release, stood: Standing) -> bool:
    """Whether the working text is what readers see already."""
    return bool(stood.live) and release.status == Status.APPROVED


def _given(links: QuerySet[PreviewLink], at: datetime) -> list[Given]:
    """Links with where they lead, in four queries however many they are."""
    counted = links.select_related("release", "created_by", "revoked_by").annotate(
        times_opened=Count("openings"), last_opened_at=Max("openings__at")
    )
    found = list(counted.order_by("-created_at", "-pk"))
    if not found:
        return []
    stood = _standings({link.release_id for link in found}, at)
    return [
        Given(
            link,
            _leads(link, stood[link.release_id], at),
            stood[link.release_id].scheduled,
            link.times_opened,
            link.last_opened_at,
        )
        for link in found
    ]


def _standings(wanted: Iterable[int], at: datetime) -> dict[int, Standing]:
    versions = ReleaseVersion.objects.filter(release__in=wanted).defer("content", "search_text")
    live = {version.release_id: version for version in versions.public(at)}
    scheduled = {version.release_id: version for version in versions.scheduled(at)}
    withdrawals = Withdrawal.objects.in_force(at).filter(version__release__in=wanted)
    withdrawn = {notice.version.release_id: notice for notice in withdrawals.select_related("version")}
    return {pk: Standing(live.get(pk), scheduled.get(pk), withdrawn.get(pk)) for pk in wanted}
