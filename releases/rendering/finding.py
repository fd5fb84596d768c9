"""The search of the list as readers see it: its form, what they chose, and what they could choose next."""

from collections.abc import Mapping
from dataclasses import dataclass

from releases.queries.facets import Facets, Option
from releases.queries.filters import IN_ADDRESS, Filters
from releases.text.days import Days
from releases.vocabulary import Kind

LABELS = {"kind": "Kind", "programme": "Programme", "topic": "Topic", "author": "Author", "year": "Year"}
ANY = {
    "kind": "Any kind",
    "programme": "Any programme",
    "topic": "Any topic",
    "author": "Any author",
    "year": "All years",
}
MOST = 12
"""How many values a line of facets names; the form has more."""
MOST_IN_FORM = 100
"""How many authors or topics a list of the form names; all those of thirty years would weigh too much."""


@dataclass(frozen=True)
class Select:
    """One list of the form: the value chosen, and the most frequent of those that leave something.

    `others` counts the rest: words find them.
    """

    name: str
    label: str
    any_label: str
    value: str
    options: tuple[Option, ...]
    others: int
    mistake: str = ""


@dataclass(frozen=True)
class Written:
    """One line of the form: what stands in it, as it was typed."""

    name: str
    label: str
    value: str
    mistake: str = ""


@dataclass(frozen=True)
class Find:
    """The form. `is_open` where what hides in it matters."""

    words: Written
    selects: tuple[Select, ...]
    days: tuple[Written, ...]
    is_open: bool


@dataclass(frozen=True)
class Chosen:
    """One filter in words, and the address of the list without it."""

    label: str
    address: str


@dataclass(frozen=True)
class Choice:
    """One further filter, where it leads, and to how many releases."""

    label: str
    address: str
    count: int


@dataclass(frozen=True)
class Line:
    """The further filters of one name; `others` counts those that only the form has."""

    label: str
    choices: tuple[Choice, ...]
    others: int


def find(
    filters: Filters, facets: Facets, typed: Mapping[str, str], mistakes: Mapping[str, str] | None = None
) -> Find:
    """The form with what was chosen, or with what was typed wrongly and the sentence about it."""
    wrong = mistakes or {}

    def written(name: str, label: str) -> Written:
        in_address = IN_ADDRESS.get(name, name)
        mistake = wrong.get(in_address, "")
        value = typed.get(in_address, "") if mistake else getattr(filters, name)
        # Overlong and invisible things are not written back.
        return Written(in_address, label, value[:200].replace("\0", ""), mistake)

    return Find(
        words=written("q", "Search the releases"),
        selects=tuple(_select(name, filters, facets, wrong.get(name, "")) for name in LABELS),
        days=(written("since", "From"), written("until", "To")),
        is_open=bool(set(wrong) - {"q"}),
    )


def chosen(filters: Filters, facets: Facets, path: str) -> tuple[Chosen, ...]:
    """Each filter that holds, with the way out of it."""
    return tuple(
        Chosen(_in_words(name, filters, facets), path + filters.choosing(name, "").address())
        for name in filters.chosen
    )


def ways_out(filters: Filters, facets: Facets, path: str) -> tuple[Choice, ...]:
    """Where nothing is left: what there is without one of the filters, or else with one of them only."""
    without = [
        Choice(
            f"Without {_in_words(name, filters, facets)}", path + filters.choosing(name, "").address(), count
        )
        for name, count in facets.without.items()
    ]
    alone = [
        Choice(
            f"Only {_in_words(name, filters, facets)}",
            path + Filters().choosing(name, getattr(filters, name)).address(),
            count,
        )
        for name, count in facets.alone.items()
    ]
    helpful = [choice for choice in without if choice.count and len(filters.chosen) > 1]
    return tuple(helpful or [choice for choice in alone if choice.count])


def lines(filters: Filters, facets: Facets, path: str) -> tuple[Line, ...]:
    """What could be chosen next, the most frequent first, years from the latest back."""
    found = []
    for name, label in LABELS.items():
        options = facets.options[name]
        if getattr(filters, name) or not options:
            continue
        if name != "year":
            options = tuple(sorted(options, key=lambda option: -option.count))
        choices = tuple(
            Choice(option.label, path + filters.choosing(name, option.value).address(), option.count)
            for option in options[:MOST]
        )
        found.append(Line(label, choices, min(len(options), MOST_IN_FORM) - len(choices)))
    return tuple(found)


def title(filters: Filters, total: int) -> str:
    """How many were found, and for what: “9 results for “missile””."""
    counted = "1 result" if total == 1 else f"{total:,} results"
    return (counted if total else "Nothing found") + (f" for “{filters.q}”" if filters.q else "")


def _select(name: str, filters: Filters, facets: Facets, mistake: str) -> Select:
    value, every = getattr(filters, name), facets.options[name]
    options = _most_frequent(every)
    if value and value not in {option.value for option in options}:
        count = next((option.count for option in every if option.value == value), 0)
        options = (Option(value, _name(name, filters, facets), count), *options)
    others = max(0, len(every) - len(options))
    return Select(name, LABELS[name], ANY[name], value, options, others, mistake)


def _most_frequent(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """As many as the form has room for, in the order in which they came."""
    if len(options) <= MOST_IN_FORM:
        return options
    kept = set(sorted(options, key=lambda option: -option.count)[:MOST_IN_FORM])
    return tuple(option for option in options if option in kept)


def _in_words(name: str, filters: Filters, facets: Facets) -> str:
    value = getattr(filters, name)
    if name == "q":
        return f"“{value}”"
    if name in ("since", "until"):
        return f"{'From' if name == 'since' else 'To'} {Days.parse(value)}"
    return _name(name, filters, facets)


def _name(name: str, filters: Filters, facets: Facets) -> str:
    """A value as the releases found call it; what none of them has is called as it was asked for."""
    value: str = getattr(filters, name)
    if name == "kind":
        return Kind(value).label
    found = (option.label for option in facets.options[name] if option.value == value)
    return facets.called.get(name) or next(found, value)
