"""What still waits on the sample desk: a draft, a text in review, and one that is scheduled."""

from datetime import time, timedelta

from releases.sample.people import BIOSECURITY, ENERGY, OPENNESS
from releases.sample.shapes import SampleExpert, SampleRelease
from releases.vocabulary import Kind

# It names no contact yet: whoever submits it is told so.
DRAFT = SampleRelease(
    slug="ten-questions-to-ask-about-a-declassification-budget",
    kind=Kind.RELEASE,
    headline="Ten Questions to Ask About a Declassification Budget",
    programmes=(OPENNESS,),
    topics=("government-secrecy",),
    authors=("tobias-lindholm",),
)
IN_REVIEW = SampleRelease(
    slug="report-compares-how-five-professions-learn-from-near-accidents",
    kind=Kind.RELEASE,
    headline="Report Compares How Five Professions Learn From Near Accidents",
    summary=(
        "Pilots, surgeons, divers, miners and crane drivers write down what almost happened. "
        "Laboratories can too."
    ),
    programmes=(BIOSECURITY,),
    topics=("biosecurity",),
    authors=("ines-carvalho",),
    contacts=("grace-whitlock",),
)
SCHEDULED = SampleRelease(
    slug="handbook-explains-radiation-units-to-newsrooms",
    kind=Kind.RELEASE,
    headline="Handbook Explains Radiation Units to Newsrooms",
    summary=(
        "Twelve pages that fit into a drawer, with one example for each unit and the mistakes that "
        "headlines make."
    ),
    programmes=(ENERGY,),
    topics=("energy",),
    authors=("samuel-okonjo",),
    contacts=("omar-benitez",),
    experts=(SampleExpert("samuel-okonjo", "omar-benitez"),),
)
SCHEDULED_AFTER = timedelta(days=10)
SCHEDULED_AT = time(10)
