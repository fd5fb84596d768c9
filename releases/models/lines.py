"""The ordered lines of a release: who signs, whom to call, whom to interview, what to read on."""

from django.db import models
from django.db.models import Q

from releases.models.media import MediaFile
from releases.models.organisation import AboutText
from releases.models.people import Author, MediaContact
from releases.models.release import Release
from releases.models.taxonomy import Programme, Topic
from releases.vocabulary import MediaKind, PictureRole, ResourceKind


class Line(models.Model):
    """One entry of an ordered list."""

    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


def _once(name: str, field: str, sentence: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(name=name, fields=["release", field], violation_error_message=sentence)


class Byline(Line):
    """An author who signs the release."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="bylines")

    class Meta(Line.Meta):
        constraints = [
            _once("byline_names_an_author_once", "author", "This author already signs the release.")
        ]

    def __str__(self) -> str:
        return str(self.author)


class ContactLine(Line):
    """A media contact of the release."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="contact_lines")
    contact = models.ForeignKey(MediaContact, on_delete=models.PROTECT, related_name="contact_lines")

    class Meta(Line.Meta):
        constraints = [
            _once("contact_line_names_a_contact_once", "contact", "This contact is already on the release.")
        ]

    def __str__(self) -> str:
        return str(self.contact)


class ExpertLine(Line):
    """An expert to interview, and the contact through whom to reach the expert."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="expert_lines")
    expert = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="expert_lines")
    contact = models.ForeignKey(
        MediaContact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="expert_lines",
        help_text="Empty means: the first media contact of the release.",
    )

    class Meta(Line.Meta):
        constraints = [
            _once("expert_line_names_an_expert_once", "expert", "This expert is already on the release.")
        ]

    def __str__(self) -> str:
        return str(self.expert)


class ProgrammeLine(Line):
    """A programme that speaks in the release; the first is the one in the byline."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="programme_lines")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="programme_lines")

    class Meta(Line.Meta):
        constraints = [
            _once("programme_line_names_it_once", "programme", "This programme is already on the release.")
        ]

    def __str__(self) -> str:
        return str(self.programme)


class TopicLine(Line):
    """A topic of the release."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="topic_lines")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="topic_lines")

    class Meta(Line.Meta):
        constraints = [_once("topic_line_names_it_once", "topic", "This topic is already on the release.")]

    def __str__(self) -> str:
        return str(self.topic)


class AboutLine(Line):
    """An About text at the end of the release."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="about_lines")
    about_text = models.ForeignKey(AboutText, on_delete=models.PROTECT, related_name="about_lines")

    class Meta(Line.Meta):
        constraints = [
            _once("about_line_names_it_once", "about_text", "This text is already on the release.")
        ]

    def __str__(self) -> str:
        return str(self.about_text)


class PictureLine(Line):
    """A picture of the release, beside those that stand in its text."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="picture_lines")
    file = models.ForeignKey(
        MediaFile,
        on_delete=models.PROTECT,
        related_name="picture_lines",
        limit_choices_to={"kind": MediaKind.PICTURE},
        verbose_name="picture",
    )
    role = models.CharField("place", max_length=5, choices=PictureRole, default=PictureRole.TOP)

    class Meta(Line.Meta):
        constraints = [
            _once("picture_line_names_a_file_once", "file", "This picture is already on the release."),
            models.CheckConstraint(name="picture_role_is_known", condition=Q(role__in=PictureRole.values)),
        ]

    def __str__(self) -> str:
        return str(self.file)


class Resource(Line):
    """Something to read, watch or load besides the release: a page somewhere, or a file of our library."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="resources")
    kind = models.CharField(max_length=10, choices=ResourceKind, default=ResourceKind.LINK)
    label = models.CharField(max_length=200, help_text="What readers find there; never “click here”.")
    address = models.CharField(
        max_length=500,
        blank=True,
        help_text="https://… or an address of this site that begins with /. Empty for a file.",
    )
    file = models.ForeignKey(
        MediaFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resources",
        limit_choices_to={"kind": MediaKind.DOCUMENT},
        help_text="From the library, in place of an address.",
    )

    class Meta(Line.Meta):
        constraints = [
            models.CheckConstraint(name="resource_kind_is_known", condition=Q(kind__in=ResourceKind.values)),
            models.CheckConstraint(
                name="resource_has_a_label_and_leads_to_one_place",
                condition=~Q(label="") & (Q(file=None) & ~Q(address="") | Q(file__isnull=False, address="")),
                violation_error_message="Give an address, or choose a file from the library; not both.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
