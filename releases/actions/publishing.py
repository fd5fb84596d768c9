"""Approving, cancelling and withdrawing: what makes readers see something else."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Max

from releases import workflow
from releases.actions import addressing, intervals, reviewing, sharing
from releases.actions.intervals import NotWhatYouSaw
from releases.actions.moving import Moving, moving
from releases.desk import obstacles
from releases.freezing import Frozen, freeze
from releases.models import (
    Release,
    ReleaseVersion,
    VersionAuthor,
    VersionContact,
    VersionFile,
    VersionIssue,
    VersionProgramme,
    VersionTopic,
    Withdrawal,
)
from releases.queries import second_person, staff
from releases.vocabulary import NoticeKind
from releases.workflow import MoveNotAllowed


class MinuteHasPassed(MoveNotAllowed):
    """The named minute passed while the page was open; it is asked again, never turned into now."""

    def __init__(self) -> None:
        super().__init__("That minute has passed. Choose a later one, or choose “now”.")


def approve(
    release: Release,
    *,
    by: User,
    public_from: datetime | None = None,
    replaces: int | None = None,
    read: str | None = None,
    looked_at: str | None = None,
) -> ReleaseVersion:
    """Freeze the text that the person has read into the version that readers get from `public_from` on.

    `read` is the digest of the freeze that the person was shown; names, telephones and About texts
    count in it. Without it the caller answers for having read what stands.
    `public_from` is a whole minute to come, None means now. A version that is already scheduled is
    replaced if `replaces` is its id. A withdrawn release is reinstated by its new version; with
    `looked_at`, the mark of the standing that the person was shown, only if they saw the notice.
    """
    move = workflow.REINSTATE if _is_withdrawn(release) else workflow.APPROVE
    with moving(release, move, by=by, looked_at=looked_at) as moved:
        _require_second_person(moved)
        _publish(moved, seen=release, read=read, public_from=public_from, replaces=replaces)
    return _made(moved)


def approve_alone(
    release: Release,
    *,
    by: User,
    reason: str,
    public_from: datetime | None = None,
    replaces: int | None = None,
    read: str | None = None,
    looked_at: str | None = None,
) -> ReleaseVersion:
    """Approve without a second person. The reason is kept, and the desk asks another editor to look."""
    if not reason.strip():
        raise MoveNotAllowed("Write why nobody else can approve this. Another editor will read it.")
    with moving(release, workflow.APPROVE_ALONE, by=by, reason=reason.strip(), looked_at=looked_at) as moved:
        _publish(
            moved,
            seen=release,
            read=read,
            public_from=public_from,
            replaces=replaces,
            override_reason=reason.strip(),
        )
    return _made(moved)


def file_in_archive(
    release: Release, *, by: User, dated: datetime, read: str | None = None, looked_at: str | None = None
) -> ReleaseVersion:
    """Publish an old text now under its past date."""
    with moving(release, workflow.FILE_IN_ARCHIVE, by=by, looked_at=looked_at) as moved:
        _require_second_person(moved)
        if dated >= moved.at:
            raise MoveNotAllowed("The archive is for the past. Choose a day that is over.")
        _publish(moved, seen=release, read=read, first_public_at=dated)
    return _made(moved)


def cancel(release: Release, *, by: User, scheduled: int) -> Release:
    """Take back the scheduled version with this id: it was never public and never will be."""
    with moving(release, workflow.CANCEL, by=by) as moved:
        pending = moved.standing.scheduled
        if pending is None or pending.pk != scheduled:
            raise NotWhatYouSaw
        intervals.require_time_left(pending, moved.at)
        intervals.empty(pending)
        sharing.end_embargo_links(moved.release, by=by, at=moved.at)
        moved.version = pending
        # A mail about the approval has promised its writers the minute.
        moved.tell(NoticeKind.SENT_BACK, to=moved.others(staff.behind(moved.release)))
    return moved.release


def withdraw(
    release: Release, *, by: User, reason: str, shows_headline: bool, looked_at: str | None = None
) -> Withdrawal:
    """End what readers see, at once, and leave a notice with the reason at its address.

    `looked_at` is the mark of the standing that the person was shown: both what is live and what is
    scheduled end with it.
    """
    if not reason.strip():
        raise MoveNotAllowed("Write the reason. Readers find it at the address of the release.")
    with moving(release, workflow.WITHDRAW, by=by, reason=reason.strip(), looked_at=looked_at) as moved:
        live = moved.standing.live
        if live is None:
            raise MoveNotAllowed("Nothing is public that could be withdrawn.")
        if moved.standing.scheduled:
            intervals.require_nothing_at_once(moved.standing.scheduled, moved.at)
            intervals.empty(moved.standing.scheduled)
        intervals.end(live, at=moved.at)
        moved.version = live
        notice = Withdrawal.objects.create(
            version=live, reason=reason.strip(), shows_headline=shows_headline, by=by, at=moved.at
        )
    return notice  # noqa: RET504 after the move is committed


def start_of(public_from: datetime | None, at: datetime) -> datetime:
    """The instant from which something approved at `at` is public: now, or a whole minute to come."""
    if public_from is None:
        return at
    if public_from.second or public_from.microsecond:
        raise MoveNotAllowed("Choose a whole minute.")
    if public_from <= at:
        raise MinuteHasPassed
    return public_from


def _is_withdrawn(release: Release) -> bool:
    """Only which name the move has; the table asks again once the row is held."""
    return Withdrawal.objects.in_force().filter(version__release=release.pk).exists()


def _require_second_person(moved: Moving) -> None:
    if objection := second_person.objection(moved.release, moved.by):
        raise MoveNotAllowed(objection)


def _require_no_obstacle(moved: Moving, start: datetime) -> None:
    release, live = moved.release, moved.standing.live
    seen = live or moved.standing.withdrawal
    objection = obstacles.of_issue(release, start) or obstacles.of_change(release, live=live, seen=seen)
    if objection:
        raise MoveNotAllowed(objection)


def _publish(
    moved: Moving,
    *,
    seen: Release,
    read: str | None,
    public_from: datetime | None = None,
    first_public_at: datetime | None = None,
    replaces: int | None = None,
    override_reason: str = "",
) -> None:
    reviewing.require_same_text(seen, moved.release)
    draft = freeze(moved.release)
    reviewing.require_words_that_were_read(draft, read=read)
    reviewing.require_ready(draft)
    start = start_of(public_from, moved.at)
    _require_no_obstacle(moved, start)
    intervals.make_room(moved.standing, at=moved.at, start=start, replaces=replaces)
    addressing.give_address(moved.release)
    first = first_public_at or _first_public_at(moved.release) or start
    frozen = draft.with_dates(first_public_at=first, public_from=start)
    moved.version = ReleaseVersion.objects.create(
        release=moved.release,
        number=_next_number(moved.release),
        public_from=start,
        first_public_at=first,
        approved_at=moved.at,
        submitted_by=moved.release.submitted_by,
        approved_by=moved.by,
        override_reason=override_reason,
        **frozen.columns(),
    )
    _index(moved.version, frozen)
    _tell_its_writers(moved, moved.version)


def _first_public_at(release: Release) -> datetime | None:
    """The day on which readers first saw the release; versions that were cancelled never had one."""
    earliest = ReleaseVersion.objects.filter(release=release, number__isnull=False).order_by("number").first()
    return earliest.first_public_at if earliest else None


def _next_number(release: Release) -> int:
    highest = ReleaseVersion.objects.filter(release=release).aggregate(Max("number"))["number__max"]
    return (highest or 0) + 1


def _index(version: ReleaseVersion, frozen: Frozen) -> None:
    index = frozen.index
    VersionProgramme.objects.bulk_create(
        VersionProgramme(version=version, programme_id=i) for i in index.programmes
    )
    VersionTopic.objects.bulk_create(VersionTopic(version=version, topic_id=i) for i in index.topics)
    VersionAuthor.objects.bulk_create(VersionAuthor(version=version, author_id=i) for i in index.authors)
    VersionContact.objects.bulk_create(VersionContact(version=version, contact_id=i) for i in index.contacts)
    VersionFile.objects.bulk_create(VersionFile(version=version, file_id=i) for i in index.files)
    VersionIssue.objects.bulk_create(VersionIssue(version=version, issue_id=i) for i in index.issues)


def _tell_its_writers(moved: Moving, version: ReleaseVersion) -> None:
    writers = staff.behind(moved.release)
    moved.tell(NoticeKind.APPROVED, to=moved.others(writers))
    if version.began_after(moved.at):
        moved.tell(NoticeKind.LIVE, to=writers, when=version.public_from)
    else:
        # The mail about the approval says so; who gets none of these is told in its own.
        others = moved.others(writers)
        told = staff.reachable(others, NoticeKind.APPROVED)
        moved.tell(NoticeKind.LIVE, to=[person for person in others if person not in told])


def _made(moved: Moving) -> ReleaseVersion:
    if moved.version is None:
        raise RuntimeError("The move made no version.")
    return moved.version
