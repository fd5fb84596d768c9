"""The eleven invented releases that are filed in the archive, the oldest first."""

from releases.sample import drawing, missile_watch
from releases.sample.people import BIOSECURITY, ENERGY, OPENNESS, STOCKPILES
from releases.sample.shapes import (
    FiledSample,
    SampleCorrection,
    SampleEvent,
    SampleExpert,
    SamplePicture,
    SampleResource,
    local,
)
from releases.vocabulary import Kind, ResourceKind

ARCHIVE = (
    FiledSample(
        slug="every-secret-needs-a-reason-and-an-end-date",
        kind=Kind.POSITION,
        headline="Every Secret Needs a Reason and an End Date",
        dated=local(2005, 3, 22, 10),
        summary=(
            "A paper that is closed without a stated reason can never be opened with one. We propose "
            "three rules that an archive can follow without a new law."
        ),
        programmes=(OPENNESS,),
        topics=("government-secrecy",),
        authors=("tobias-lindholm",),
        contacts=("peter-hallam",),
        experts=(SampleExpert("tobias-lindholm", "peter-hallam"),),
    ),
    FiledSample(
        slug="a-figure-that-nobody-publishes-is-a-figure-that-nobody-can-check",
        kind=Kind.STATEMENT,
        headline="A Figure That Nobody Publishes Is a Figure That Nobody Can Check",
        dated=local(2006, 8, 7, 9, 30),
        programmes=(STOCKPILES,),
        topics=("nuclear-weapons", "government-secrecy"),
        authors=("helena-marsh",),
        contacts=("peter-hallam",),
    ),
    FiledSample(
        slug="new-guide-explains-how-inspectors-count-what-they-cannot-touch",
        kind=Kind.RELEASE,
        headline="New Guide Explains How Inspectors Count What They Cannot Touch",
        dated=local(2007, 5, 15, 11),
        subheadline="Seals, scales and cameras, and what each of them cannot see",
        summary=(
            "Forty pages for readers without a laboratory: what an inspector can measure from outside a "
            "container, how sure the answer is, and which questions stay open."
        ),
        programmes=(STOCKPILES,),
        topics=("nuclear-weapons", "verification"),
        authors=("helena-marsh", "samuel-okonjo"),
        contacts=("peter-hallam", "grace-whitlock"),
        experts=(SampleExpert("helena-marsh", "grace-whitlock"),),
        resources=(
            SampleResource(
                ResourceKind.REPORT,
                "Counting What Cannot Be Touched: the guide",
                "https://example.org/counting-guide",
            ),
        ),
        pictures=(
            SamplePicture(
                "closed-containers.png",
                alt=(
                    "Three closed barrels in a row under a camera. The middle one carries a yellow seal "
                    "with a tick."
                ),
                caption="A seal and a camera watch what nobody may open.",
                credit="FAS press office",
                licence="CC0, free for every use",
                draw=drawing.containers,
            ),
        ),
    ),
    FiledSample(
        slug="letter-asks-laboratories-to-share-what-goes-wrong",
        kind=Kind.LETTER,
        headline="Letter Asks Laboratories to Share What Goes Wrong",
        dated=local(2008, 2, 12, 10),
        summary=(
            "An accident that is described teaches every laboratory. We ask those who run them to "
            "write down the small ones too, without names and without blame."
        ),
        programmes=(BIOSECURITY,),
        topics=("biosecurity",),
        authors=("ines-carvalho",),
        contacts=("grace-whitlock",),
    ),
    FiledSample(
        slug="study-of-export-reports-finds-that-most-arrive-late",
        kind=Kind.RELEASE,
        headline="Study of Export Reports Finds That Most Arrive Late",
        dated=local(2008, 10, 28, 10),
        summary=(
            "Of forty yearly reports on arms exports that we read side by side, twenty-nine came after the "
            "debate that they were meant to inform."
        ),
        programmes=(OPENNESS,),
        topics=("arms-trade", "government-secrecy"),
        authors=("tobias-lindholm", "helena-marsh"),
        contacts=("grace-whitlock",),
        experts=(SampleExpert("tobias-lindholm", "grace-whitlock"),),
        correction=SampleCorrection(
            note="The release gave the middle delay of the late reports as nine months. It is seven months.",
            place="Second paragraph",
            wrong="was late by nine months",
            right="was late by seven months",
        ),
    ),
    FiledSample(
        slug="briefing-for-reporters-how-to-read-a-stockpile-declaration",
        kind=Kind.ADVISORY,
        headline="Briefing for Reporters: How to Read a Stockpile Declaration",
        dated=local(2009, 6, 9, 9),
        summary=(
            "Helena Marsh takes a declaration apart, line by line, and answers questions. For "
            "reporters, in Washington and by telephone."
        ),
        programmes=(STOCKPILES,),
        topics=("nuclear-weapons", "verification"),
        authors=("helena-marsh",),
        contacts=("grace-whitlock",),
        experts=(SampleExpert("helena-marsh", "grace-whitlock"),),
        event=SampleEvent(
            starts=local(2009, 6, 17, 10),
            place="Conference room of the Federation of American Scientists, Washington, D.C.",
            attendance=(
                "Register by telephone with Grace Whitlock, 202-555-0117, by noon on Tuesday, 16 "
                "June 2009. Bring a press card. Those who cannot come are given a number to call in."
            ),
        ),
    ),
    FiledSample(
        slug="primer-follows-reactor-fuel-from-the-mine-to-storage",
        kind=Kind.RELEASE,
        headline="Primer Follows Reactor Fuel From the Mine to Storage",
        dated=local(2010, 3, 2, 13),
        summary=(
            "Seven short chapters, the figures behind them as a table for download, and a list of "
            "words for newsrooms that write about fuel twice a year."
        ),
        programmes=(ENERGY, STOCKPILES),
        topics=("energy", "verification"),
        authors=("samuel-okonjo",),
        contacts=("omar-benitez", "grace-whitlock"),
        experts=(SampleExpert("samuel-okonjo", "omar-benitez"),),
        resources=(
            SampleResource(
                ResourceKind.REPORT,
                "Reactor Fuel: a primer in seven chapters",
                "https://example.org/reactor-fuel/primer",
            ),
            SampleResource(
                ResourceKind.DATA,
                "The figures behind the primer, as a table",
                "https://example.org/reactor-fuel/figures.csv",
            ),
            SampleResource(
                ResourceKind.VIDEO,
                "Samuel Okonjo explains enrichment in six minutes",
                "https://example.org/reactor-fuel/enrichment-film",
            ),
            SampleResource(ResourceKind.LINK, "All newsletters of the federation", "/newsletters/"),
        ),
    ),
    FiledSample(
        slug="five-steps-to-keep-portable-missiles-counted-and-guarded",
        kind=Kind.POSITION,
        headline="Five Steps to Keep Portable Missiles Counted and Guarded",
        dated=local(2010, 11, 9, 9),
        summary=(
            "Most of what keeps a missile out of the wrong hands is bookkeeping and a good door. We "
            "name five steps that any depot can take within a year."
        ),
        programmes=(missile_watch.PROGRAMME.slug,),
        topics=("portable-missiles", "arms-trade"),
        authors=("helena-marsh",),
        contacts=("omar-benitez",),
    ),
    FiledSample(
        slug="statement-on-readings-at-a-research-reactor",
        kind=Kind.STATEMENT,
        headline="Statement on Readings at a Research Reactor",
        dated=local(2014, 9, 16, 16, 45),
        summary=(
            "We ask the operator to publish every reading of the past ten days, and the alarms that they "
            "set off."
        ),
        programmes=(ENERGY,),
        topics=("energy",),
        authors=("samuel-okonjo",),
        contacts=("grace-whitlock",),
        withdrawn_because=(
            "The readings on which this statement rested came from a test of the instrument. Nothing was "
            "released, and the operator had said so. We regret the error."
        ),
    ),
    FiledSample(
        slug="course-teaches-small-laboratories-to-ship-samples-safely",
        kind=Kind.RELEASE,
        headline="Course Teaches Small Laboratories to Ship Samples Safely",
        dated=local(2019, 4, 24, 10),
        summary=(
            "Two days, twelve seats, and a parcel that every participant packs, drops from a table "
            "and opens again. The material is free for other trainers."
        ),
        place="Baltimore, Maryland",
        programmes=(BIOSECURITY,),
        topics=("biosecurity",),
        authors=("ines-carvalho",),
        contacts=("omar-benitez",),
        experts=(SampleExpert("ines-carvalho", "omar-benitez"),),
        resources=(
            SampleResource(
                ResourceKind.REPORT,
                "Packing a Sample: material for trainers",
                "https://example.org/packing-a-sample",
            ),
        ),
    ),
    FiledSample(
        slug="letter-asks-grid-planners-to-publish-their-assumptions",
        kind=Kind.LETTER,
        headline="Letter Asks Grid Planners to Publish Their Assumptions",
        dated=local(2026, 3, 10, 9, 15),
        summary=(
            "A plan for twenty years rests on a page of guesses. We ask that the page be printed "
            "with the plan."
        ),
        programmes=(ENERGY, OPENNESS),
        topics=("energy", "government-secrecy"),
        authors=("samuel-okonjo", "tobias-lindholm"),
        contacts=("grace-whitlock", "omar-benitez"),
    ),
)
