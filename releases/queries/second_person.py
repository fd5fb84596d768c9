"""Whether somebody is the second person for a text: who neither submitted it nor changed it since."""

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet

from releases import workflow
from releases.models import Draft, Event, NewsletterIssue, Release

SAVE_IN_REVIEW = "save in review"
"""What history calls the save of an issue that waits for its approval."""
SUBMITTED = "Somebody else has to approve what you submitted."
CHANGED = (
    "You changed the text while it was in review. Somebody else has to approve it, or send it back first."
)


def objection(release: Release, person: User) -> str:
    """Why the person is not the second one, as a sentence; empty when they are."""
    if release.submitted_by_id == person.pk:
        return SUBMITTED
    return CHANGED if _has_changed(release, person) else ""


def looked_up(releases: QuerySet[Release], person: User) -> QuerySet[Release]:
    """The same releases; `objection` asks the database about none of them again. For lists."""
    changes = Draft.objects.filter(release=OuterRef("pk"), by=person, at__gte=OuterRef("submitted_at"))
    return releases.annotate(**{_name(person): Exists(changes)})


def issue_objection(issue: NewsletterIssue, person: User) -> str:
    """The same of a newsletter issue."""
    if issue.submitted_by_id == person.pk:
        return SUBMITTED
    known: bool | None = getattr(issue, _name(person), None)
    return CHANGED if (_saves(person).filter(issue=issue).exists() if known is None else known) else ""


def issues_looked_up(issues: QuerySet[NewsletterIssue], person: User) -> QuerySet[NewsletterIssue]:
    """The same issues; `issue_objection` asks the database about none of them again. For lists."""
    return issues.annotate(**{_name(person): Exists(_saves(person).filter(issue=OuterRef("pk")))})


def _saves(person: User) -> QuerySet[Event]:
    """Saves by this person in the review that goes on."""
    submits = Event.objects.filter(issue=OuterRef("issue"), move=workflow.SUBMIT.name, pk__gt=OuterRef("pk"))
    return Event.objects.filter(~Exists(submits), actor=person, move=SAVE_IN_REVIEW)


def _has_changed(release: Release, person: User) -> bool:
    known: bool | None = getattr(release, _name(person), None)
    if known is not None:
        return known
    since = release.submitted_at
    return bool(since and release.drafts.filter(by=person, at__gte=since).exists())


def _name(person: User) -> str:
    return f"was_changed_by_{person.pk}"
