"""The closed lists of words that the press office uses."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """What a release is to its reader."""

    RELEASE = "release", "Release"
    STATEMENT = "statement", "Statement"
    POSITION = "position", "Position"
    ADVISORY = "media-advisory", "Media advisory"
    LETTER = "letter", "Letter"


class Status(TextChoices):
    """How far the working text has come. What readers see follows from the versions instead."""

    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    APPROVED = "approved", "Approved"


class PublicState(TextChoices):
    """What readers can see of a release; it follows from the intervals and is never stored."""

    NEVER = "never", "Never public"
    SCHEDULED = "scheduled", "Scheduled"
    LIVE = "live", "Live"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Change(TextChoices):
    """Why there is a later version."""

    NONE = "none", "No change to announce"
    UPDATE = "update", "Update"
    CORRECTION = "correction", "Correction"


class ResourceKind(TextChoices):
    """What a reader finds behind a resource of a release."""

    REPORT = "report", "Full report"
    DATA = "data", "Data"
    VIDEO = "video", "Video"
    LINK = "link", "Link"


class Right(TextChoices):
    """What a person may do in the newsroom; each is a permission of the release."""

    WRITE = "write_release", "Can write, submit and edit releases"
    APPROVE = "approve_release", "Can approve, send back, cancel and withdraw releases"
    WRITE_ISSUE = "write_issue", "Can write and submit newsletter issues"
    APPROVE_ISSUE = "approve_issue", "Can approve newsletter issues"


class Role(TextChoices):
    """The groups that a migration makes."""

    WRITER = "Writer"
    EDITOR = "Editor"
    NEWSLETTER_EDITOR = "Newsletter editor"
    ADMINISTRATOR = "Administrator"
