"""Test data: people with roles, releases in every state. Versions are made by the real actions."""

from tests.factories.people import AuthorFactory, MediaContactFactory, UserFactory, editor, writer
from tests.factories.release import ReleaseFactory, approved

__all__ = [
    "AuthorFactory",
    "MediaContactFactory",
    "ReleaseFactory",
    "UserFactory",
    "approved",
    "editor",
    "writer",
]
