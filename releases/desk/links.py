"""Preview links in words: for their own page, and wherever a move concerns who holds one."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from releases import conf
from releases.desk.scene import Scene
from releases.desk.stage import Fact, name_of
from releases.models import PreviewLink, Release, ReleaseVersion
from releases.queries import previews
from releases.queries.previews import Given, Leads
from releases.text.times import dated


@dataclass(frozen=True)
class LinkRow:
    """One link as staff see it."""

    link: PreviewLink
    release: Release
    state: str
    given: str
    opened: str
    may_revoke: bool
    """Whether there is anything to revoke: a link that has ended by itself stays as it is."""


def rows_of(release: Release, at: datetime) -> tuple[LinkRow, ...]:
    """Every link of the release, the latest first."""
    return tuple(_row(given) for given in previews.links_of(release, at))


def open_rows(at: datetime) -> tuple[LinkRow, ...]:
    """Every link whose holder can read what is not public, the latest first."""
    return tuple(_row(given) for given in previews.open_links(at))


def given_by(person: User, at: datetime) -> tuple[str, ...]:
    """Whom somebody has given a link that has not ended, and to what: “Ana Ruiz: review of “Headline”.”"""
    given = PreviewLink.objects.valid(at).filter(created_by=person).select_related("release")
    return tuple(
        f"{link.recipient}: {link.get_purpose_display().lower()} of “{link.release}”, until"
        f" {_day(link.expires_at)}."
        for link in given
    )


def holders(scene: Scene, afterwards: str) -> tuple[Fact, ...]:
    """Who holds an open link to what is about to move, and what becomes of the link."""
    words = tuple(
        f"{given.link.recipient}: {given.link.get_purpose_display().lower()}, {_times(given)}."
        for given in scene.links
        if given.is_open
    )
    return (Fact("Who holds a preview link", (*words, afterwards)),) if words else ()


def nobody_has_read(scene: Scene, version: ReleaseVersion) -> str:
    """The sentence about a version that is cancelled: whether anybody outside has read it."""
    seen = [
        given.link.recipient
        for given in scene.links
        if given.last_opened_at and (given.is_open or given.last_opened_at >= version.approved_at)
    ]
    if not seen:
        return "Nobody outside will ever have read it."
    return f"Nobody outside will have read it, except in a preview: {'; '.join(dict.fromkeys(seen))}."


def except_holders(scene: Scene) -> str:
    """What has to be added to “nobody else can read it”; empty while no link is open."""
    return ", except whoever holds a preview link" if are_held(scene) else ""


def are_held(scene: Scene) -> bool:
    """Whether a link is open."""
    return any(given.is_open for given in scene.links)


def _row(given: Given) -> LinkRow:
    link, times = given.link, _times(given)
    return LinkRow(
        link,
        link.release,
        state=_state(given),
        given=f"Given by {name_of(link.created_by)} on {_day(link.created_at)}.",
        opened=f"{times[0].upper()}{times[1:]}.",
        may_revoke=given.leads not in (Leads.REVOKED, Leads.RAN_OUT),
    )


def _state(given: Given) -> str:
    link, ends = given.link, _day(given.link.expires_at)
    if given.leads is Leads.WORKING_TEXT:
        return f"Open until {ends}. Shows the working text."
    if given.leads is Leads.SCHEDULED and given.scheduled:
        lifts = given.scheduled.public_from
        if link.expires_at < lifts:
            return f"Open until {ends}. Shows what was approved for {_day(lifts)}."
        return f"Open until {_day(lifts)}, when everybody can read what it shows."
    if given.leads is Leads.PUBLIC:
        return "Leads to the public page."
    if given.leads is Leads.REVOKED and link.revoked_at and link.revoked_by:
        return f"Revoked by {name_of(link.revoked_by)} on {_day(link.revoked_at)}."
    if given.leads is Leads.RAN_OUT:
        return f"Ran out on {ends}."
    return f"Opens nothing now. Ends on {ends}."


def _times(given: Given) -> str:
    if given.last_opened_at is None:
        return "never opened"
    often = "once" if given.openings == 1 else f"{given.openings} times, last"
    return f"opened {often} on {_day(given.last_opened_at)}"


def _day(instant: datetime) -> str:
    texts = dated(instant, conf.zone())
    return f"{texts.full} ({texts.utc_text})"
