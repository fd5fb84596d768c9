"""What stands on top of a release's form: what readers see now, what goes out when, what a change means."""

from django.contrib.auth.models import User

from releases import rules
from releases.desk import history
from releases.forms.times import in_words
from releases.models import Release
from releases.queries import second_person
from releases.queries.standing import Standing
from releases.vocabulary import Right, Status


def notices(release: Release, standing: Standing, person: User) -> list[str]:
    """Sentences for the person who opens the form, the most public first."""
    sentences = [
        *_readers(release, standing),
        _sent_back(release),
        _working_text(release),
        _why_not(release, person),
    ]
    return [sentence for sentence in sentences if sentence]


def _readers(release: Release, standing: Standing) -> list[str]:
    live, pending, withdrawal = standing.live, standing.scheduled, standing.withdrawal
    sentences = []
    if live:
        sentences.append(f"Readers see version {live.number}, public since {in_words(live.public_from)}.")
    if withdrawal:
        sentences.append(
            f"Readers find a notice instead: it was withdrawn on {in_words(withdrawal.at)}."
            + ("" if pending else " Approving this text again makes it public as a new version.")
        )
    is_open = release.status != Status.APPROVED
    if pending:
        sentences.append(
            f"Version {pending.number} goes out on {in_words(pending.public_from)}."
            + (" Changes you make here are not in it; they need a new approval." if is_open else "")
        )
    elif live and is_open:
        sentences.append("Changes you make here are not what readers see; they need a new approval.")
    if not (live or withdrawal):
        sentences.append("Nobody outside the press office sees this release yet.")
    return sentences


def _sent_back(release: Release) -> str:
    returned = history.note_of_return(release)
    if returned is None:
        return ""
    return f"{returned.actor_name} sent it back on {in_words(returned.at)}: “{returned.reason}”"


def _working_text(release: Release) -> str:
    if release.status == Status.APPROVED:
        return (
            "This text is approved, so it is locked. Choose “Edit after approval” to change it:"
            " what was approved stays as it is, and the changes need a new approval."
        )
    if release.status == Status.REVIEW and release.submitted_by and release.submitted_at:
        name = release.submitted_by.get_full_name() or release.submitted_by.get_username()
        return (
            f"In review: {name} submitted it on {in_words(release.submitted_at)}."
            " If you save a change, the editor has to read it again."
        )
    return ""


def _why_not(release: Release, person: User) -> str:
    """Why an editor finds no button that approves."""
    if release.status != Status.REVIEW or not rules.holds(person, Right.APPROVE):
        return ""
    return second_person.objection(release, person)
