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


class MediaKind(TextChoices):
    """What an uploaded file is good for."""

    PICTURE = "picture", "Picture"
    DOCUMENT = "document", "Document"


class RenditionRole(TextChoices):
    """What a rendition of a picture is for."""

    SCREEN = "screen", "For screens"
    PRINT = "print", "For paper"
    ORIGINAL = "original", "The original without what a camera wrote into it"


class PictureRole(TextChoices):
    """Where a release shows one of its pictures."""

    TOP = "top", "Above the text"
    END = "end", "After the text"
    KIT = "kit", "In the press kit only"


class Purpose(TextChoices):
    """Why somebody outside may read before everybody can."""

    REVIEW = "review", "Review"
    EMBARGO = "embargo", "Embargo"


class NoticeKind(TextChoices):
    """What colleagues are told by mail. Each person can switch off what is about releases."""

    SUBMITTED = "submitted", "A text waits for an editor"
    SENT_BACK = "sent-back", "Your text came back"
    APPROVED = "approved", "Your text was approved"
    LIVE = "live", "A release went live"
    FAILED = "failed", "An after-effect failed"
    INVITATION = "invitation", "An invitation to a new account"
    PASSWORD_RESET = "password-reset", "A link to choose a new password"


ACCOUNT_NOTICES = (NoticeKind.INVITATION.value, NoticeKind.PASSWORD_RESET.value)
"""Mails about the recipient's own account, which belong to no release and cannot be switched off."""


class NoticeState(TextChoices):
    """How far a notice has come."""

    QUEUED = "queued", "Queued"
    CLAIMED = "claimed", "Being sent"
    DONE = "done", "Sent"
    DROPPED = "dropped", "No longer true"
    FAILED = "failed", "Given up"


class SubscriptionState(TextChoices):
    """How far a subscription has come."""

    PENDING = "pending", "Waits for its confirmation"
    ACTIVE = "active", "Active"
    ENDED = "ended", "Ended"


class SubscriptionEnd(TextChoices):
    """Why nobody gets mail by a subscription any more."""

    LEFT = "left", "The reader left"
    CHANGED = "changed", "The reader chose other releases"
    ERASED = "erased", "The reader's address was erased"
    SUPPRESSED = "suppressed", "The address gets no mail any more"


class Suppression(TextChoices):
    """Why an address gets no mail, whatever it is subscribed to."""

    BOUNCED = "bounced", "Its mail server refused it for good"
    COMPLAINED = "complained", "Its reader called our mail unwanted"
    STAFF = "staff", "The press office took it off"


class MailingState(TextChoices):
    """How far an issue, or a release, has come on its way to everybody who subscribed."""

    WAITING = "waiting", "Can be recalled"
    SENDING = "sending", "Being sent"
    PAUSED = "paused", "Paused"
    RECALLED = "recalled", "Recalled"
    FINISHED = "finished", "Finished"


class DeliveryState(TextChoices):
    """How far one mail to one subscriber has come."""

    QUEUED = "queued", "Queued"
    CLAIMED = "claimed", "Taken by a worker"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Refused for good"
    SUPPRESSED = "suppressed", "Not sent"
    UNCERTAIN = "uncertain", "Uncertain"
    REFUSED = "refused", "Refused so far"


FINAL_DELIVERIES = (
    DeliveryState.SENT.value,
    DeliveryState.FAILED.value,
    DeliveryState.SUPPRESSED.value,
)
"""What never changes again."""


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
