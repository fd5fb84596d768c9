"""What a move of a release will do, in words, before anything happens."""

from releases.desk import links, obstacles
from releases.desk.scene import Scene
from releases.desk.stage import Confirmation, Fact, name_of
from releases.rendering.comparison import in_short


def submit(scene: Scene) -> Confirmation:
    """Hand the text to an editor."""
    wanted = scene.release.planned_for
    when = f"You propose {scene.day(wanted)}" if wanted else "You propose: as soon as it is approved"
    if wanted and wanted <= scene.at:
        when += ", which has passed: better choose another minute before you submit"
    stood = scene.standing
    seen = stood.live or stood.scheduled or stood.withdrawal
    return Confirmation(
        "Submit this release for approval?",
        (
            Fact("At once", ("It waits on the desk of the editors. Nothing changes for readers.",)),
            Fact("When it is approved", (f"{when}. The editor decides.",)),
            *what_readers_see(scene),
            *comparison(scene),
            *in_the_way(obstacles.of_change(scene.release, live=None, seen=seen)),
            desk_checks(scene),
            Fact("If it goes wrong", ("An editor sends it back to you with a note. You can still edit it.",)),
        ),
        "Submit for approval",
    )


def send_back(scene: Scene) -> Confirmation:
    """Return the text to its writer."""
    by = scene.release.submitted_by
    writer = name_of(by) if by else "The writer"
    return Confirmation(
        "Send this release back?",
        (
            Fact("At once", (f"It is a draft again. {writer} finds your note on top of the form.",)),
            *what_readers_see(scene),
            Fact("If it goes wrong", ("It can be submitted again at any time.",)),
        ),
        "Send back with this note",
    )


def cancel(scene: Scene) -> Confirmation:
    """Take back what is scheduled."""
    pending = scene.standing.scheduled
    if pending is None:
        raise ValueError("Nothing is scheduled that could be cancelled.")
    return Confirmation(
        f"Cancel version {pending.number}, scheduled for {scene.texts(pending.public_from).full}?",
        (
            Fact(
                "At once",
                (
                    f"Version {pending.number} will not be public. It was to go out"
                    f" {scene.until(pending.public_from)}, on {scene.day(pending.public_from)}."
                    f" {links.nobody_has_read(scene, pending)}",
                    "The text becomes a draft again.",
                ),
            ),
            Fact("What readers see", (read_today(scene),)),
            *links.holders(scene, "Embargo links open nothing from then on. Tell who has read it."),
            Fact("If it goes wrong", ("Submit and approve the text again, for any later minute.",)),
        ),
        "Cancel what is scheduled",
    )


def withdraw(scene: Scene) -> Confirmation:
    """End what readers see."""
    live, pending = scene.standing.live, scene.standing.scheduled
    if live is None:
        raise ValueError("Nothing is public that could be withdrawn.")
    words = [
        f"Nobody reads version {live.number} any more: it leaves the list and the archive.",
        "Its address and its print page answer with a notice of the withdrawal and with your reason.",
    ]
    if pending:
        words.append(f"Version {pending.number} is cancelled; it was for {scene.day(pending.public_from)}.")
    since = f"Everybody has read version {live.number} since {scene.day(live.public_from)}."
    return Confirmation(
        "Withdraw this release?",
        (
            Fact("At once", tuple(words)),
            Fact("Until now", (since,)),
            *links.holders(scene, "All of these open nothing from then on. Tell who has read it."),
            Fact(
                "If it goes wrong",
                (
                    "Open the text for changes and submit it again; approving it makes it public again,"
                    " as a new version. What people have copied or printed cannot be called back.",
                ),
            ),
        ),
        "Withdraw it now",
    )


def edit_after_approval(scene: Scene) -> Confirmation:
    """Open the approved text for changes."""
    pending = scene.standing.scheduled
    goes_out = (
        f"Version {pending.number} goes out on {scene.day(pending.public_from)} all the same"
        f" ({scene.until(pending.public_from)}), with the words that were approved."
        if pending
        else "What was approved stays as it is."
    )
    return Confirmation(
        "Edit this release after its approval?",
        (
            Fact("At once", ("The text becomes a draft that you can change.", goes_out)),
            *what_readers_see(scene),
            Fact("Afterwards", ("Your changes need a new approval before anybody outside reads them.",)),
        ),
        "Open it for changes",
    )


def sign_off(scene: Scene) -> Confirmation:
    """Say that a second editor has read what one person approved alone."""
    version = scene.to_sign_off
    if version is None:
        raise ValueError("Nothing was approved alone that this person could sign off.")
    approver = name_of(version.approved_by)
    return Confirmation(
        f"Sign off version {version.number}, which {approver} approved alone?",
        (
            Fact("The reason that was given", (f"“{version.override_reason}”",)),
            Fact("At once", ("The history says that you have read it. It leaves the desk.",)),
            *what_readers_see(scene),
            Fact("If it needs a change", ("Do not sign it off: edit it, or withdraw it.",)),
        ),
        "I have read it: sign off",
    )


def move_address(scene: Scene) -> Confirmation:
    """Give the release a new address."""
    address = scene.release.get_absolute_url()
    return Confirmation(
        "Move this release to another address?",
        (
            Fact("Its address now", (address,)),
            Fact("At once", ("Everybody finds it at the new address.", f"{address} leads there for ever.")),
            Fact("If it goes wrong", ("Move it again: no address that it ever had is lost.",)),
        ),
        "Move it to this address",
    )


def comparison(scene: Scene) -> tuple[Fact, ...]:
    """What differs from what readers see, or saw last."""
    before = scene.last_seen
    if before is None:
        return ()
    changed = scene.changed
    parts = ", ".join(difference.part for difference in changed) or "Nothing changed"
    return (Fact(f"What changed since version {before.number}", (f"{parts}.",), in_short(changed)),)


def what_readers_see(scene: Scene) -> tuple[Fact, ...]:
    """What readers get until something else happens."""
    return (Fact("What readers see", (seen_now(scene),)),)


def seen_now(scene: Scene) -> str:
    """The same as sentences."""
    pending = scene.standing.scheduled
    coming = f" Version {pending.number} follows on {scene.day(pending.public_from)}." if pending else ""
    return f"{read_today(scene)}{coming}"


def read_today(scene: Scene) -> str:
    """What readers get now, without what is scheduled."""
    if live := scene.standing.live:
        return f"Everybody reads version {live.number}."
    if scene.standing.withdrawal:
        return "Its address answers with the notice of the withdrawal."
    return f"Nobody outside the press office can read it{links.except_holders(scene)}."


def in_the_way(*objections: str) -> tuple[Fact, ...]:
    """Why the button would be refused, if it would."""
    said = tuple(objection for objection in objections if objection)
    return (Fact("What is in the way", said),) if said else ()


def desk_checks(scene: Scene) -> Fact:
    """What has to be mended first, and what is worth a look."""
    mend = tuple(finding.sentence for finding in scene.findings)
    look = tuple(f"Worth a look: {finding.sentence}" for finding in scene.advice)
    return Fact("Desk checks", (*mend, *look) or ("Nothing to mend.",))
