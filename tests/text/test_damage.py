"""Damage in texts: what is found, and what is left in peace."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.text import damage
from releases.text.dates import wrong_weekdays

OLD_PAGE = [
    "These documents included dozens of references to trafficking anduse of MANPADS by insurgents.",
    "The reports could be extremely useful to insurgentsand arms traffickers.",
    "It wasted the effort of investigators,and hundreds of thousands of dollars.",
    "Click HEREto sign up for Missile Watch.",
    "To interview Matt Schroeder, please contact Monica Amarelo at 202-454-4680 or [email protected]",
    "Matthew Schroederis the Manager of the Arms Sales Monitoring Project.",
    "The Federation of American Scientists ( was formed in 1945.",
]
IN_PEACE = [
    "A thousand husbands demand that the island expand; nevertheless they withstand it without a brand.",
    "Analysis of the crisis: WikiLeaks, MANPADS, the NGOs, PhDs, SQLite and COVID-19 therein.",
    "See https://fas.org/a,b/Report.Html or fas.org/as,well or write to press.Office@fas.org.",
    "Call 202-454-4680 at 10:30 a.m.",
    "Louis, Davis and Francis said (in 2010): “It was so so long, that that was that.”",
    "and/or, e.g. The U.S.Navy’s 1,000 ships; the ratio 3:4, i.e. Fig.2a",
    "Andover, Anders and ERs: the student:teacher ratio is theirs, said the IRS.",
    "Will the Senate vote? Ed Willis, Alexis (“Alex”) Mathis and Math teachers ask.",
    "“We looked [at] these data,” he said, “and were [at] home.”",
    'The "Nuclear Notebook 2024" was published; "it is 3.5" wide," he said.',
    "He is 5’11” tall: “a giant,” she said. A 12” pipe, a 5'11\" man, iii) and viii) of the list.",
    "“It’s the ’90s,” he told them: “They said, ‘This can’t wait.’”",
]


def test_words_that_grew_together_are_found():
    assert damage.glued(OLD_PAGE) == (
        "anduse", "insurgentsand", "investigators,and", "HEREto", "Schroederis",
    )  # fmt: skip


@pytest.mark.parametrize("passage", IN_PEACE)
def test_whole_words_numbers_and_addresses_are_left_in_peace(passage):
    assert damage.glued([passage]) == ()
    assert damage.masked([passage]) == ()
    assert damage.unbalanced([passage]) == ()


def test_a_name_that_stands_elsewhere_tells_where_a_word_ends():
    assert damage.glued(["Schroederis the manager."]) == ()
    assert damage.glued(["Schroederis the manager."], ["To interview Matt Schroeder"]) == ("Schroederis",)


@pytest.mark.parametrize(
    ("passage", "found"),
    [
        ("or [email protected]", "[email protected]"),
        ("or [Email protected].", "[Email protected]"),
        ("write to monica [at] fas.org today", "monica [at] fas.org"),
        ("write to monica(at)fas.org", "monica(at)fas.org"),
        ("write to press [at] fas [dot] org", "press [at] fas [dot] org"),
    ],
)
def test_masked_addresses_are_found(passage, found):
    assert damage.masked([passage]) == (found,)


@pytest.mark.parametrize(
    "passage", ["a day (at noon) in June", "it is [at least] clear", "look at (the) report"]
)
def test_words_in_brackets_are_no_address(passage):
    assert damage.masked([passage]) == ()


@pytest.mark.parametrize(
    ("passages", "found"),
    [
        (OLD_PAGE[-1:], ("… of American Scientists ( was formed in 1945.",)),
        (["It ended (in June]."], ("It ended (in June].",)),
        (["He said “never."], ("He said “never.",)),
        (['He said "never.'], ('He said "never.',)),
        (["He said never.”"], ("He said never.”",)),
    ],
)
def test_a_sign_without_its_partner_is_found(passages, found):
    assert damage.unbalanced(passages) == found


@pytest.mark.parametrize(
    "passages",
    [
        ["a) the depot", "2) the ship", "(b) the aeroplane"],
        ["a.) the depot", "iii.) the ship", "viii) the aeroplane"],
        ["“It began in June.", "“It ended in July.”"],
        ['"It began in June.', '"It ended in July."'],
        ['a pipe of 3" and more'],
        ["„So ist es“, sagte er."],
        ["He said ‘never’, and didn’t."],
    ],
)
def test_lists_and_long_quotations_have_their_partners(passages):
    assert damage.unbalanced(passages) == ()


def test_the_place_is_named_by_a_few_words_around_it():
    long = f"{'before ' * 20}the place ( that is open {'after ' * 20}"
    (found,) = damage.unbalanced([" ".join(long.split())])

    assert found.startswith("… before")
    assert "the place ( that is open" in found
    assert found.endswith("after …")
    assert len(found) < 70


def test_a_word_that_stands_twice_is_found():
    passages = ["A copy of the the report, which had had no no, more."]

    assert damage.repeated(passages) == ("the the", "no no")


def test_a_word_that_people_say_twice_is_left_in_peace():
    assert damage.repeated(["It is much much more, and really really late."]) == ()


def test_links_that_say_nothing_are_found():
    assert damage.vague(["HERE", "Click here!", "the full report", "Read more …"]) == (
        "HERE", "Click here!", "Read more …",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("passage", "said"),
    [
        ("On Monday, 14 December 2010, at ten", "“Monday, 14 December 2010” is a Tuesday."),
        ("On Monday, December 14th, 2010", "“Monday, December 14th, 2010” is a Tuesday."),
        ("Wed. 31 June 2026", "“Wed. 31 June 2026” is in no calendar."),
        ("on Monday, the 14th of December", "“Monday, the 14th of December” 2010 is a Tuesday."),
        ("on Monday, January 4", "“Monday, January 4” 2011 is a Tuesday."),
    ],
)
def test_a_weekday_that_does_not_match_is_named_with_the_right_one(passage, said):
    assert wrong_weekdays([passage], date(2010, 12, 1)) == (said,)


@pytest.mark.parametrize(
    "passage",
    [
        "On Tuesday, 14 December 2010, and on Tues. Dec. 14, 2010",
        "on Tuesday, January 4",
        "the Sunday papers of May 2010",
        "Saturday, 29 February",
        "as The Baltimore Sun, 14 December 2010, reported",
        "In 1979 the reactor failed, on Wednesday, March 28.",
    ],
)
def test_a_weekday_that_matches_is_left_in_peace(passage):
    assert wrong_weekdays([passage], date(2020, 2, 20) if "29" in passage else date(2010, 12, 1)) == ()


def test_without_a_day_nobody_guesses_the_year():
    assert wrong_weekdays(["Monday, 14 December"], None) == ()
    assert wrong_weekdays(["Monday, 14 December 0000 and Friday, 1 January"], date(1, 1, 1)) != ()


@given(st.lists(st.text(alphabet='ab ("“”)[].,;:and THE\u00e9', max_size=80), max_size=4))
def test_every_place_that_is_named_stands_in_the_text(passages):
    passages = [" ".join(passage.split()) for passage in passages]
    text = "\n".join(passages)
    for look in (damage.glued, damage.masked, damage.unbalanced, damage.repeated):
        for place in look(passages):
            assert place.removeprefix("… ").removesuffix(" …") in text


@pytest.mark.parametrize("sign", ["x", "a.", "Ab", ")"])
def test_pasted_data_takes_no_time(sign):
    begun = time.process_time()

    for look in (damage.glued, damage.masked, damage.unbalanced, damage.repeated):
        look([sign * 20_000])

    assert time.process_time() - begun < 1
