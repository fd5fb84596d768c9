"""What an approval will do, in words: who reads which version, from when, and what becomes of the others."""

from datetime import date

from releases.desk import licences, links, obstacles
from releases.desk.confirm import comparison, desk_checks, in_the_way, read_today
from releases.desk.scene import Scene
from releases.desk.stage import NOW, Confirmation, Fact, name_of
from releases.queries import second_person
from releases.vocabulary import Change

SURFACES = "on the list, on its own page and on the print page"
LINKS = "Once it is public their links lead to its page. What they printed may name an older minute: say so."
SHOW = "Show what this does"
NO_WAY_BACK = "It is public at once: it can only be corrected, updated or withdrawn."


def approve(scene: Scene) -> Confirmation:
    """Make the version that readers get; a withdrawn release is reinstated by it."""
    verb = "Reinstate" if scene.standing.withdrawal else "Approve"
    return _publication(scene, verb=verb, who=_second_person(scene))


def approve_alone(scene: Scene) -> Confirmation:
    """The same by one person, which stays visible."""
    who = (
        "Nobody else has approved it. Your reason is kept in the history,"
        " and the desk asks another editor to read it until somebody has signed it off.",
    )
    return _publication(scene, verb="Approve", alone=" alone", who=who)


def file_in_archive(scene: Scene) -> Confirmation:
    """Publish an old text now under its past date."""
    past = scene.choice.at if scene.choice else None
    under = f"dated {scene.texts(past).full}" if past else "under the date that you name"
    return Confirmation(
        f"File this release in the archive, {under}?",
        (
            Fact("At once", (f"Everybody reads version {scene.next_number} {SURFACES}, {under}.",)),
            Fact(
                "What does not happen",
                ("It is not announced as news: it stands in its year, as an old text.",),
            ),
            *_licences(scene),
            Fact("Who decided", _second_person(scene)),
            desk_checks(scene),
            Fact("If it goes wrong", (NO_WAY_BACK, "The date can never be changed.")),
        ),
        f"File it now, {under}" if past else SHOW,
    )


def _publication(scene: Scene, *, verb: str, who: tuple[str, ...], alone: str = "") -> Confirmation:
    return Confirmation(
        f"{verb} {_what(scene)}{alone} {_for(scene)}?",
        (
            _from_then_on(scene),
            *_until_then(scene),
            *_afterwards(scene),
            *_replaced(scene),
            *links.holders(scene, LINKS),
            *_note(scene),
            *_licences(scene),
            *comparison(scene),
            Fact("Who decided", who),
            *_in_the_way(scene),
            desk_checks(scene),
            Fact("If it goes wrong", _way_back(scene)),
        ),
        f"{verb}{alone} {_for(scene)}" if scene.choice else SHOW,
    )


def _what(scene: Scene) -> str:
    return {Change.NONE: "this release", Change.UPDATE: "this update", Change.CORRECTION: "this correction"}[
        Change(scene.release.change)
    ]


def _for(scene: Scene) -> str:
    if scene.choice is None:
        return "for a minute that you choose"
    return f"for {scene.texts(scene.choice.at).full}" if scene.choice.at else "and publish it now"


def _from_then_on(scene: Scene) -> Fact:
    words = f"Everybody reads version {scene.next_number} {SURFACES}."
    if scene.standing.withdrawal:
        words += " This reinstates the withdrawn release as a new version."
    if scene.choice is None:
        return Fact("From the minute that you choose", (words,))
    if scene.choice.at is None:
        return Fact("At once", (words,))
    return Fact(f"From {scene.day(scene.choice.at)}, {scene.until(scene.choice.at)}", (words,))


def _until_then(scene: Scene) -> tuple[Fact, ...]:
    if scene.choice == NOW:
        return ()
    words = [read_today(scene)]
    if scene.last_seen:
        who = (
            "Only press staff and whoever holds a preview link"
            if links.are_held(scene)
            else "Only press staff"
        )
        words.append(f"{who} can read version {scene.next_number}.")
    return (Fact("Until then", tuple(words)),)


def _afterwards(scene: Scene) -> tuple[Fact, ...]:
    live = scene.standing.live
    if scene.standing.withdrawal:
        kept = "What was withdrawn stays so: each of its versions answers at its own address with the notice."
        return (Fact("Afterwards", (kept,)),)
    if live is None:
        return ()
    return (
        Fact(
            "Afterwards", (f"Version {live.number} stays readable at its own address, marked as superseded.",)
        ),
    )


def _in_the_way(scene: Scene) -> tuple[Fact, ...]:
    start = scene.choice.at or scene.at if scene.choice else None
    return in_the_way(
        obstacles.of_issue(scene.release, start) if start else "",
        obstacles.of_change(scene.release, live=scene.standing.live, seen=scene.last_seen),
    )


def _replaced(scene: Scene) -> tuple[Fact, ...]:
    pending = scene.standing.scheduled
    if pending is None:
        return ()
    return (
        Fact(
            "What it replaces",
            (
                f"What is scheduled for {scene.day(pending.public_from)} as version {pending.number}"
                f" is cancelled. {links.nobody_has_read(scene, pending)}",
            ),
        ),
    )


def _note(scene: Scene) -> tuple[Fact, ...]:
    change = scene.content.change
    if change is None:
        return ()
    where = (f"Where: {change.place}",) if change.place else ()
    return (Fact(f"The {change.kind} as readers will see it", (change.note, *where)),)


def _licences(scene: Scene) -> tuple[Fact, ...]:
    """What may not be handed out any more when it becomes public."""
    today = licences.begins_on(scene)
    once = {picture.id: picture for picture in scene.content.every_picture if picture.licence_ends}
    last_days = {picture.name: date.fromisoformat(picture.licence_ends) for picture in once.values()}
    pictures = tuple(
        f"{licences.ended(name, last)} The page and the PDF would show it; the press kit leaves it out."
        for name, last in last_days.items()
        if last < today
    )
    documents = licences.documents(scene, scene.content.files)
    return (*((Fact("Pictures whose licence has ended", pictures),) if pictures else ()), *documents)


def _second_person(scene: Scene) -> tuple[str, ...]:
    release = scene.release
    if release.submitted_by is None or release.submitted_at is None:
        return ("Nobody has submitted it.",)
    by, day = name_of(release.submitted_by), scene.day(release.submitted_at)
    objection = second_person.objection(release, scene.person)
    return (f"Submitted by {by} on {day}. {objection or 'You are the second person.'}",)


def _way_back(scene: Scene) -> tuple[str, ...]:
    if scene.choice == NOW:
        return (NO_WAY_BACK,)
    minute = scene.texts(scene.choice.at).full if scene.choice and scene.choice.at else "that minute"
    return (
        f"You can cancel until five seconds before {minute}."
        " After that it can only be corrected, updated or withdrawn.",
    )
