"""The text of a release as one piece of HTML for other places: feeds, ninjs, and plain text."""

from django.template.loader import render_to_string

from releases.content import Content, IssueContent
from releases.models import Organisation, Withdrawal
from releases.rendering import pictures
from releases.rendering.issue import Entry, full_issue
from releases.rendering.release import AboutDrawn, CleanText, Interview, Reached, Subject, reading_on
from releases.text import notes, sanitize
from releases.text.links import whole_links
from releases.text.times import DateTexts
from releases.vocabulary import PictureRole

Interviews = tuple[Interview, ...]


def whole_text(subject: Subject, page: str, office: Organisation) -> str:
    """Everything that was approved, what changed first; every address in it is whole."""
    content = subject.content
    return _drawn(
        "whole",
        content=content,
        main=CleanText(main_text(subject, page, frozen_interviews(content, office)), ()),
    )


def main_text(subject: Subject, page: str, interviews: Interviews) -> str:
    """The event, the text with its dateline, what to read on, whom to interview, and About."""
    content = subject.content
    return _drawn(
        "main",
        event=content.event,
        text=CleanText(
            pictures.in_whole_text(_clean(content.body, page, place=content.place).html, content), ()
        ),
        on_top=_pictures(content, PictureRole.TOP),
        at_end=_pictures(content, PictureRole.END),
        reading_on=reading_on(subject),
        interviews=interviews,
        about=tuple(AboutDrawn(about.title, _clean(about.body, page)) for about in content.about),
    )


def _pictures(content: Content, role: PictureRole) -> tuple[pictures.Drawn, ...]:
    found = (pictures.whole(picture) for picture in content.pictures if picture.role == role)
    return tuple(each for each in found if each)


def frozen_interviews(content: Content, office: Organisation) -> Interviews:
    """The experts as they were approved, without the live line about somebody who has left."""
    return tuple(
        Interview(expert, Reached(expert.contact, False, None, office) if expert.contact else None)
        for expert in content.experts
    )


def notice_text(withdrawal: Withdrawal, withdrawn: DateTexts, office: Organisation) -> str:
    """The notice that stands in place of a withdrawn release."""
    return _drawn("withdrawn", reason=withdrawal.reason, withdrawn=withdrawn, organisation=office)


def issue_text(content: IssueContent, entries: tuple[Entry, ...], page: str) -> str:
    """A newsletter issue: introduction, items, and where the full issue is."""
    introduction = _clean(content.introduction, page)
    return _drawn("issue", introduction=introduction, entries=entries, full_issue=full_issue(content))


def _drawn(part: str, **context: object) -> str:
    return render_to_string(f"releases/text/{part}.html", context).strip()


def _clean(html: str, page: str, *, place: str = "") -> CleanText:
    return CleanText(notes.with_dateline(whole_links(sanitize.safe(html), page), place), ())
