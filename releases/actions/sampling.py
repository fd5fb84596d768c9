"""The sample content: written once, into an empty press office, through the moves that people make."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Model

from releases.actions import editing, furnishing, issuing, publishing, reviewing, shelving
from releases.models import (
    AboutText,
    Author,
    Byline,
    ContactLine,
    ExpertLine,
    IssueItem,
    MediaContact,
    Newsletter,
    NewsletterIssue,
    OldAddress,
    PictureLine,
    Programme,
    ProgrammeLine,
    Release,
    Resource,
    Topic,
    TopicLine,
    clock,
)
from releases.sample import missile_watch, waiting
from releases.sample.archive import ARCHIVE
from releases.sample.shapes import ZONE, FiledSample, SampleCorrection, SamplePicture, SampleRelease
from releases.vocabulary import Change, Role

# What the sample would mix with; the organisation's own row may exist and is left as it is.
OWN_CONTENT: tuple[type[Model], ...] = (
    Release,
    Newsletter,
    MediaContact,
    Author,
    Programme,
    Topic,
    AboutText,
)


class CannotLoad(Exception):
    """The sample content stays out; the text says why."""


class AlreadyLoaded(CannotLoad):
    """The sample content is here, or was."""

    def __init__(self) -> None:
        super().__init__("The sample content is already here. Nothing was changed.")


class NotEmpty(CannotLoad):
    """The press office has content of its own."""

    def __init__(self) -> None:
        super().__init__(
            "This press office has content of its own, and samples would mix with it. Nothing was changed."
        )


@dataclass(frozen=True)
class _Desk:
    """The two people without whom nothing goes out."""

    writer: User
    editor: User


@transaction.atomic
def load(*, writer: User, editor: User) -> int:
    """Write every sample, all of them or nothing, and return how many releases that is.

    The writer submits and the editor approves, newsletters included, so both need that role too.
    Raises AlreadyLoaded or NotEmpty, and changes nothing then.
    """
    # Two commands at the same moment go one after the other.
    Group.objects.select_for_update().get(name=Role.EDITOR)
    if _is_loaded():
        raise AlreadyLoaded
    if not is_empty():
        raise NotEmpty
    desk = _Desk(writer, editor)
    furnishing.furnish()
    filed = [(sample, _file(sample, desk)) for sample in (*ARCHIVE, missile_watch.RELEASE)]
    # Last, because a version has to be public for a moment before it can end.
    for sample, release in filed:
        if sample.correction:
            _correct(release, sample.correction, desk)
        if sample.withdrawn_because:
            publishing.withdraw(release, by=editor, reason=sample.withdrawn_because, shows_headline=True)
    _fill_desk(desk)
    return Release.objects.count()


def is_empty() -> bool:
    """Whether nobody has written anything that samples would mix with."""
    return not any(model._default_manager.exists() for model in OWN_CONTENT)


def _is_loaded() -> bool:
    """Told by the release that can never be deleted, even if its address was moved."""
    slug = missile_watch.RELEASE.slug
    return Release.objects.filter(slug=slug).exists() or OldAddress.objects.filter(slug=slug).exists()


def _file(sample: FiledSample, desk: _Desk) -> Release:
    release = _submit(_write(sample, desk), desk)
    if release.announces:
        _bring_out(release.announces, release, desk)
    return publishing.file_in_archive(release, by=desk.editor, dated=sample.dated).release


def _write(sample: SampleRelease, desk: _Desk, *, planned_for: datetime | None = None) -> Release:
    event = sample.event
    release = Release.objects.create(
        slug=sample.slug,
        kind=sample.kind,
        headline=sample.headline,
        subheadline=sample.subheadline,
        summary=sample.summary,
        place=sample.place,
        body=sample.body,
        event_starts_at=event.starts if event else None,
        event_place=event.place if event else "",
        event_attendance=event.attendance if event else "",
        announces=NewsletterIssue.objects.get() if sample is missile_watch.RELEASE else None,
        planned_for=planned_for,
        internal_note=sample.internal_note,
        owner=desk.writer,
    )
    _write_lines(release, sample, desk)
    editing.add_default_about(release)
    editing.record(release, by=desk.writer)
    return release


def _write_lines(release: Release, sample: SampleRelease, desk: _Desk) -> None:
    for position, slug in enumerate(sample.authors):
        Byline.objects.create(release=release, position=position, author=Author.objects.get(slug=slug))
    for position, slug in enumerate(sample.contacts):
        contact = MediaContact.objects.get(slug=slug)
        ContactLine.objects.create(release=release, position=position, contact=contact)
    for position, line in enumerate(sample.experts):
        ExpertLine.objects.create(
            release=release,
            position=position,
            expert=Author.objects.get(slug=line.expert),
            contact=MediaContact.objects.get(slug=line.contact),
        )
    for position, slug in enumerate(sample.programmes):
        programme = Programme.objects.get(slug=slug)
        ProgrammeLine.objects.create(release=release, position=position, programme=programme)
    for position, slug in enumerate(sample.topics):
        TopicLine.objects.create(release=release, position=position, topic=Topic.objects.get(slug=slug))
    for position, shown in enumerate(sample.pictures):
        _illustrate(release, shown, position, by=desk.writer)
    for position, resource in enumerate(sample.resources):
        Resource.objects.create(
            release=release,
            position=position,
            kind=resource.kind,
            label=resource.label,
            address=resource.address,
        )


def _illustrate(release: Release, shown: SamplePicture, position: int, *, by: User) -> None:
    file = shelving.upload(
        BytesIO(shown.draw()), shown.name, by=by, credit=shown.credit, licence=shown.licence
    )
    file.alt, file.caption = shown.alt, shown.caption
    file.save(update_fields=["alt", "caption"])
    PictureLine.objects.create(release=release, position=position, file=file)


def _submit(release: Release, desk: _Desk) -> Release:
    return reviewing.submit(release, by=desk.writer)


def _correct(release: Release, correction: SampleCorrection, desk: _Desk) -> None:
    editing.edit_after_approval(release, by=desk.writer)
    held = editing.hold(release, by=desk.writer)
    held.body = held.body.replace(correction.wrong, correction.right)
    held.change = Change.CORRECTION
    held.change_note, held.change_place = correction.note, correction.place
    held.save()
    editing.record(held, by=desk.writer)
    publishing.approve(_submit(held, desk), by=desk.editor)


def _bring_out(issue: NewsletterIssue, release: Release, desk: _Desk) -> None:
    """A release cannot announce what readers do not find, so its issue comes first."""
    IssueItem.objects.create(issue=issue, release=release)
    issuing.approve_issue(issuing.submit_issue(issue, by=desk.writer), by=desk.editor)


def _fill_desk(desk: _Desk) -> None:
    """Leave one draft, one text in review and one scheduled release for people to find."""
    _write(waiting.DRAFT, desk)
    _submit(_write(waiting.IN_REVIEW, desk), desk)
    soon = _some_days_ahead()
    scheduled = _submit(_write(waiting.SCHEDULED, desk, planned_for=soon), desk)
    publishing.approve(scheduled, by=desk.editor, public_from=soon)


def _some_days_ahead() -> datetime:
    day = clock.now().astimezone(ZONE).date() + waiting.SCHEDULED_AFTER
    return datetime.combine(day, waiting.SCHEDULED_AT, tzinfo=ZONE)
