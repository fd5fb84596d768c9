"""What answers at the address of one release: a version, a notice, another address, or nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Subquery

from releases.models import OldAddress, ReleaseVersion, VersionTopic, Withdrawal

CURRENT = "is_current"
RELATED = "is_related"
RELATED_AT_MOST = 3


@dataclass(frozen=True)
class Reading:
    """The current version of a release, those next to it in the list, and the newest on its topics."""

    version: ReleaseVersion
    earlier: ReleaseVersion | None
    later: ReleaseVersion | None
    related: tuple[ReleaseVersion, ...]
    oldest: int
    """The number of the first version that no withdrawal took away."""


@dataclass(frozen=True)
class NumberedReading:
    """One version by its number, and those that took its place one after the other."""

    version: ReleaseVersion
    is_current: bool
    later: tuple[ReleaseVersion, ...]
    oldest: int


@dataclass(frozen=True)
class Pair:
    """Two versions of a release that follow each other."""

    before: ReleaseVersion
    after: ReleaseVersion


def reading(slug: str, at: datetime | None = None) -> Reading | None:
    """What readers get at the release's address, with its neighbours and its relatives, in one query."""
    public = ReleaseVersion.objects.public(at)
    current = public.filter(release__slug=slug).order_by()
    place = (Subquery(current.values("first_public_at")[:1]), Subquery(current.values("pk")[:1]))
    above = public.newer_than(*place).order_by("first_public_at", "pk").values("pk")[:1]
    below = public.older_than(*place).newest_first().values("pk")[:1]
    topics = VersionTopic.objects.filter(version=place[1]).values("topic")
    on_them = VersionTopic.objects.filter(topic__in=topics)
    # By the index of topics, so that a release without one looks at no other.
    sharing = public.filter(pk__in=on_them.values("version")).exclude(pk=place[1])
    related = sharing.newest_first().values("pk")[:RELATED_AT_MOST]
    wanted = Q(pk=place[1]) | Q(pk=Subquery(above)) | Q(pk=Subquery(below)) | Q(pk__in=related)
    rows = list(
        public.filter(wanted)
        .with_taken_away(at)
        .annotate(**{RELATED: Exists(on_them.filter(version=OuterRef("pk")))})
        .select_related("release")
        .newest_first()
    )
    for position, version in enumerate(rows):
        if version.release.slug == slug:
            # Whatever else is here, nothing stands closer to a release than its neighbours.
            later, earlier = rows[:position][-1:], rows[position + 1 :][:1]
            relatives = [row for row in rows if getattr(row, RELATED) and row is not version]
            return Reading(
                version,
                earlier[0] if earlier else None,
                later[0] if later else None,
                tuple(relatives[:RELATED_AT_MOST]),
                _oldest(version),
            )
    return None


def numbered_reading(slug: str, number: int, at: datetime | None = None) -> NumberedReading | None:
    """The current or a superseded version of a release by its number, in one query."""
    wanted = Q(release__slug=slug, number__gte=number)
    public = ReleaseVersion.objects.public(at)
    readable = public.filter(wanted) | ReleaseVersion.objects.superseded(at).filter(wanted)
    versions = list(
        readable.with_taken_away(at)
        .annotate(**{CURRENT: Exists(public.filter(pk=OuterRef("pk")).order_by())})
        .select_related("release")
        .order_by("number")
    )
    if not versions or versions[0].number != number:
        return None
    version, *later = versions
    return NumberedReading(version, getattr(version, CURRENT), tuple(later), _oldest(version))


def _oldest(version: ReleaseVersion) -> int:
    """After `with_taken_away`."""
    return (getattr(version, "taken_away", None) or 0) + 1


def pair(slug: str, number: int, at: datetime | None = None) -> Pair | None:
    """A readable version and the one before it, in one query; None when either is not readable."""
    wanted = Q(release__slug=slug, number__in=[number - 1, number])
    readable = (
        ReleaseVersion.objects.public(at).filter(wanted)
        | ReleaseVersion.objects.superseded(at).filter(wanted)
    ).order_by("number")
    versions = list(readable)
    return Pair(*versions) if len(versions) == 2 else None


def withdrawal(slug: str, at: datetime | None = None) -> Withdrawal | None:
    """The notice that answers in place of a withdrawn release."""
    notices = Withdrawal.objects.in_force(at).filter(version__release__slug=slug)
    return notices.select_related("version__release").first()


def taken_away(slug: str, number: int, at: datetime | None = None) -> tuple[Withdrawal, ...]:
    """The notice that took this version away and the later ones; they answer once another one is public.

    A headline that a later notice hides is hidden in the earlier ones too.
    """
    if number < 1:
        return ()
    return tuple(Withdrawal.objects.of_version(slug, number, at).select_related("version"))


def is_public(slug: str, at: datetime | None = None) -> bool:
    """Whether readers find a version at this address."""
    return ReleaseVersion.objects.public(at).filter(release__slug=slug).exists()


def moved_to(slug: str, at: datetime | None = None) -> str | None:
    """The slug that a live or withdrawn release has now, if it once had this one."""
    public = ReleaseVersion.objects.public(at).filter(release=OuterRef("release"))
    withdrawn = Withdrawal.objects.in_force(at).filter(version__release=OuterRef("release"))
    return (
        OldAddress.objects.filter(Exists(public) | Exists(withdrawn), slug=slug)
        .values_list("release__slug", flat=True)
        .first()
    )
