"""Names for machines that never change: tag addresses (RFC 4151), whatever becomes of a release's address."""

from releases.models import Release

# The organisation's own domain, and a year in which it had it; neither says where the site is.
# They must never change, or every reader gets everything again as new.
_AUTHORITY = "fas.org,2026"


def release_tag(release: Release) -> str:
    """The name of a release, the same for all its versions."""
    return _tag(f"release/{release.tag}")


def issue_tag(issue: int) -> str:
    """The name of a newsletter issue."""
    return _tag(f"issue/{issue}")


def file_tag(file: str) -> str:
    """The name of a file of the library, wherever it is shown."""
    return _tag(f"file/{file}")


def feed_tag(path: str) -> str:
    """The name of a feed, from the address that it has on this site."""
    return _tag(path.strip("/"))


def _tag(words: str) -> str:
    return f"tag:{_AUTHORITY}:{words}"
