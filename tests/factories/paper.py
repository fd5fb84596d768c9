"""Releases that are hard to print: a short one, a long one, endless addresses, names of every script."""

from datetime import UTC, datetime

from releases.actions import publishing, reviewing
from releases.models import Byline, MediaContact, Release, ReleaseVersion, Resource
from tests.factories.people import AuthorFactory, MediaContactFactory, editor, writer
from tests.factories.release import ReleaseFactory

DATED = datetime(2011, 2, 3, 15, 0, tzinfo=UTC)
SENTENCE = "Every depot that counts what it keeps can say in the evening what was there in the morning. "
HEADINGS = [f"Chapter number {n}" for n in range(1, 26)]
LONG_ADDRESS = f"https://data.fas.example/{'stockpiles-and-depots/' * 12}{'x' * 180}.csv"
# One word from the right: a PDF gives two in the order in which they lie on the paper.
NAMES = ["Владимир Ёлкин", "نادية", "王小明"]


def hard_to_print() -> dict[str, ReleaseVersion]:
    """The public versions by what is hard about them; the sample content has to be there."""
    monica = MediaContact.objects.get(slug="monica-amarelo")
    words = {"summary": "", "contacts": [monica]}
    short = ReleaseFactory(headline="Short and Complete", body=f"<p>{SENTENCE}</p>", **words)
    long = ReleaseFactory(headline="Long but Never Cut", body=_long_body(), **words)
    return {
        "short": _filed(short),
        "long": _filed(long),
        "addresses": _with_long_addresses(),
        "names": _with_names(),
    }


def _long_body() -> str:
    return "".join(
        f"<h2>{heading}</h2><p>{SENTENCE * (2 + n % 5)}</p><p>{SENTENCE * (1 + n % 3)}</p>"
        f"<ul><li>{SENTENCE}</li><li>{SENTENCE}</li></ul><blockquote><p>{SENTENCE * 2}</p></blockquote>"
        for n, heading in enumerate(HEADINGS)
    )


def _with_long_addresses() -> ReleaseVersion:
    twice = f'<a href="{LONG_ADDRESS}">a very long table</a> and <a href="{LONG_ADDRESS}">the same again</a>'
    body = f'<p>See {twice}, then <a href="https://fas.example/letter">a letter</a>.</p>'
    release = ReleaseFactory(headline="Addresses That Do Not End", summary="", body=body)
    Resource.objects.create(release=release, kind="data", label="The table", address=LONG_ADDRESS)
    return _filed(release)


def _with_names() -> ReleaseVersion:
    contacts = [MediaContactFactory(name=name, email="name@fas.example") for name in NAMES]
    text = "".join(f"<p>{name} said so.</p>" for name in NAMES)
    headline = f"A Letter Signed by {NAMES[2]}"
    release = ReleaseFactory(headline=headline, summary="", body=text, contacts=contacts)
    for position, name in enumerate(NAMES):
        Byline.objects.create(release=release, position=position, author=AuthorFactory(name=name))
    return _filed(release)


def _filed(release: Release) -> ReleaseVersion:
    reviewing.submit(release, by=writer())
    return publishing.file_in_archive(Release.objects.get(pk=release.pk), by=editor(), dated=DATED)
