"""The records: their shape, their constraints, and what words like "public" mean."""

from releases.models.history import Draft, Event, WorkingCopy
from releases.models.index import (
    VersionAuthor,
    VersionContact,
    VersionFile,
    VersionIssue,
    VersionProgramme,
    VersionTopic,
)
from releases.models.instance import Instance
from releases.models.lines import (
    AboutLine,
    Byline,
    ContactLine,
    ExpertLine,
    PictureLine,
    ProgrammeLine,
    Resource,
    TopicLine,
)
from releases.models.mailing import Delivery, Mailing, MailingItem
from releases.models.media import MediaFile, Rendition
from releases.models.newsletter import IssueItem, Newsletter, NewsletterIssue
from releases.models.notice import MutedNotice, Notice
from releases.models.organisation import AboutText, Organisation
from releases.models.people import Author, MediaContact
from releases.models.preview_link import PreviewLink, PreviewOpening
from releases.models.release import OldAddress, Release
from releases.models.sign_up import SignUp
from releases.models.subscriber import Subscriber, Subscription
from releases.models.taxonomy import Programme, Topic
from releases.models.version import ReleaseVersion
from releases.models.withdrawal import Withdrawal

__all__ = [
    "AboutLine",
    "AboutText",
    "Author",
    "Byline",
    "ContactLine",
    "Delivery",
    "Draft",
    "Event",
    "ExpertLine",
    "Instance",
    "IssueItem",
    "Mailing",
    "MailingItem",
    "MediaContact",
    "MediaFile",
    "MutedNotice",
    "Newsletter",
    "NewsletterIssue",
    "Notice",
    "OldAddress",
    "Organisation",
    "PictureLine",
    "PreviewLink",
    "PreviewOpening",
    "Programme",
    "ProgrammeLine",
    "Release",
    "ReleaseVersion",
    "Rendition",
    "Resource",
    "SignUp",
    "Subscriber",
    "Subscription",
    "Topic",
    "TopicLine",
    "VersionAuthor",
    "VersionContact",
    "VersionFile",
    "VersionIssue",
    "VersionProgramme",
    "VersionTopic",
    "Withdrawal",
    "WorkingCopy",
]
