"""Earlier drafts in words: who saved which text when, and how it differs from what there is now."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from releases import conf
from releases.content import Content
from releases.desk.stage import name_of
from releases.freezing import freeze
from releases.models import Draft, Release
from releases.queries.standing import standing
from releases.rendering.comparison import Difference, differences, in_short
from releases.text.times import DateTexts, dated

LISTED = 200


@dataclass(frozen=True)
class DraftRow:
    """One save: by whom, when, and whether it changed a word of the draft before it."""

    pk: int
    who: str
    at: DateTexts
    is_same: bool


@dataclass(frozen=True)
class Compared:
    """How a draft differs from another text: what that is, and part by part how."""

    other: str
    differences: tuple[Difference, ...]


def rows_of(release: Release) -> tuple[DraftRow, ...]:
    """The latest saves of the release, the last one first."""
    latest = release.drafts.select_related("by").defer("content")[: LISTED + 1]
    pairs: Iterable[tuple[Draft, Draft | None]] = pairwise(chain(latest, [None]))  # type: ignore[list-item]
    return tuple(
        DraftRow(
            draft.pk,
            name_of(draft.by),
            dated(draft.at, conf.zone()),
            before is not None and draft.digest == before.digest,
        )
        for draft, before in islice(pairs, LISTED)
    )


def row_of(draft: Draft) -> DraftRow:
    """One save by itself."""
    return DraftRow(draft.pk, name_of(draft.by), dated(draft.at, conf.zone()), is_same=False)


def compared(draft: Draft, release: Release) -> tuple[Compared, ...]:
    """The draft beside the working text and, if there is one, beside what readers see."""
    before = Content.load(draft.content)
    others = [Compared("the working text", _short(before, freeze(release).content))]
    live = standing(release).live
    if live:
        others.append(Compared(f"version {live.number}, which readers see", _short(before, live.frozen)))
    return tuple(others)


def would_change(draft: Draft, release: Release) -> tuple[Difference, ...]:
    """What becomes of the working text when the draft is put back."""
    return _short(freeze(release).content, Content.load(draft.content))


def _short(before: Content, after: Content) -> tuple[Difference, ...]:
    return in_short(differences(before, after))
