"""Two hundred of the worst searches on ten thousand releases, whole pages, on the database of DATABASE_URL.

    python docs/benchmarks/search.py

It makes a database of its own and takes it away again. One line a group of searches goes to standard output.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from releases.models import Release, ReleaseVersion

ROOT = Path(__file__).parents[2]
RELEASES, WORDS, VOCABULARY = 10_000, 400, 20_000
FIRST, EVERY = datetime(1996, 1, 1, 15, tzinfo=UTC), timedelta(hours=26)
TOPICS, AUTHORS, PROGRAMMES = 40, 60, 8
LIMIT = 1.0
TIMES = 3
"""Each search counts with the fastest of so many times: what other programs take is not the site's."""

chance = random.Random(20261122)  # noqa: S311


def vocabulary() -> list[str]:
    """Invented words, the most frequent first, many with the same beginnings."""
    syllables = [a + b for a in "bcdfglmnprst" for b in "aeiou"]
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(chance.choices(syllables, k=chance.randint(2, 4)))] = None
    return list(words)


def fill(words: list[str]) -> None:
    """Ten thousand public releases with topics, authors and programmes, written past the verbs."""
    from releases.models import Release, ReleaseVersion
    from tests.factories import archived

    model = archived(dated=FIRST - EVERY)
    releases = Release.objects.bulk_create(
        Release(slug=f"release-{n}", headline=f"Release {n}", status=model.release.status)
        for n in range(RELEASES)
    )
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    versions = [
        version_like(model, release, FIRST + n * EVERY, chance.choices(words, weights, k=WORDS))
        for n, release in enumerate(releases)
    ]
    name(ReleaseVersion.objects.bulk_create(versions, batch_size=500))


def version_like(
    model: "ReleaseVersion", release: "Release", date: datetime, drawn: list[str]
) -> "ReleaseVersion":
    """A version that is public from this day on, with these words and everything else of the model."""
    from releases.models import ReleaseVersion
    from releases.text.search import searchable

    headline, body = " ".join(drawn[:8]).capitalize(), " ".join(drawn[8:])
    content = {**json.loads(model.content), "headline": headline, "body": f"<p>{body}.</p>"}
    return ReleaseVersion(
        release=release, number=1, public_from=date, first_public_at=date, approved_at=date,
        approved_by=model.approved_by, kind=chance.choice(["release", "statement", "letter"]),
        year=date.year, date_iso=date.isoformat(), date_text=f"{date.day} {date:%B %Y}",
        headline=headline, change="none", digest="0" * 64, search_text=searchable(headline, body),
        content=json.dumps(content),
    )  # fmt: skip


def name(versions: "list[ReleaseVersion]") -> None:
    """Give each version two topics, two authors and a programme."""
    from releases.models import Author, Programme, Topic, VersionAuthor, VersionProgramme, VersionTopic

    topics = Topic.objects.bulk_create(Topic(name=f"Topic {n}", slug=f"t{n}") for n in range(TOPICS))
    authors = Author.objects.bulk_create(Author(name=f"Author {n}", slug=f"a{n}") for n in range(AUTHORS))
    programmes = Programme.objects.bulk_create(
        Programme(name=f"Programme {n}", slug=f"p{n}") for n in range(PROGRAMMES)
    )
    VersionTopic.objects.bulk_create(
        VersionTopic(version=version, topic=topic)
        for version in versions
        for topic in chance.sample(topics, 2)
    )
    VersionAuthor.objects.bulk_create(
        VersionAuthor(version=version, author=author)
        for version in versions
        for author in chance.sample(authors, 2)
    )
    VersionProgramme.objects.bulk_create(
        VersionProgramme(version=version, programme=chance.choice(programmes)) for version in versions
    )


def searches(words: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Two hundred searches, each with the name of its group."""
    common, last = words[:20], {"before": "10000000000000-1"}
    deep = {
        "before": f"{(FIRST + 20 * EVERY - datetime(1, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1):x}-1"
    }
    for word in common:
        yield "a frequent word", {"q": word}
        yield "a beginning of three letters", {"q": word[:3]}
        yield "two frequent words and a phrase", {"q": f'{common[0]} {word} "{common[0]} {common[1]}"'}
        yield "a frequent word left out", {"q": f"-{word}"}
        yield "the last page of a frequent word", {"q": word, **deep}
        yield "a frequent word that nobody wrote with another", {"q": f"{word} zzzzzz", "topic": "t1"}
    for number in range(20):
        named = {"topic": f"t{number}", "author": f"a{number}", "programme": f"p{number % PROGRAMMES}"}
        yield "every filter together", {**named, "q": common[number], "kind": "letter", "from": "1997"}
        yield "a topic and an author", {"topic": f"t{number}", "author": f"a{number}"}
    for number in range(10):
        yield "sixty frequent words", {"q": " ".join(word[:2] for word in words[number : number + 60])}
        yield (
            "sixty words left out",
            {"q": " ".join(f"-{word[:2]}" for word in words[number : number + 60])[:200]},
        )
        yield "the list and its last page", {} if number % 2 else deep
        yield "below everything", {"kind": "release", **last}


def measure() -> int:
    """Time every search, after one that warms the program up; 0 if none took longer than LIMIT."""
    from django.db import connection
    from django.test import Client

    words = vocabulary()
    fill(words)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    taken: dict[str, list[float]] = {}
    client.get("/?q=warm")
    for group, asked in searches(words):
        taken.setdefault(group, []).append(min(asking(client, asked) for _ in range(TIMES)))
    everything = [seconds for group in taken.values() for seconds in group]
    for group, seconds in {**taken, f"all {len(everything)}": everything}.items():
        figures = [min(seconds), statistics.median(seconds), max(seconds)]
        line = " | ".join(f"{1000 * figure:.0f}" for figure in figures)
        sys.stdout.write(f"| {connection.vendor} | {group} | {line} |\n")
    return int(max(everything) > LIMIT)


def asking(client: "Client", asked: dict[str, str]) -> float:
    """How many seconds a whole page took."""
    began = time.perf_counter()
    response = client.get("/", asked)
    if response.status_code != 200:
        raise SystemExit(f"{asked} was answered by {response.status_code}.")
    return time.perf_counter() - began


def main() -> int:
    """Measure in a database that is made for it."""
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment(debug=False)
    from django.db import connection

    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        return measure()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
