"""What staff work with. Importing it registers every admin."""

from releases.admin import (
    accounts,
    deliveries,
    mailings,
    media,
    newsletters,
    organisation,
    people,
    release,
    staff_mail,
    subscribers,
)

__all__ = [
    "accounts",
    "deliveries",
    "mailings",
    "media",
    "newsletters",
    "organisation",
    "people",
    "release",
    "staff_mail",
    "subscribers",
]
