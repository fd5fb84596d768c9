"""What staff work with. Importing it registers every admin."""

from releases.admin import accounts, newsletters, organisation, people, release

__all__ = ["accounts", "newsletters", "organisation", "people", "release"]
