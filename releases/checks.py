"""What this machine or its settings lack, said at the start of every command."""

from typing import Any

from django.core.checks import CheckMessage, Error, Warning

from releases import conf
from releases.desk import proofreading
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


def blocking_checks_exist(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse names of desk checks that no check has: they would hold nothing back, and nobody would know."""
    unknown = sorted(conf.blocking_checks() - proofreading.NAMES)
    if not unknown:
        return []
    return [
        Error(
            f"BLOCKING_CHECKS names what no check is called: {', '.join(unknown)}.",
            hint=f"Choose from: {', '.join(sorted(proofreading.NAMES))}.",
            id="releases.E001",
        )
    ]
