"""The moves of a newsletter issue."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from releases import conf
from releases.actions import issuing
from releases.actions.publishing import MinuteHasPassed
from releases.actions.reviewing import TextHasChanged
from releases.content import IssueContent, Item, Named
from releases.freezing import freeze_issue
from releases.models import NewsletterIssue
from releases.queries.newsletters import next_number
from releases.vocabulary import Status
from releases.workflow import MoveNotAllowed
from tests.factories import ReleaseFactory, UserFactory, editor, writer
from tests.factories.media import PDF, document, picture
from tests.factories.newsletters import IssueFactory, NewsletterFactory, newsletter_editor, public_issue

NINE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


def history(issue):
    fields = ("move", "actor", "actor_name", "at", "before", "after", "reason")
    return list(issue.events.order_by("pk").values_list(*fields))


def test_an_issue_goes_from_draft_to_readers_by_two_people(at):
    author, second = newsletter_editor(), newsletter_editor()
    issue = IssueFactory(
        newsletter=NewsletterFactory(name="Missile Watch", slug="missile-watch"),
        number=7,
        title=" Volume 3, number 3 ",
        introduction="<p onclick='x'>Hello</p>",
        items=[ReleaseFactory(), ("Two Systems Work", "The price is $43 billion.")],
        full_issue="https://fas.example/3-3.pdf",
    )
    release = issue.items.first().release_id

    at(NINE)
    issuing.submit_issue(issue, by=author)
    at(NINE + MINUTE)
    approved = issuing.approve_issue(issue, by=second)

    found = NewsletterIssue.objects.public().get()
    assert found == approved
    assert found.frozen == IssueContent(
        format=1,
        newsletter=Named("Missile Watch", "missile-watch"),
        number=7,
        title="Volume 3, number 3",
        date="2010-12-14",
        date_text="14 December 2010",
        introduction="<p>Hello</p>",
        items=(Item(release, "", ""), Item(None, "Two Systems Work", "The price is $43 billion.")),
        full_issue="https://fas.example/3-3.pdf",
    )
    assert (found.status, found.public_from, found.submitted_by, found.approved_by, found.digest) == (
        Status.APPROVED,
        NINE + MINUTE,
        author,
        second,
        freeze_issue(found).digest,
    )
    assert history(issue) == [
        (
            "submit", author.pk, author.get_full_name(), NINE,
            "Draft, never public", "In review, never public", "",
        ),
        (
            "approve", second.pk, second.get_full_name(), NINE + MINUTE,
            "In review, never public", "Approved, live", "",
        ),
    ]  # fmt: skip


def test_an_issue_waits_for_the_minute_that_its_editor_names(at):
    at(NINE)
    issue = public_issue(public_from=NINE + MINUTE)

    at(NINE + MINUTE - timedelta(seconds=1))
    before = list(NewsletterIssue.objects.public())
    at(NINE + MINUTE)
    after = list(NewsletterIssue.objects.public())

    assert (before, after) == ([], [issue])
    assert issue.events.get(move="approve").after == "Approved, scheduled"


@pytest.mark.parametrize(
    ("minute", "refusal", "sentence"),
    [
        (NINE, MinuteHasPassed, "That minute has passed. Choose a later one, or choose “now”."),
        (NINE - MINUTE, MinuteHasPassed, "That minute has passed. Choose a later one, or choose “now”."),
        (NINE + timedelta(seconds=90), MoveNotAllowed, "Choose a whole minute."),
    ],
)
def test_only_a_whole_minute_to_come_is_taken(at, minute, refusal, sentence):
    at(NINE)
    issue = IssueFactory(in_review=True)

    with pytest.raises(refusal) as refused:
        issuing.approve_issue(issue, by=newsletter_editor(), public_from=minute)

    issue.refresh_from_db()
    assert (str(refused.value), issue.status, issue.content) == (sentence, Status.REVIEW, "")


def test_an_issue_with_nothing_to_read_is_refused():
    issue = IssueFactory(introduction="<p>&nbsp;</p>")

    with pytest.raises(issuing.NothingToRead) as refused:
        issuing.submit_issue(issue, by=newsletter_editor())

    issue.refresh_from_db()
    assert issue.status == Status.DRAFT
    assert str(refused.value) == (
        "The issue is empty. Write an introduction or add a release or words of your own."
    )


@pytest.mark.parametrize("words", [{"introduction": "<p>Hello</p>"}, {"items": [("Own words", "")]}])
def test_an_introduction_or_one_item_is_enough(words):
    issue = IssueFactory(**{"introduction": "", **words})

    submitted = issuing.submit_issue(issue, by=newsletter_editor())

    assert submitted.status == Status.REVIEW


def test_words_that_vanish_while_it_is_in_review_are_missed_at_the_approval():
    issue = IssueFactory(in_review=True, introduction="", items=[("Own words", "")])
    issue.items.all().delete()

    with pytest.raises(issuing.NothingToRead):
        issuing.approve_issue(issue, by=newsletter_editor())


def test_the_file_of_the_full_issue_is_frozen_and_stays_the_one_that_was_approved():
    whole, other = document(name="3-3.pdf"), document(name="other.pdf")

    issue = public_issue(file=whole)

    frozen = NewsletterIssue.objects.get().frozen.file
    assert (frozen.id, frozen.path, frozen.format, frozen.size) == (
        whole.pk, whole.get_absolute_url(), "PDF", len(PDF),
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="An approved issue cannot be changed"), transaction.atomic():
        NewsletterIssue.objects.filter(pk=issue.pk).update(file=other)


def test_a_full_issue_is_in_one_place_or_the_database_refuses_it():
    with pytest.raises(IntegrityError, match="full_issue_is_in_one_place"), transaction.atomic():
        IssueFactory(full_issue="https://fas.example/3-3.pdf", file=document())


def test_a_full_issue_that_leads_nowhere_is_refused():
    issue = IssueFactory(full_issue="javascript:alert(1)")

    with pytest.raises(issuing.NotAnIssueAddress) as refused:
        issuing.submit_issue(issue, by=newsletter_editor())

    assert str(refused.value) == (
        "The address of the full issue does not work. Begin it with https:// or leave it empty."
    )


@pytest.mark.parametrize("place", ["introduction", "introduction, by its whole address", "entry"])
def test_a_link_to_a_file_that_readers_would_not_get_holds_the_issue_back(place):
    report = document(name="report.pdf")
    site = "" if place == "introduction" else conf.site_address()
    address = f"{site}{report.get_absolute_url()}"
    words = {"items": [("Own words", f"Read it ({address}).")]}
    if place != "entry":
        words = {"introduction": f'<p><a href="{address}">The report</a></p>'}
    issue = IssueFactory(**words)
    by = newsletter_editor()

    with pytest.raises(issuing.LeadsToAFile) as refused:
        issuing.submit_issue(issue, by=by)
    NewsletterIssue.objects.update(file=report)
    submitted = issuing.submit_issue(NewsletterIssue.objects.get(), by=by)

    assert str(refused.value) == (
        "The issue links to “report.pdf” of the library, which readers would not get."
        " Choose it as the file of the full issue, or link to the release that has it."
    )
    assert submitted.status == Status.REVIEW


def test_an_issue_shows_no_picture_of_the_library():
    whole = picture().renditions.first().get_absolute_url()

    issue = public_issue(introduction=f'<p>Seen from the road:</p><figure><img src="{whole}"></figure>')

    assert issue.frozen.introduction == "<p>Seen from the road:</p>"


@pytest.mark.parametrize("number", [0, 1_000_000_000])
def test_a_number_that_no_address_can_name_is_refused(number):
    issue = IssueFactory(number=number)

    with pytest.raises(issuing.NotANumber, match=r"^Number the issues from 1 to 999,999,999\.$"):
        issuing.submit_issue(issue, by=newsletter_editor())


def test_who_submitted_an_issue_cannot_approve_it():
    issue = IssueFactory(in_review=True)

    with pytest.raises(MoveNotAllowed, match=r"^Somebody else has to approve what you submitted\.$"):
        issuing.approve_issue(issue, by=issue.submitted_by)

    assert list(NewsletterIssue.objects.public()) == []


def test_who_changed_an_issue_in_review_approves_it_only_after_it_was_submitted_again():
    issue, person = IssueFactory(in_review=True), newsletter_editor()
    before = freeze_issue(issue).digest
    issuing.record_issue(issue, by=person, before=before)
    nothing_changed = issue.events.filter(move="save in review").exists()
    NewsletterIssue.objects.update(introduction="<p>Something else.</p>")
    issue.refresh_from_db()
    issuing.record_issue(issue, by=person, before=before)

    with pytest.raises(MoveNotAllowed, match=r"^You changed the text while it was in review\."):
        issuing.approve_issue(issue, by=person)
    issuing.send_back_issue(issue, by=person, note="Read it again.")
    issuing.submit_issue(issue, by=newsletter_editor())

    assert not nothing_changed
    assert issuing.approve_issue(issue, by=person).status == Status.APPROVED


def test_text_saved_after_it_was_read_is_not_approved():
    issue = IssueFactory(in_review=True)
    seen = freeze_issue(issue).digest
    NewsletterIssue.objects.update(introduction="<p>Something else.</p>")

    with pytest.raises(TextHasChanged):
        issuing.approve_issue(issue, by=newsletter_editor(), seen=seen)

    issue.refresh_from_db()
    assert issue.status == Status.REVIEW
    assert issuing.approve_issue(issue, by=newsletter_editor(), seen=freeze_issue(issue).digest)


def test_an_issue_sent_back_is_a_draft_with_a_note_in_its_history():
    issue = IssueFactory(in_review=True)
    second = newsletter_editor()

    returned = issuing.send_back_issue(issue, by=second, note=" The price is wrong. ")

    assert returned.status == Status.DRAFT
    assert [(move, reason) for move, *_, reason in history(issue)] == [
        ("submit", ""),
        ("send back", "The price is wrong."),
    ]


def test_sending_back_needs_a_note():
    issue = IssueFactory(in_review=True)

    with pytest.raises(MoveNotAllowed, match=r"^Write a note: what should the writer mend\?$"):
        issuing.send_back_issue(issue, by=newsletter_editor(), note="  ")


MOVES = {
    "submit": lambda issue, by: issuing.submit_issue(issue, by=by),
    "send back": lambda issue, by: issuing.send_back_issue(issue, by=by, note="Mend it."),
    "approve": lambda issue, by: issuing.approve_issue(issue, by=by),
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("person", [writer, editor, UserFactory])
def test_only_newsletter_editors_move_issues(move, person):
    issue = IssueFactory(in_review=move != "submit")

    with pytest.raises(MoveNotAllowed, match="needs a newsletter editor"):
        MOVES[move](issue, person())


ALLOWED = {("submit", "draft"): "review", ("send back", "review"): "draft", ("approve", "review"): "approved"}
SOURCES = {"submit": "a draft", "send back": "in review", "approve": "in review"}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("status", Status.values)
def test_every_move_has_its_place(move, status):
    issue = public_issue() if status == Status.APPROVED else IssueFactory(in_review=status == Status.REVIEW)
    said = ""

    try:
        MOVES[move](issue, newsletter_editor())
    except MoveNotAllowed as refusal:
        said = str(refusal)

    issue.refresh_from_db()
    here = {"draft": "a draft", "review": "in review", "approved": "approved"}[status]
    sentence = f"“{move.capitalize()}” needs an issue that is {SOURCES[move]}; this one is {here}."
    allowed = (move, status) in ALLOWED
    assert (issue.status, said) == (ALLOWED.get((move, status), status), "" if allowed else sentence)


def test_an_approved_issue_never_changes():
    issue = public_issue()

    with pytest.raises(IntegrityError), transaction.atomic():
        NewsletterIssue.objects.filter(pk=issue.pk).update(title="Another title")

    issue.refresh_from_db()
    assert issue.title == "Issue 1"


def test_the_next_number_follows_the_highest_of_the_same_newsletter():
    newsletter = NewsletterFactory()
    IssueFactory(number=40)

    numbers = [next_number(newsletter)]
    IssueFactory(newsletter=newsletter, number=8)
    IssueFactory(newsletter=newsletter, number=3)
    numbers.append(next_number(newsletter))

    assert numbers == [1, 9]
