"""Equal meaning has equal bytes; what has no canonical form is refused."""

import json
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

import pytest
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe
from hypothesis import given, settings
from hypothesis import strategies as st

from releases.text.canonical import NotText, canonical_json, canonical_text, digest

NEW_YORK = ZoneInfo("America/New_York")

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdé", max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


class Colour(StrEnum):
    RED = "red"


class Shouting(str):
    __slots__ = ()

    def __str__(self) -> str:
        return self.upper()


class Place(IntEnum):
    FIRST = 1


@dataclass(frozen=True)
class Line:
    name: str
    day: date


def test_a_whole_value_has_one_spelling() -> None:
    value = {
        "z": [None, True, 3, Place.FIRST, Colour.RED, mark_safe("<p>é</p>")],
        "a": (datetime(2010, 12, 14, 10, tzinfo=NEW_YORK), date(2010, 12, 14)),
        "line": Line(name="Ruth\r\nVance", day=date(1, 1, 1)),
    }

    text = canonical_json(value)

    assert text == (
        '{"a":["2010-12-14T15:00:00.000000Z","2010-12-14"],'
        '"line":{"day":"0001-01-01","name":"Ruth\\nVance"},'
        '"z":[null,true,3,1,"red","<p>é</p>"]}'
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("caf\u00e9", "cafe\u0301"),
        ("e\x00\u0301", "\u00e9"),
        (Shouting("quiet"), "quiet"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\x00b\x1b\x7f\x9f", "ab"),
        ((1, 2), [1, 2]),
        ({"b": 1, "a": 2}, {"a": 2, "b": 1}),
        (datetime(2027, 7, 1, 9, tzinfo=NEW_YORK), datetime(2027, 7, 1, 13, tzinfo=UTC)),
        (Line("x", date(2010, 1, 2)), {"name": "x", "day": "2010-01-02"}),
    ],
)
def test_equal_meaning_has_an_equal_digest(one: object, other: object) -> None:
    assert digest(canonical_json(one)) == digest(canonical_json(other))


@pytest.mark.parametrize(("one", "other"), [(1, True), (1, "1"), (None, ""), ("a\nb", "a\tb"), ("a", "A")])
def test_different_meaning_has_a_different_digest(one: object, other: object) -> None:
    assert digest(canonical_json(one)) != digest(canonical_json(other))


@pytest.mark.parametrize(
    "value",
    [
        1.5, float("nan"), Decimal(1), b"a", {1, 2}, frozenset(), {1: "a"}, {None: "a"}, object(), Line,
        lazystr("lazy"), datetime.fromisoformat("2010-12-14"), timedelta(1), iter([1]), [[{"deep": 0.5}]],
    ],
)  # fmt: skip
def test_everything_else_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize("value", ["\ud800", "a\udfffb", ["fine", {"deep": "\udc80"}], {"\ud801": 1}])
def test_half_a_character_is_refused(value: object) -> None:
    with pytest.raises(NotText, match="half a character"):
        canonical_json(value)


def test_keys_that_become_equal_are_refused() -> None:
    with pytest.raises(ValueError, match="same canonical form"):
        canonical_json({"\u00e9": 1, "e\u0301": 2})


def test_an_instant_before_the_first_utc_year_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the years 1 to 9999"):
        canonical_json(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))))


def test_the_digest_is_sha_256_of_utf_8() -> None:
    assert digest("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"


@given(values)
@settings(max_examples=100)
def test_canonical_json_is_its_own_canonical_form(value: object) -> None:
    text = canonical_json(value)

    assert canonical_json(json.loads(text)) == text


@given(texts)
@settings(max_examples=100)
def test_canonical_text_keeps_every_visible_character(text: str) -> None:
    result = canonical_text(text)

    assert [c for c in result if unicodedata.category(c) == "Cc" and c not in "\n\t"] == []
    assert canonical_text(result) == result
    assert [c for c in result if not c.isspace()] == [
        c for c in unicodedata.normalize("NFC", result) if not c.isspace()
    ]
