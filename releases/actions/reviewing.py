"""Between writer and editor: submit, send back, sign off what one person approved alone."""

from django.contrib.auth.models import User

from releases import workflow
from releases.actions import addressing
from releases.actions.moving import moving
from releases.desk import checks, obstacles
from releases.freezing import Frozen, freeze
from releases.models import Event, Release, ReleaseVersion
from releases.queries import staff
from releases.vocabulary import NoticeKind
from releases.workflow import MoveNotAllowed


class NotReady(MoveNotAllowed):
    """The text lacks something; `findings` say what, each with its field."""

    def __init__(self, findings: tuple[checks.Finding, ...]) -> None:
        super().__init__(" ".join(finding.sentence for finding in findings))
        self.findings = findings


class TextHasChanged(MoveNotAllowed):
    """Somebody saved after the person had read the text."""

    def __init__(self) -> None:
        super().__init__("The text was changed after you opened this page. Read it again before you decide.")


def submit(release: Release, *, by: User, read: str | None = None) -> Release:
    """Hand the text to an editor; `read` is the digest of the freeze that the person was shown.

    Raises NotReady when a blocking desk check finds something.
    """
    with moving(release, workflow.SUBMIT, by=by) as moved:
        require_same_text(release, moved.release)
        draft, stood = freeze(moved.release), moved.standing
        require_words_that_were_read(draft, read=read)
        require_ready(draft)
        seen = stood.live or stood.scheduled or stood.withdrawal
        if objection := obstacles.of_change(moved.release, live=None, seen=seen):
            raise MoveNotAllowed(objection)
        addressing.give_address(moved.release)
        moved.release.submitted_by = by
        moved.release.submitted_at = moved.at
        moved.tell(NoticeKind.SUBMITTED, to=moved.others(staff.editors()))
    return moved.release


def send_back(release: Release, *, by: User, note: str) -> Release:
    """Return the text that the person has read to its writer, with a note that says what to mend."""
    if not note.strip():
        raise MoveNotAllowed("Write a note: what should the writer mend?")
    with moving(release, workflow.SEND_BACK, by=by, reason=note.strip()) as moved:
        require_same_text(release, moved.release)
        moved.tell(NoticeKind.SENT_BACK, to=moved.others(staff.behind(moved.release)))
    return moved.release


def sign_off(release: Release, *, by: User, version: ReleaseVersion, looked_at: str | None = None) -> Release:
    """Say that a second editor has read what one person approved alone."""
    with moving(release, workflow.SIGN_OFF, by=by, looked_at=looked_at) as moved:
        if not version.override_reason or version.release_id != moved.release.pk:
            raise MoveNotAllowed("Two people approved this version already.")
        if not ReleaseVersion.objects.filter(pk=version.pk, number__isnull=False).exists():
            raise MoveNotAllowed("This version was cancelled: nobody will ever read it.")
        if version.approved_by_id == by.pk:
            raise MoveNotAllowed("You approved this version yourself. Another editor has to look.")
        if Event.objects.filter(version=version, move=workflow.SIGN_OFF.name).exists():
            raise MoveNotAllowed("Somebody signed this version off already.")
        moved.version = version
    return moved.release


def require_ready(frozen: Frozen) -> None:
    """Raise NotReady when a blocking desk check finds something."""
    findings = checks.blocking(frozen.content)
    if findings:
        raise NotReady(findings)


def require_same_text(seen: Release, held: Release) -> None:
    """Raise TextHasChanged when somebody saved the release after it was read."""
    if seen.edit_token != held.edit_token:
        raise TextHasChanged


def require_words_that_were_read(frozen: Frozen, *, read: str | None) -> None:
    """Raise TextHasChanged when the freeze is not the one with the digest `read`; None asks nothing."""
    if read is not None and frozen.digest != read:
        raise TextHasChanged
