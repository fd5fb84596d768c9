"""One newsletter issue before a move, and what the move will do, in words."""

from dataclasses import dataclass

from django.contrib.auth.models import User

from releases.desk import licences
from releases.desk.stage import NOW, Confirmation, Fact, Stage, name_of
from releases.freezing import freeze_issue
from releases.freezing.issue import FrozenIssue
from releases.models import NewsletterIssue, clock
from releases.queries.composing import compose


@dataclass(frozen=True, kw_only=True)
class IssueStage(Stage):
    """An issue before a move."""

    issue: NewsletterIssue
    frozen: FrozenIssue
    remarks: tuple[str, ...]
    """A sentence for each of its releases that readers cannot see yet."""

    @property
    def seen(self) -> str:
        """The digest of the text."""
        return self.frozen.digest


def look(issue: NewsletterIssue, *, by: User) -> IssueStage:
    """Read where the issue stands now."""
    at = clock.now()
    return IssueStage(
        person=by, at=at, issue=issue, frozen=freeze_issue(issue), remarks=compose(issue, at).remarks
    )


def submit(stage: IssueStage) -> Confirmation:
    """Hand the issue to somebody who may approve it."""
    return Confirmation(
        "Submit this issue for approval?",
        (
            Fact("At once", ("It waits on the desk. Nothing changes for readers.",)),
            _items(stage),
            Fact("If it goes wrong", ("It can be sent back to you with a note. You can still edit it.",)),
        ),
        "Submit for approval",
    )


def send_back(stage: IssueStage) -> Confirmation:
    """Return the issue to its writer."""
    by = stage.issue.submitted_by
    writer = name_of(by) if by else "The writer"
    return Confirmation(
        "Send this issue back?",
        (
            Fact("At once", (f"It is a draft again. {writer} finds your note in its history.",)),
            Fact("What readers see", ("Nobody outside the press office can read it.",)),
        ),
        "Send back with this note",
    )


def approve(stage: IssueStage) -> Confirmation:
    """Freeze the issue into what readers get."""
    when = stage.choice.at if stage.choice else None
    minute = f"for {stage.texts(when).full}" if when else "and publish it now"
    readers = (
        f"Everybody reads it at {stage.issue.get_absolute_url()} and on the page of {stage.issue.newsletter}."
    )
    start = f"From {stage.day(when)}, {stage.until(when)}" if when else "At once"
    until = () if stage.choice == NOW else (Fact("Until then", ("Only press staff can read it.",)),)
    return Confirmation(
        f"Approve this issue {minute if stage.choice else 'for a minute that you choose'}?",
        (
            Fact(start if stage.choice else "From the minute that you choose", (readers,)),
            *until,
            _items(stage),
            *licences.documents(stage, [file.id] if (file := stage.frozen.content.file) else []),
            Fact("If it goes wrong", ("Nobody can change an issue after its approval. Read it once more.",)),
        ),
        f"Approve {minute}" if stage.choice else "Show what this does",
    )


def _items(stage: IssueStage) -> Fact:
    count = len(stage.frozen.content.items)
    words = ["It has no entries." if not count else "One entry." if count == 1 else f"{count} entries."]
    words.extend(stage.remarks)
    if file := stage.frozen.content.file:
        words.append(f"The file “{file.name}” of the library: everybody can load it with the issue.")
    return Fact("What is in it", tuple(words))
