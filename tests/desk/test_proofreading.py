"""What the desk says of a draft before anybody submits it."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.checks import run_checks

from releases.content import About, Resource
from releases.desk import checks, proofreading
from releases.freezing import freeze
from releases.vocabulary import Kind
from tests.factories import ReleaseFactory

pytestmark = pytest.mark.django_db

# The old print page, as it was found.
OLD_BODY = """
<p>New Missile Watch Report Features WikiLeaks and Viktor Bout</p>
<p>These documents included dozens of references to alleged trafficking anduse of MANPADS by insurgents.</p>
<p>They could be extremely useful to insurgentsand arms traffickers, and waste the effort of investigators,and
hundreds of thousands of dollars.</p>
<p>To read the full report click <a href="/report/">HERE</a>. Click HEREto sign up for Missile Watch.</p>
<p>To interview Matt Schroeder, please contact Monica Amarelo at 202-454-4680 or [email&nbsp;protected]</p>
<p>Follow FAS on Facebook.</p><p>Follow FAS on Twitter</p>
<p>About FAS:</p>
<p>The Federation of American Scientists ( was formed in 1945 by atomic scientists.</p>
<p>Follow FAS:</p>
<p>Matthew Schroederis the Manager of the Arms Sales Monitoring Project.</p>
"""


def said(content, planned=None):
    return {(finding.check, finding.field): finding.sentence for finding in checks.advice(content, planned)}


def draft(**words):
    return replace(freeze(ReleaseFactory(headline="A headline", summary="A summary.")).content, **words)


def test_every_damage_of_the_old_print_page_is_found():
    headline = "New Missile Watch Report Features WikiLeaks and Viktor Bout"
    content = freeze(ReleaseFactory(headline=headline, summary="", body=OLD_BODY)).content
    found = said(content)

    assert set(found) == {
        ("glued words", "body"),
        ("masked address", "body"),
        ("bracket or quotation mark", "body"),
        ("summary", "summary"),
        ("link words", "body"),
        ("headline in the text", "body"),
        ("follow us", "body"),
        ("about text", "body"),
    }
    for word in ("anduse", "insurgentsand", "investigators,and", "HEREto", "Schroederis"):
        assert f"“{word}”" in found["glued words", "body"]
    assert "“HERE”" in found["link words", "body"]
    assert "[email protected]" in found["masked address", "body"]
    assert (
        "“Follow FAS on Facebook.”, “Follow FAS on Twitter” and “Follow FAS:”" in found["follow us", "body"]
    )
    assert "“About FAS:”" in found["about text", "body"]


def test_a_release_that_is_well_written_gets_no_advice():
    assert said(draft(), date(2026, 11, 26)) == {}


@pytest.mark.parametrize(
    ("check", "field", "words"),
    [
        ("headline length", "headline", {"headline": "Missiles, and what they cost " * 5}),
        ("repeated word", "summary", {"summary": "A copy of the the report."}),
        ("weekday", "body", {"body": "<p>On Monday, 14 December 2010.</p>"}),
        ("link words", "resources", {"resources": (Resource("link", "Link", "Click here", "/a/"),)}),
        ("event", "event_starts_at", {"kind": Kind.ADVISORY}),
    ],
)
def test_each_remark_leads_to_its_field(check, field, words):
    assert set(said(draft(**words))) == {(check, field)}


def test_an_about_text_that_was_pasted_is_found_by_its_own_words():
    content = draft()
    about = About("About FAS", "<p>Formed in 1945 by atomic scientists.</p>")
    twice = replace(content, about=(about,), body="<p>Words.</p><p>Formed in 1945 by atomic scientists.</p>")

    assert set(said(twice)) == {("about text", "body")}


def test_a_date_without_a_year_is_that_of_the_planned_day():
    content = draft(body="<p>Come on Friday, 27 November.</p>")

    assert said(content, date(2026, 11, 26)) == {}
    assert set(said(content, date(2025, 11, 26))) == {("weekday", "body")}


def test_what_a_condition_cannot_see_without_the_planned_day_stays_advice(settings):
    settings.BLOCKING_CHECKS = ["weekday"]
    content = draft(body="<p>Come on Friday, 26 November.</p><p>On Monday, 14 December 2010.</p>")

    held = [finding.sentence for finding in checks.blocking(content)]
    advice = [finding.sentence for finding in checks.advice(content, date(2026, 11, 26))]

    assert held == ["“Monday, 14 December 2010” is a Tuesday."]
    assert advice == ["“Friday, 26 November” 2026 is a Thursday."]


def test_english_is_not_asked_of_other_languages():
    content = draft(body="<p>Auf der anduse Monday, 14 December 2010 (offen</p>")

    assert {check for check, _ in said(content)} == {"glued words", "weekday", "bracket or quotation mark"}
    assert {check for check, _ in said(replace(content, language="de"))} == {"bracket or quotation mark"}


def test_a_setting_makes_advice_a_condition(settings):
    content = draft(body="<p>Read on <a href='/a/'>here</a>, on Monday, 14 December 2010.</p>")
    settings.BLOCKING_CHECKS = ["weekday"]

    assert {finding.check for finding in checks.blocking(content)} == {"weekday"}
    assert {finding.check for finding in checks.advice(content)} == {"link words"}


def test_the_readme_names_every_check_that_the_setting_takes():
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text()
    (row,) = (line for line in readme.splitlines() if line.startswith("| `BLOCKING_CHECKS`"))

    assert set(re.findall(r"`([a-z ]+)`", row)) == proofreading.NAMES


def test_a_setting_that_names_no_check_is_refused(settings):
    settings.BLOCKING_CHECKS = ["weekday", "wekday"]
    (error,) = (message for message in run_checks() if message.id == "releases.E001")

    assert error.msg == "BLOCKING_CHECKS names what no check is called: wekday."
    assert "weekday" in error.hint


def test_ten_damaged_places_are_not_all_read_out():
    words = " ".join(f"word{letter}x,andmore" for letter in "abcdefgh")
    sentence = said(draft(body=f"<p>{words}</p>"))["glued words", "body"]

    assert sentence.count("“") == 5
    assert "and 3 more" in sentence


def test_a_sentence_that_begins_with_about_is_no_about_text():
    assert said(draft(body="<p>About half of the warheads are old: they wait.</p>")) == {}
