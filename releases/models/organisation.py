"""The organisation itself: one row, and the About texts that releases carry."""

from django.db import models
from django.db.models import Q


class Organisation(models.Model):
    """The press office as header, footer and letterhead name it. There is exactly one row."""

    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=20, blank=True)
    postal_address = models.TextField(blank=True)
    press_phone = models.CharField(max_length=40, blank=True, editable=False)
    press_phone_text = models.CharField("press telephone", max_length=40, blank=True)
    after_hours_phone = models.CharField(max_length=40, blank=True, editable=False)
    after_hours_phone_text = models.CharField("telephone out of hours", max_length=40, blank=True)
    email = models.EmailField("e-mail", blank=True)
    follow_links = models.TextField(
        blank=True,
        help_text="One a line: the words, then the address. “Missile Watch /newsletters/missile-watch/”.",
    )
    privacy = models.TextField("privacy text", blank=True)

    class Meta:
        verbose_name_plural = "organisation"
        constraints = [
            models.CheckConstraint(name="there_is_one_organisation", condition=Q(pk=1)),
            models.CheckConstraint(
                name="organisation_phones_are_international",
                condition=(Q(press_phone="", press_phone_text="") | Q(press_phone__startswith="+"))
                & (Q(after_hours_phone="", after_hours_phone_text="") | Q(after_hours_phone__startswith="+")),
                violation_error_message="Give telephones with their area code: 202-454-4680.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AboutText(models.Model):
    """A paragraph about the organisation that stands at the end of releases."""

    title = models.CharField(max_length=120, help_text="The heading readers see: About FAS.")
    body = models.TextField()
    is_default = models.BooleanField("goes into new releases", default=False)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                name="one_default_about_text",
                fields=["is_default"],
                condition=Q(is_default=True),
                violation_error_message="Another text already goes into new releases. Untick it there first.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
