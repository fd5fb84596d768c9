"""A place in a list as an opaque word in an address: the list goes on below it, however it grows above."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.utils.crypto import salted_hmac

from releases.models import ReleaseVersion

_WORD = re.compile(r"([0-9a-f]{1,15})-([0-9a-f]{1,15})")
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class NotACursor(ValueError):
    """The word names no place in the list."""


@dataclass(frozen=True)
class Cursor:
    """The place of one version in `newest_first`."""

    first_public_at: datetime
    pk: int

    @classmethod
    def of(cls, version: ReleaseVersion) -> Self:
        """The place at which this version stands."""
        return cls(version.first_public_at, version.pk)

    @classmethod
    def parse(cls, word: str) -> Self:
        """Read what `str` of a cursor wrote; raise NotACursor for anything else."""
        found = _WORD.fullmatch(word)
        if found is None:
            raise NotACursor(word)
        try:
            first_public_at = _BEGINNING + int(found[1], 16) * _MICROSECOND
        except OverflowError as error:
            raise NotACursor(word) from error
        return cls(first_public_at, int(found[2], 16) ^ _veil(int(found[1], 16)))

    def __str__(self) -> str:
        instant = (self.first_public_at - _BEGINNING) // _MICROSECOND
        return f"{instant:x}-{self.pk ^ _veil(instant):x}"


def _veil(instant: int) -> int:
    """What hides the number of a version: the numbers count what is scheduled and not public too."""
    return int.from_bytes(salted_hmac("releases.cursor", str(instant)).digest()[:8]) >> 4
