"""The organisation's own release about Missile Watch, with every fact of its old page, repaired.

Its sentences are kept whole. What the old page had damaged or lost is listed in the internal note.
"""

from datetime import datetime, time
from pathlib import Path

from releases.sample import SAMPLE_DATE
from releases.sample.shapes import (
    ZONE,
    FiledSample,
    SampleAuthor,
    SampleContact,
    SampleExpert,
    SampleProgramme,
)
from releases.vocabulary import Kind

PROGRAMME = SampleProgramme("arms-sales-monitoring-project", "Arms Sales Monitoring Project")
AMARELO = SampleAuthor("monica-amarelo", "Monica Amarelo")
SCHROEDER = SampleAuthor(
    "matthew-schroeder",
    "Matthew Schroeder",
    title="Manager of the Arms Sales Monitoring Project",
    biography=(
        "Matthew Schroeder is the Manager of the Arms Sales Monitoring Project at the Federation of "
        "American Scientists."
    ),
    known_as="Matt Schroeder",
    aliases="Matt Schroeder",
    programme=PROGRAMME.slug,
)
CONTACT = SampleContact("monica-amarelo", "Monica Amarelo", "202-454-4680", author=AMARELO.slug)

NEWSLETTER_SLUG = "missile-watch"
NEWSLETTER_NAME = "Missile Watch"
NEWSLETTER_DESCRIPTION = (
    "Missile Watch is an online newsletter published by the Arms Sales Monitoring Project at the "
    "Federation of American Scientists."
)
ISSUE_NUMBER = 1
ISSUE_TITLE = "December 2010"
ISSUE_INTRODUCTION = (
    "<p>As the only publication dedicated to tracking the proliferation and control of MANPADS, "
    "<cite>Missile Watch</cite> plays a unique role in documenting, assessing, and contextualizing "
    "developments in the MANPADS threat and global efforts to combat it.</p>"
)

ABOUT_TITLE = "About FAS"
ABOUT_BODY = (
    "<p>The Federation of American Scientists was formed in 1945 by atomic scientists from the Manhattan "
    "Project. FAS addresses a broad spectrum of security issues in carrying out its mission to promote "
    "humanitarian uses of science and technology.</p>"
)

NOTE = (Path(__file__).parent / "missile-watch-note.txt").read_text(encoding="utf-8").strip()

RELEASE = FiledSample(
    slug="new-missile-watch-report-features-wikileaks-and-viktor-bout",
    kind=Kind.RELEASE,
    headline="New Missile Watch Report Features WikiLeaks and Viktor Bout",
    dated=datetime.combine(SAMPLE_DATE, time(10), tzinfo=ZONE),
    summary=(
        "As the only publication dedicated to tracking the proliferation and control of MANPADS, Missile "
        "Watch plays a unique role in documenting, assessing, and contextualizing developments in the "
        "MANPADS threat and global efforts to combat it."
    ),
    programmes=(PROGRAMME.slug,),
    authors=(AMARELO.slug,),
    contacts=(CONTACT.slug,),
    experts=(SampleExpert(SCHROEDER.slug, CONTACT.slug),),
    internal_note=NOTE,
)
