"""Data for tests, made by the same verbs that the newsroom uses."""

from tests.factories.people import AuthorFactory, ContactFactory, UserFactory, editor, writer
from tests.factories.releases import ReleaseFactory, VersionFactory, many_public_versions

__all__ = [
    "AuthorFactory",
    "ContactFactory",
    "ReleaseFactory",
    "UserFactory",
    "VersionFactory",
    "editor",
    "many_public_versions",
    "writer",
]
