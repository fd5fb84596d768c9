"""Authors, who are also the experts, and the media contacts whom journalists call."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from releases.vocabulary import MediaKind


class Author(models.Model):
    """Somebody who signs releases or can be interviewed."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    known_as = models.CharField(
        max_length=120,
        blank=True,
        help_text="The shorter name in “To interview …”, if there is one: Matt Schroeder.",
    )
    aliases = models.TextField(
        blank=True, help_text="Other spellings that readers may search for, one a line."
    )
    title = models.CharField(
        max_length=200, blank=True, help_text="As on a visiting card: Manager, Arms Sales Project."
    )
    biography = models.TextField(blank=True, help_text="Plain text; an empty line starts a new paragraph.")
    programme = models.ForeignKey(
        "Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="authors"
    )
    portrait = models.ForeignKey(
        "MediaFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="portraits",
        limit_choices_to={"kind": MediaKind.PICTURE},
        help_text="A picture from the library; its description says who is seen.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The author's page, which answers once a public version names the author."""
        return reverse("releases:author", args=[self.slug])


class MediaContact(models.Model):
    """A human whom journalists can call."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True, editable=False)
    """E.164 with an extension as in RFC 3966, made from what was typed."""
    phone_text = models.CharField(
        "telephone", max_length=40, blank=True, help_text="As people write it: 202-454-4680."
    )
    email = models.EmailField("e-mail", blank=True)
    hours = models.CharField(
        max_length=120, blank=True, help_text="When they answer: Monday to Friday, 9:00 to 17:00."
    )
    is_active = models.BooleanField("works here", default=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    author = models.OneToOneField(
        Author,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text="The same human as an author, if so.",
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="contact_phone_is_international",
                condition=Q(phone="", phone_text="") | (Q(phone__startswith="+") & ~Q(phone_text="")),
                violation_error_message="Give the telephone with its area code: 202-454-4680.",
            ),
            models.CheckConstraint(
                name="contact_is_not_its_own_successor",
                condition=Q(successor=None) | ~Q(successor=F("pk")),
                violation_error_message="Nobody can be their own successor.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
