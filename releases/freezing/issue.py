"""Turn a newsletter issue's working text into frozen content."""

from dataclasses import dataclass

from releases import content
from releases.freezing.files import attachment
from releases.models import NewsletterIssue
from releases.text import sanitize
from releases.text.canonical import canonical_json, digest
from releases.text.times import MONTHS


@dataclass(frozen=True)
class FrozenIssue:
    """Frozen content of an issue with its canonical JSON and the SHA-256 of that text."""

    content: content.IssueContent
    text: str
    digest: str


def freeze_issue(issue: NewsletterIssue) -> FrozenIssue:
    """Copy the words of a saved issue; items that are releases stay references to them."""
    newsletter = issue.newsletter
    text = canonical_json(
        content.IssueContent(
            format=content.FORMAT,
            newsletter=content.Named(newsletter.name, newsletter.slug),
            number=issue.number,
            title=issue.title.strip(),
            date=issue.date.isoformat(),
            date_text=f"{issue.date.day} {MONTHS[issue.date.month - 1]} {issue.date.year}",
            introduction=sanitize.clean(issue.introduction).html,
            items=tuple(
                content.Item(item.release_id, item.title.strip(), item.text.strip())
                for item in issue.items.all()
            ),
            full_issue=issue.full_issue.strip(),
            file=attachment(issue.file) if issue.file else None,
        )
    )
    return FrozenIssue(content.IssueContent.load(text), text, digest(text))
