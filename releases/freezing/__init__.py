"""Freezing: the one way from working text to the words that readers get."""

from releases.freezing.issue import FrozenIssue, freeze_issue
from releases.freezing.release import Frozen, Index, freeze

__all__ = ["Frozen", "FrozenIssue", "Index", "freeze", "freeze_issue"]
