"""Which rows a version names, for finding versions by them. Made by the freeze, never displayed."""

from django.db import models

from releases.models.version import ReleaseVersion


class IndexRow(models.Model):
    """One name in one version. Triggers refuse update and delete."""

    version = models.ForeignKey(ReleaseVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class VersionProgramme(IndexRow):
    """A programme that a version names."""

    programme = models.ForeignKey("Programme", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="version_programme_once", fields=["version", "programme"])
        ]


class VersionTopic(IndexRow):
    """A topic that a version names."""

    topic = models.ForeignKey("Topic", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="version_topic_once", fields=["version", "topic"])]


class VersionAuthor(IndexRow):
    """An author or expert whom a version names."""

    author = models.ForeignKey("Author", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="version_author_once", fields=["version", "author"])]


class VersionContact(IndexRow):
    """A media contact whom a version names."""

    contact = models.ForeignKey("MediaContact", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="version_contact_once", fields=["version", "contact"])]


class VersionIssue(IndexRow):
    """The newsletter issue that a version announces; the working text may announce another one by now."""

    issue = models.ForeignKey("NewsletterIssue", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="version_issue_once", fields=["version", "issue"])]


class VersionFile(IndexRow):
    """A picture or document that a version shows: while readers have the version, they have the file."""

    file = models.ForeignKey("MediaFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="version_file_once", fields=["version", "file"])]
