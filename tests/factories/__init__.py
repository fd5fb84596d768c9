"""Test data: people with roles, releases in every state. Versions are made by the real actions."""

from tests.factories.people import AuthorFactory, MediaContactFactory, UserFactory, editor, writer
from tests.factories.public import archived, many_public_versions
from tests.factories.release import ReleaseFactory, approved

__all__ = [
    "AuthorFactory",
    "MediaContactFactory",
    "ReleaseFactory",
    "UserFactory",
    "approved",
    "archived",
    "editor",
    "many_public_versions",
    "writer",
]
