"""Stored content stays readable when a later program knows more fields."""

import json
from dataclasses import dataclass

import pytest

from releases import content


@dataclass(frozen=True)
class Later:
    """Content as a later program might know it."""

    format: int
    headline: str
    pictures: tuple[content.Named, ...] = ()


def test_a_field_that_came_later_has_its_default_in_older_content():
    stored = json.dumps({"format": 1, "headline": "Old"})

    assert content._load(Later, stored) == Later(1, "Old", ())


def test_a_field_without_a_default_is_never_made_up():
    with pytest.raises(KeyError, match="headline"):
        content._load(Later, json.dumps({"format": 1}))
