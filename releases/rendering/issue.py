"""A newsletter issue as page and paper draw it: frozen words, and those releases that are public now."""

from collections.abc import Mapping
from dataclasses import dataclass

from releases.content import IssueContent
from releases.models import ReleaseVersion


@dataclass(frozen=True)
class Entry:
    """One item that readers see: a public release, or words of the issue's own."""

    version: ReleaseVersion | None
    title: str
    text: str


def entries(content: IssueContent, public: Mapping[int, ReleaseVersion]) -> tuple[Entry, ...]:
    """The items in their order; a release that is not public leaves no trace."""
    found = []
    for item in content.items:
        if item.release is None:
            found.append(Entry(None, item.title, item.text))
        elif item.release in public:
            version = public[item.release]
            found.append(Entry(version, version.headline, version.summary))
    return tuple(found)
