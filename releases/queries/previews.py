"""What the holder of a preview link gets to see, at one instant."""

from dataclasses import dataclass
from datetime import datetime

from releases.content import Content
from releases.freezing import freeze
from releases.models import PreviewLink, Release
from releases.queries.standing import standing
from releases.vocabulary import Purpose, Status


@dataclass(frozen=True)
class Shown:
    """The content behind a valid link, and the instant from which everybody can read it, if one is set."""

    link: PreviewLink
    content: Content
    digest: str
    lifts_at: datetime | None


@dataclass(frozen=True)
class NowPublic:
    """What the link was for is public: the holder is sent to the release's own address."""

    release: Release


def behind(link_id: int, at: datetime) -> Shown | NowPublic | None:
    """Say what the link opens at this instant of the database's clock; None is “unknown”.

    A link opens nothing when it was revoked, ran out, or the release was withdrawn after it was given.
    It ends with the first lift that follows it: what is written later needs a new link.
    """
    link = PreviewLink.objects.valid(at).select_related("release").filter(pk=link_id).first()
    if link is None:
        return None
    stood = standing(link.release, at)
    if stood.withdrawal and stood.withdrawal.at > link.created_at:
        return None
    if stood.live and stood.live.began_after(link.created_at):
        return NowPublic(link.release)
    if link.purpose == Purpose.REVIEW and not (stood.live and link.release.status == Status.APPROVED):
        planned = stood.scheduled.public_from if stood.scheduled else link.release.planned_for
        frozen = freeze(link.release, first_public_at=planned, public_from=planned)
        return Shown(link, frozen.content, frozen.digest, planned)
    if link.purpose == Purpose.EMBARGO and stood.scheduled:
        version = stood.scheduled
        return Shown(link, version.frozen, version.digest, version.public_from)
    return NowPublic(link.release) if stood.live else None
