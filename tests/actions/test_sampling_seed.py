"""The organisation's own release: every fact of its old page, and none of its damages."""

import re

import pytest

from releases import content
from releases.models import NewsletterIssue, Release, ReleaseVersion
from releases.sample import SAMPLE_DATE, missile_watch
from releases.text.plain import words

pytestmark = pytest.mark.django_db

SEED = missile_watch.RELEASE.slug
AMARELO = content.Contact("Monica Amarelo", "monica-amarelo", "", "202-454-4680", "tel:+12024544680", "", "")


def _seed() -> ReleaseVersion:
    return ReleaseVersion.objects.public().get(release__slug=SEED)


def test_the_seed_names_everybody_and_everything_that_its_page_named(loaded):
    frozen = _seed().frozen

    assert (frozen.kind_text, frozen.headline, frozen.place, frozen.language) == (
        "Release",
        "New Missile Watch Report Features WikiLeaks and Viktor Bout",
        "Washington, D.C.",
        "en",
    )
    assert frozen.byline == (content.Person("Monica Amarelo", "monica-amarelo", ""),)
    assert frozen.contacts == (AMARELO,)
    assert frozen.experts == (
        content.Expert(
            name="Matthew Schroeder",
            slug="matthew-schroeder",
            title="Manager of the Arms Sales Monitoring Project",
            known_as="Matt Schroeder",
            biography="Matthew Schroeder is the Manager of the Arms Sales Monitoring Project at the "
            "Federation of American Scientists.",
            contact=AMARELO,
        ),
    )
    assert [programme.name for programme in frozen.programmes] == ["Arms Sales Monitoring Project"]
    assert frozen.announces == content.Announced(
        "Missile Watch", "December 2010", "/newsletters/missile-watch/1/"
    )


def test_the_seed_has_the_sample_date_and_nothing_that_its_page_had_not(loaded):
    frozen = _seed().frozen

    assert SAMPLE_DATE.isoformat() == "2010-12-14"
    assert frozen.first_public is not None
    assert frozen.first_public.full == "Tuesday, 14 December 2010, 10:00 a.m. EST"
    assert (frozen.subheadline, frozen.topics, frozen.resources, frozen.event, frozen.change) == (
        "",
        (),
        (),
        None,
        None,
    )
    assert frozen.summary in words(frozen.body)


@pytest.mark.parametrize(
    "fact",
    [
        "surprise extradition of notorious arms trafficker Viktor Bout to the United States",
        "one of the most prolific arms traffickers of the last 20 years",
        "Man-portable air-defense systems (MANPADS)",
        "hundreds of thousands of classified documents released by WikiLeaks",
        "dozens of references to alleged trafficking and use of MANPADS by insurgents, yet",
        "preliminary, unsubstantiated tactical level field reports",
        "One report claimed the Iranian military was providing MANPADS training to the Taliban.",
        "an International Security Assistance Force (ISAF) spokesman in Afghanistan",
        "“The Wikileaks stories were also overblown on this issue…” said the spokesperson. “…we have no "
        "credible reports of surface to air missiles shooting down our helos.”",
        "extremely useful to insurgents and arms traffickers.",
        "destroy documentation associated with illicit activities, or relocate their operations.",
        "wasted effort by investigators, and hundreds of thousands of dollars",
        "replicated, cited, or analyzed in Missile Watch.",
        "the Department of Homeland Security’s final report on its counter-MANPADS program",
        "two anti-missile systems evaluated during the program are capable",
        "the $43 billion price tag",
        "the only publication dedicated to tracking the proliferation and control of MANPADS",
        "Missile Watch is an online newsletter published by the Arms Sales Monitoring Project at the "
        "Federation of American Scientists.",
        "formed in 1945 by atomic scientists from the Manhattan Project. FAS addresses",
        "its mission to promote humanitarian uses of science and technology.",
    ],
)
def test_the_seed_says_what_its_page_said(loaded, fact):
    frozen = _seed().frozen

    assert fact in words(frozen.body + "".join(about.body for about in frozen.about))


@pytest.mark.parametrize(
    "damage",
    [
        "\u00a0",
        r"[a-z]and (?:use|arms)|anduse|insurgentsand",
        r"investigators,\S",
        r"HERE",
        r"Schroederis",
        r"  ",
        r"\( ?was",
        r"\[email",
        r"WASHINGTON DC",
        r"Facebook|Twitter|Follow FAS",
        r"[Ff]ull report",
        r"[a-z0-9][.,;:?!][A-Za-z]",
        r"Print Page|Return to Listing",
    ],
)
def test_the_seed_has_none_of_the_damages_of_its_page(loaded, damage):
    frozen = _seed().frozen
    texts = [
        frozen.headline,
        frozen.summary,
        frozen.place,
        words(frozen.body),
        *(words(about.body) for about in frozen.about),
        *(expert.biography for expert in frozen.experts),
    ]

    assert [re.findall(damage, text) for text in texts] == [[]] * len(texts)


def test_the_seed_cites_its_newsletter_and_links_to_where_one_signs_up(loaded):
    body = _seed().frozen.body

    assert body.count("<cite>Missile Watch</cite>") == body.count("Missile Watch") == 5
    assert re.findall(r"<a .*?</a>", body) == [
        '<a href="/newsletters/missile-watch/">Sign up for <cite>Missile Watch</cite></a>'
    ]


@pytest.mark.parametrize(
    "entry",
    [
        "14 December 2010, 10:00 a.m. is a sample date",
        "headline stood twice",
        "“anduse”",
        "“insurgentsand”",
        "“investigators,and”",
        "“HEREto”",
        "“Schroederis”",
        "72 no-break spaces",
        "lone “(”",
        "“[email protected]”",
        "“To read the full report click HERE.”",
        "“Follow FAS on Facebook.” and “Follow FAS on Twitter”",
        "number 1 and the title “December 2010” of Missile Watch are samples",
    ],
)
def test_the_internal_note_of_the_seed_names_what_was_mended_or_lost(loaded, entry):
    note = Release.objects.get(slug=SEED).internal_note

    assert [line for line in note.splitlines() if line.startswith("- ") and entry in line] != []


def test_the_newsletter_has_one_public_issue_that_lists_the_seed(loaded):
    issue = NewsletterIssue.objects.public().get()

    assert issue.frozen.items == (content.Item(_seed().release_id, "", ""),)
    assert (issue.number, issue.title, issue.frozen.date_text) == (1, "December 2010", "14 December 2010")
