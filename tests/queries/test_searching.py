"""Search finds the same on both databases: this table is run on each of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from releases.actions import publishing
from releases.models import PictureLine, ReleaseVersion, guards, word_index
from releases.queries.filters import Filters
from releases.queries.searching import search
from tests.factories import ReleaseFactory, approved, archived, editor, many_public_versions
from tests.factories.media import picture
from tests.journeys.worlds import STATES, build

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

# The first letter of a headline is the release's name in the table below.
TEXTS = {
    "A New Missile Watch Report": "<p>It documents missiles, <em>end-use</em> checks&nbsp;and MANPADS.</p>",
    "B Missiles in Europe’s surplus": "<p>Five countries count what they no longer need. News from Łódź.</p>",
    "C Treaties and their inspectors": "<p>The treaty of 1963; see F-16 and 2e7ae28, section 4.2.1.</p>",
    "D The DOE budget for 2011": "<p>It does what O'Brien asked: write to press@fas.example.</p>",
    "E Café society at the embassy": "<p>“Straße” &amp; naïve résumés, ядерная война, 核武器, がくせい.</p>",
    "F Arms sales without arms control": "<p>Watch the missile. The report is new&hellip;new.</p>",
    "G Boxes of classes": "<p>Foxes, crises, a virus, gas; non\u00adproliferation of http://fas.example/a_b?c=1.</p>",
}
QUERIES = {
    "missile": "FBA",
    "missiles": "FBA",
    "MISSILE": "FBA",
    "Missiles": "FBA",
    "mis": "FBA",
    "mi": "",
    "miss watch": "",
    "watch miss": "FA",
    "watch": "FA",
    "missile watch": "FA",
    '"missile watch"': "A",
    '"watch missile"': "",
    '"watch the missile"': "F",
    "“missile watch”": "A",
    '"missile watch': "A",
    '"missile wat"': "",
    "missile -watch": "B",
    "missile −watch": "B",
    'missile -"missile watch"': "FB",
    "missile -miss": "FBA",
    "-missile": "GEDC",
    "-missile -treaty": "GED",
    "missile -missile": "",
    '-"missile watch" report': "F",
    "new -news": "FA",
    "new": "FBA",
    "NEW": "FA",
    "news": "B",
    "doe": "D",
    "DOE budget": "D",
    "arms": "F",
    "arm": "F",
    "ARM": "",
    "treaty": "C",
    "treaties": "C",
    "TREATY": "C",
    "inspector": "C",
    "box": "G",
    "BOX": "",
    "boxes": "G",
    "class": "G",
    "fox": "G",
    "FOXES": "G",
    "country need": "B",
    "end-use": "A",
    "end use": "A",
    "use end": "A",
    "end-us": "A",
    '"use end"': "",
    "F-16": "C",
    "f 16": "C",
    "F-1": "",
    "2e7ae28": "C",
    "2e7": "C",
    "4.2.1": "C",
    '"2.1.4"': "",
    "1963": "C",
    "201": "D",
    "O'Brien": "D",
    "o’brien": "D",
    "brien": "D",
    "press@fas.example": "D",
    "http://fas.example/a_b?c=1": "G",
    "example": "GD",
    "cafe": "E",
    "CAFÉ": "E",
    "cafe\u0301": "E",
    "caf&eacute;": "E",
    "strasse": "E",
    "Straße": "E",
    "naive resume": "E",
    "ЯДЕРНАЯ": "E",
    "ядерн": "E",
    "核武器": "E",
    "核": "",
    "がくせい": "E",
    "Lodz": "B",
    "Łódź": "B",
    "europe": "B",
    "Europe's": "B",
    "nonproliferation": "G",
    "non\u00adproliferation": "G",
    "virus": "G",
    "gas": "G",
    "the": "FEDCB",
    "headline": "",
    "it's": "DA",
    # Junk, and what other programs would read as a command.
    "": "GFEDCBA",
    " ": "GFEDCBA",
    "\x00": "",
    "mis\x00sile": "",
    "missile\x00": "FBA",
    "!!!": "",
    "-": "",
    '"': "",
    '""': "",
    '"" missile': "FBA",
    "missile -": "FBA",
    "--missile": "GEDC",
    "- missile": "FBA",
    "*": "",
    "missile*": "FBA",
    "mis*ile": "",
    "missile AND watch": "A",
    "missile OR treaty": "",
    "missile NOT watch": "",
    "NEAR(missile watch)": "",
    "words:missile": "",
    "^missile": "FBA",
    "(missile": "FBA",
    "missile)": "FBA",
    "missile:*": "FBA",
    "'missile' & 'watch'": "FA",
    "missile | treaty": "",
    "missile <-> watch": "FA",
    "!missile": "FBA",
    "missile\\": "FBA",
    "'; DROP TABLE releases_releaseversion; --": "",
    "' OR 1=1 --": "",
    "%": "",
    "%s %(x)s": "",
    "{0}": "",
    "<script>alert(1)</script>": "",
    "\ud800 missile": "FBA",
    "x" * 200: "",
    "\U0001f680": "",
    "\U0001f680 missile": "FBA",
    "a " * 90 + "missile": "A",
    '"' * 199: "",
    "-a" * 99: "GFEDCBA",
}


def corpus() -> None:
    for day, (headline, body) in enumerate(TEXTS.items(), start=1):
        archived(
            dated=datetime(2010, 3, day, 15, tzinfo=UTC), headline=headline, body=body, summary="", place=""
        )


def names(filters: Filters) -> str:
    return "".join(hit.version.headline[0] for hit in search(filters).hits)


def test_every_query_finds_the_same_on_every_database():
    corpus()

    found = {typed: names(Filters(q=" ".join(typed.split()))) for typed in QUERIES}

    assert found == QUERIES


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ({"summary": "A missile, two missiles."}, "A [missile], two [missiles]."),
        ({"summary": "Nothing.", "body": "<p>Łódź’s <b>mis</b>sile &lt;b&gt;.</p>"}, "Łódź’s [missile] <b>."),
        ({"summary": "Of things.", "place": "Missile City"}, "[Missile] City, "),
        ({"summary": "Of things.", "headline": "Missile"}, "Of things."),
        ({"summary": "", "body": f"<p>{'far ' * 30}missile{' off' * 30}</p>"},
         f"… {'far ' * 10}[missile]{' off' * 20} …"),
    ],
)  # fmt: skip
def test_what_was_found_is_marked_where_it_stands(text, shown):
    approved(**{"headline": "A headline", "place": "", "body": "<p>A body.</p>", **text})

    (hit,) = search(Filters(q="missile")).hits

    runs = "".join(f"[{run.text}]" if run.is_marked else run.text for run in hit.text)
    assert runs.startswith(shown) if shown.endswith(", ") else runs == shown


@pytest.mark.parametrize("words", [{"alt": "A missile on a lorry."}, {"caption": "A missile on a lorry."}])
def test_the_words_of_a_picture_are_shown_where_they_are_what_was_found(settings, tmp_path, words):
    settings.MEDIA_FOLDER = tmp_path
    release = ReleaseFactory(headline="A headline", summary="Of things.", place="", body="<p>A body.</p>")
    PictureLine.objects.create(release=release, file=picture(**words))
    approved(release)

    (hit,) = search(Filters(q="missile")).hits

    assert "A [missile] on a lorry." in "".join(
        f"[{run.text}]" if run.is_marked else run.text for run in hit.text
    )


@pytest.mark.parametrize("state", STATES)
def test_no_hidden_word_finds_or_is_counted_or_shown(state, at):
    world = build(state, at)

    found = {}
    for bird, field in world.hidden.items():
        # The beginning of a word finds what the whole word does.
        for typed in (bird[:-1], f'"{bird}"'):
            results = search(Filters(q=typed))
            if results.facets.total or results.hits or bird in repr(results):
                found[field] = typed
    everything = search(Filters(q="-nowhere"))

    assert found == {}
    assert everything.facets.total == len(everything.hits) == (1 if world.is_public else 0)
    assert [bird for bird in world.hidden if bird in repr(everything)] == []


def test_a_word_is_found_while_its_version_is_public_and_not_a_moment_longer(at):
    at(NINE)
    version = approved(headline="Zeppelins")
    approved(headline="Zeppelins to come", public_from=NINE + HOUR)

    at(NINE + HOUR - timedelta(seconds=1))
    before = [hit.version.headline for hit in search(Filters(q="zeppelin")).hits]
    at(NINE + HOUR)
    both = [hit.version.headline for hit in search(Filters(q="zeppelin")).hits]
    publishing.withdraw(version.release, by=editor(), reason="Wrong.", shows_headline=True)
    after = [hit.version.headline for hit in search(Filters(q="zeppelin")).hits]

    assert before == ["Zeppelins"]
    assert both == ["Zeppelins to come", "Zeppelins"]
    assert after == ["Zeppelins to come"]


def test_pages_of_a_search_lead_through_everything_once_and_each_costs_the_same():
    many_public_versions(60, every=timedelta(0))
    filters = Filters(q="body", kind="release")

    seen, before, costs = [], None, []
    while (before or not seen) and len(seen) < 9:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            results = search(filters, before)
        seen.append([hit.version.pk for hit in results.hits])
        costs.append((len(asked), "OFFSET" in str(asked.captured_queries)))
        before = results.older.cursor if results.older else None

    assert [len(page) for page in seen] == [25, 25, 11]
    newest_first = ReleaseVersion.objects.public().newest_first().values_list("pk", flat=True)
    assert [pk for page in seen for pk in page] == list(newest_first)
    assert costs == [(2, False)] * 3


def test_versions_that_no_trigger_saw_are_indexed_when_the_triggers_come_back():
    guards.remove(connection)
    with connection.cursor() as cursor:
        for name in ("words_of_new_version", "words_of_deleted_version", "words_of_version"):
            on = f" ON {ReleaseVersion._meta.db_table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
    approved(headline="Zeppelins")
    without = names(Filters(q="zeppelin"))

    word_index.install_after_migrating("default")
    word_index.install_after_migrating("default")
    approved(headline="Zeppelins again")

    assert without == ""
    assert names(Filters(q="zeppelin")) == "ZZ"


def test_a_deleted_version_leaves_no_words_behind():
    version = approved(headline="Zeppelins")
    guards.remove(connection)
    for model in guards.APPEND_ONLY:
        model.objects.all()._raw_delete("default")

    ReleaseVersion.objects.filter(pk=version.pk)._raw_delete("default")

    with connection.cursor() as cursor:
        expression = word_index.versions_with_all(Filters(q="zeppelin").words.wanted)
        cursor.execute(expression.sql, expression.params)
        assert cursor.fetchall() == []
