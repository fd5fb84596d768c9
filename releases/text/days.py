"""Days as readers give them in an address: a year, a month or a day, such as 2010, 2010-12 or 2010-12-14."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

EARLIEST, LATEST = 1900, 2999

_WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


@dataclass(frozen=True)
class Days:
    """The days of a year or a month, or one day; `text` is their one spelling."""

    first: date
    last: date
    text: str

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read what a reader gave; raise ValueError for anything else, or for a day that does not exist."""
        found = _WRITTEN.fullmatch(written)
        if found is None or not EARLIEST <= int(found[1]) <= LATEST:
            raise ValueError(written)
        year, month = int(found[1]), int(found[2] or 1)
        first = date(year, month, int(found[3] or 1))
        if found[3]:
            return cls(first, first, f"{first:%Y-%m-%d}")
        if found[2]:
            after = date(year + month // 12, month % 12 + 1, 1)
            return cls(first, after - timedelta(days=1), f"{first:%Y-%m}")
        return cls(first, date(year, 12, 31), f"{year}")

    def __str__(self) -> str:
        if self.first == self.last:
            return f"{self.first.day} {self.first:%B %Y}"
        return f"{self.first:%Y}" if len(self.text) == 4 else f"{self.first:%B %Y}"
