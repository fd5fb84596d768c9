"""Programmes, topics, authors and contacts of the sample; all but those of `missile_watch` are invented."""

from releases.sample import missile_watch
from releases.sample.shapes import SampleAuthor, SampleContact, SampleProgramme

STOCKPILES = "nuclear-stockpile-studies"
OPENNESS = "open-government-studies"
BIOSECURITY = "biosecurity-and-public-health"
ENERGY = "energy-and-technology"

PROGRAMMES = (
    missile_watch.PROGRAMME,
    SampleProgramme(
        STOCKPILES,
        "Nuclear Stockpile Studies",
        "How many nuclear weapons there are, how anybody can know, and how a count can be checked.",
    ),
    SampleProgramme(
        OPENNESS,
        "Open Government Studies",
        "What governments keep secret, what it costs, and what readers gain when papers are opened.",
    ),
    SampleProgramme(
        BIOSECURITY,
        "Biosecurity and Public Health",
        "How laboratories can work with dangerous organisms without putting their neighbours at risk.",
    ),
    SampleProgramme(
        ENERGY,
        "Energy and Technology",
        "Reactors, grids and fuels, explained with the figures on which the explanation rests.",
    ),
)
TOPICS = {
    "arms-trade": "Arms trade",
    "biosecurity": "Biosecurity",
    "energy": "Energy",
    "government-secrecy": "Government secrecy",
    "nuclear-weapons": "Nuclear weapons",
    "portable-missiles": "Portable missiles",
    "verification": "Verification",
}


def _invented(slug: str, name: str, title: str, programme: str, biography: str) -> SampleAuthor:
    words = f"{biography}\n\n{name} is an invented person and part of the sample content."
    return SampleAuthor(slug, name, title, words, programme=programme)


AUTHORS = (
    missile_watch.AMARELO,
    missile_watch.SCHROEDER,
    _invented(
        "helena-marsh",
        "Helena Marsh",
        "Director of Nuclear Stockpile Studies",
        STOCKPILES,
        "Helena Marsh directs Nuclear Stockpile Studies. She trained as a physicist and writes about the "
        "measurements on which agreements rest.",
    ),
    _invented(
        "tobias-lindholm",
        "Tobias Lindholm",
        "Senior Fellow, Open Government Studies",
        OPENNESS,
        "Tobias Lindholm reads what governments publish and asks for what they do not.",
    ),
    _invented(
        "ines-carvalho",
        "Inês Carvalho",
        "Fellow, Biosecurity and Public Health",
        BIOSECURITY,
        "Inês Carvalho worked in hospital laboratories for ten years before she began to write about "
        "their safety.",
    ),
    _invented(
        "samuel-okonjo",
        "Samuel Okonjo",
        "Engineer, Energy and Technology",
        ENERGY,
        "Samuel Okonjo is an electrical engineer. He explains to readers what the operators of grids "
        "tell each other.",
    ),
)
CONTACTS = (
    missile_watch.CONTACT,
    SampleContact(
        "grace-whitlock",
        "Grace Whitlock",
        "202-555-0117",
        title="Communications Manager",
        email="grace.whitlock@fas.example",
        hours="Monday to Friday, 9:00 to 17:00",
    ),
    SampleContact(
        "omar-benitez",
        "Omar Benitez",
        "202-555-0186",
        title="Press Officer",
        email="omar.benitez@fas.example",
        hours="Monday to Thursday, 8:00 to 16:00",
    ),
    # He left: his releases keep naming him, and a line below his name leads to the colleague who took over.
    SampleContact(
        "peter-hallam", "Peter Hallam", "202-555-0104", title="Press Officer", successor="grace-whitlock"
    ),
)
