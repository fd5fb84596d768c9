"""Files whose licence will have ended when an approval makes them public, in words."""

from collections.abc import Collection
from datetime import date

from releases import conf
from releases.desk.stage import Fact, Stage
from releases.queries import media


def begins_on(stage: Stage) -> date:
    """The organisation's day on which readers will get it."""
    begins = stage.choice.at if stage.choice and stage.choice.at else stage.at
    return begins.astimezone(conf.zone()).date()


def documents(stage: Stage, ids: Collection[str]) -> tuple[Fact, ...]:
    """Which documents of these files may not be handed out any more by then."""
    past = media.documents_past_licence(ids, begins_on(stage))
    said = tuple(
        f"{ended(file.name, file.licence_ends)} Its link would hand it out still."
        for file in past
        if file.licence_ends
    )
    return (Fact("Documents whose licence has ended", said),) if said else ()


def ended(name: str, last: date) -> str:
    """The last day of a licence."""
    return f"“{name}” could be handed out until {last.day} {last:%B %Y}."
