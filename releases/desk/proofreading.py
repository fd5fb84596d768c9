"""What a careful colleague would say of a draft: it holds nothing back unless a setting says so."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from releases.content import Content
from releases.text import damage
from releases.text.dates import wrong_weekdays
from releases.text.plain import links, passages
from releases.vocabulary import Kind

LONGEST_HEADLINE = 110
"""Characters after which search engines and many readers of feeds cut a headline."""

_MOST_NAMED = 5
_FOLLOW = re.compile(r"follow (?:us|fas|the federation\b[^.:]*)(?: on \w+)*[.:]?", re.IGNORECASE)
# “About half of them: …” is a sentence.
_ABOUT = re.compile(r"(?:About|ABOUT) (?:[Tt]he |THE |[Oo]ur |OUR )?[A-Z][^.:]{1,60}:.*")

Texts = dict[str, list[str]]
"""The passages of each field of the form that holds words."""

Remark = tuple[str, str]
"""A field of the form, and a sentence about it."""

Look = Callable[[list[str], list[str]], tuple[str, ...]]
"""From the passages of one field, and of all, to the places that are damaged."""


def remarks(content: Content, near: date | None) -> Iterator[tuple[str, Remark]]:
    """Yield the name of each check that found something, with what it says.

    `near` is the day, in the organisation's zone, for which the release is planned.
    """
    texts = _texts(content)
    is_english = content.language.partition("-")[0] == "en"
    for name, (look, sentence) in LOOKS.items():
        if is_english or name in IN_ANY_LANGUAGE:
            yield from ((name, remark) for remark in _each(texts, look, sentence))
    if is_english:
        for field, said in texts.items():
            yield from (("weekday", (field, sentence)) for sentence in wrong_weekdays(said, near))
    for name, check in CHECKS.items():
        yield from ((name, remark) for remark in check(content))


def _texts(content: Content) -> Texts:
    event, change = content.event, content.change
    return {
        "headline": [content.headline],
        "subheadline": [content.subheadline],
        "summary": [content.summary],
        "body": passages(content.body),
        "event_attendance": event.attendance.splitlines() if event else [],
        "expert_lines": [expert.biography for expert in content.experts],
        "about_lines": [passage for about in content.about for passage in passages(about.body)],
        "change_note": change.note.splitlines() if change else [],
    }


def _each(texts: Texts, look: Look, sentence: str) -> Iterator[Remark]:
    everything = [passage for said in texts.values() for passage in said]
    for field, said in texts.items():
        if found := look(said, everything):
            yield field, sentence.format(_named(found))


def _headline_length(content: Content) -> Iterator[Remark]:
    length = len(content.headline)
    if length > LONGEST_HEADLINE:
        yield (
            "headline",
            f"The headline has {length} characters. Search engines and feeds cut it at {LONGEST_HEADLINE}.",
        )


def _summary(content: Content) -> Iterator[Remark]:
    if not content.summary:
        yield "summary", "Write a summary: lists, feeds and mails show it under the headline."


def _link_words(content: Content) -> Iterator[Remark]:
    if found := damage.vague(words for words, _ in links(content.body)):
        yield (
            "body",
            f"A link says only {_named(found)}. Let it say what is there: on paper nobody can click.",
        )
    if found := damage.vague(resource.label for resource in content.resources):
        yield "resources", f"A resource is called {_named(found)}. Say what readers find there."


def _headline_again(content: Content) -> Iterator[Remark]:
    first = next(iter(passages(content.body)), "")
    if content.headline and first.casefold() == content.headline.casefold():
        yield "body", "The text begins with the headline, which stands above it already. Take it out."


def _follow_us(content: Content) -> Iterator[Remark]:
    found = tuple(passage for passage in passages(content.body) if _FOLLOW.fullmatch(passage))
    if found:
        yield "body", f"Take {_named(found)} out of the text: the links stand at the foot of every page."


def _about_again(content: Content) -> Iterator[Remark]:
    chosen = {
        passage.casefold() for about in content.about for passage in (about.title, *passages(about.body))
    }
    found = tuple(
        passage
        for passage in passages(content.body)
        if passage.rstrip(" :").casefold() in chosen
        or passage.casefold() in chosen
        or _ABOUT.fullmatch(passage)
    )
    if found:
        yield (
            "body",
            f"Take {_named(tuple(map(_beginning, found)))} out of the text, and choose it as an About text.",
        )


def _event(content: Content) -> Iterator[Remark]:
    if content.kind == Kind.ADVISORY and not (content.event and content.event.starts):
        yield "event_starts_at", "Say when it is: a media advisory invites journalists to something."


def _named(found: tuple[str, ...]) -> str:
    *first, last = (f"“{place}”" for place in found[:_MOST_NAMED])
    more = len(found) - _MOST_NAMED
    if more > 0:
        return f"{', '.join((*first, last))} and {more} more"
    return f"{', '.join(first)} and {last}" if first else last


def _beginning(passage: str) -> str:
    words = passage.split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")


LOOKS: dict[str, tuple[Look, str]] = {
    "glued words": (damage.glued, "Words have grown together: {}. Put the space back."),
    "repeated word": (lambda said, _: damage.repeated(said), "A word stands twice: {}."),
    "masked address": (
        lambda said, _: damage.masked(said),
        "Nobody can write to {}. Put the whole address there, or name a contact.",
    ),
    "bracket or quotation mark": (
        lambda said, _: damage.unbalanced(said),
        "A bracket or a quotation mark has no partner: {}.",
    ),
}
IN_ANY_LANGUAGE = frozenset({"masked address", "bracket or quotation mark"})
CHECKS: dict[str, Callable[[Content], Iterator[Remark]]] = {
    "headline length": _headline_length,
    "summary": _summary,
    "link words": _link_words,
    "headline in the text": _headline_again,
    "follow us": _follow_us,
    "about text": _about_again,
    "event": _event,
}
NAMES = frozenset({*LOOKS, "weekday", *CHECKS})
"""Every check by which a setting may hold texts back."""
