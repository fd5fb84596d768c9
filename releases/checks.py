"""What this machine lacks, said at the start of every command."""

from typing import Any

from django.core.checks import CheckMessage, Warning

from releases.rendering import pdf


def pdfs_can_be_made(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn where a library of WeasyPrint is missing; the site runs without it."""
    if pdf.machine() is not None:
        return []
    return [
        Warning(
            "PDFs of releases cannot be made: a library is missing. Print pages are not affected.",
            hint=f"apt-get install {pdf.TO_INSTALL}",
            id="releases.W001",
        )
    ]
