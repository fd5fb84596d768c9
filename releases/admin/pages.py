"""The confirm pages of a release: each with its address, its form, its words and the action it calls."""

from uuid import UUID, uuid4

from releases import conf, workflow
from releases.actions import addressing, editing, intervals, publishing, reviewing
from releases.admin.move_page import MovePage, Press
from releases.desk import confirm, offers, publication
from releases.forms import moves as forms
from releases.models import Release, ReleaseVersion
from releases.text.times import dated
from releases.workflow import MoveNotAllowed


def _submit(press: Press) -> str:
    reviewing.submit(_as_seen(press), by=press.by, read=_read(press))
    return "Submitted. It waits on the desk of the editors."


def _send_back(press: Press) -> str:
    reviewing.send_back(_as_seen(press), by=press.by, note=press.typed["note"])
    return "Sent back with your note. It is a draft again."


def _approve(press: Press) -> str:
    version = publishing.approve(
        _as_seen(press),
        by=press.by,
        public_from=press.minute,
        replaces=press.scheduled,
        read=_read(press),
        looked_at=press.looked_at,
    )
    return _out(version, press)


def _approve_alone(press: Press) -> str:
    version = publishing.approve_alone(
        _as_seen(press),
        by=press.by,
        reason=press.typed["reason"],
        public_from=press.minute,
        replaces=press.scheduled,
        read=_read(press),
        looked_at=press.looked_at,
    )
    return f"{_out(version, press)} The desk asks another editor to read it."


def _file_in_archive(press: Press) -> str:
    if press.minute is None:
        raise MoveNotAllowed("Name the day under which it is filed.")
    version = publishing.file_in_archive(
        _as_seen(press), by=press.by, dated=press.minute, read=_read(press), looked_at=press.looked_at
    )
    return f"Filed in the archive under {version.date_text}. Everybody can read it now."


def _cancel(press: Press) -> str:
    if press.scheduled is None:
        raise intervals.NotWhatYouSaw
    publishing.cancel(press.thing, by=press.by, scheduled=press.scheduled)
    return "Cancelled: what was scheduled will not be public. The text is a draft."


def _withdraw(press: Press) -> str:
    shows = press.typed["headline"] == forms.SHOWN
    publishing.withdraw(
        press.thing,
        by=press.by,
        reason=press.typed["reason"],
        shows_headline=shows,
        looked_at=press.looked_at,
    )
    return "Withdrawn. Its address answers with your reason."


def _edit_after_approval(press: Press) -> str:
    editing.edit_after_approval(press.thing, by=press.by, looked_at=press.looked_at)
    return "You can change the text now. Your changes need a new approval."


def _sign_off(press: Press) -> str:
    version = offers.to_sign_off(press.thing, by=press.by)
    if version is None:
        raise MoveNotAllowed("There is nothing that you could sign off. Another editor may have done it.")
    if version.pk != press.to_sign_off:
        raise intervals.NotWhatYouSaw
    reviewing.sign_off(press.thing, by=press.by, version=version, looked_at=press.looked_at)
    return f"Signed off: the history says that you have read version {version.number}."


def _move_address(press: Press) -> str:
    press.thing.slug = press.address
    moved = addressing.move_address(
        press.thing, by=press.by, slug=press.typed["slug"], looked_at=press.looked_at
    )
    return f"Moved to {moved.get_absolute_url()}. The address it had leads there."


def _as_seen(press: Press) -> Release:
    """The release with the edit token of the page: the action compares it with the row's."""
    release: Release = press.thing
    try:
        release.edit_token = UUID(press.seen.partition(".")[0])
    except ValueError:
        release.edit_token = uuid4()
    return release


def _read(press: Press) -> str:
    """The digest of the words that the page showed: an About text or a telephone may have changed since."""
    return press.seen.partition(".")[2]


def _out(version: ReleaseVersion, press: Press) -> str:
    if press.minute is None:
        return f"Approved. Everybody reads version {version.number} now."
    texts = dated(version.public_from, conf.zone())
    return f"Approved. Everybody reads version {version.number} from {texts.full} ({texts.utc_text}) on."


PAGES = (
    MovePage(
        "submit",
        (workflow.SUBMIT,),
        "Submit for approval",
        "Hand it to an editor.",
        forms.MoveForm,
        confirm.submit,
        _submit,
    ),
    MovePage(
        "approve",
        (workflow.APPROVE, workflow.REINSTATE),
        "Review and approve",
        "Decide from when readers get it.",
        forms.ApproveForm,
        publication.approve,
        _approve,
    ),
    MovePage(
        "send-back",
        (workflow.SEND_BACK,),
        "Send back",
        "Return it to its writer with a note.",
        forms.SendBackForm,
        confirm.send_back,
        _send_back,
    ),
    MovePage(
        "approve-alone",
        (workflow.APPROVE_ALONE,),
        "Approve alone",
        "Only when nobody else can: another editor reads it afterwards.",
        forms.ApproveAloneForm,
        publication.approve_alone,
        _approve_alone,
    ),
    MovePage(
        "file-in-archive",
        (workflow.FILE_IN_ARCHIVE,),
        "File in the archive",
        "Publish an old text under its past date.",
        forms.ArchiveForm,
        publication.file_in_archive,
        _file_in_archive,
    ),
    MovePage(
        "cancel",
        (workflow.CANCEL,),
        "Cancel the schedule",
        "Take back what is scheduled before anybody reads it.",
        forms.MoveForm,
        confirm.cancel,
        _cancel,
        instead=(workflow.WITHDRAW,),
    ),
    MovePage(
        "edit-after-approval",
        (workflow.EDIT_AFTER_APPROVAL,),
        "Edit after approval",
        "Open the text for changes; they need a new approval.",
        forms.MoveForm,
        confirm.edit_after_approval,
        _edit_after_approval,
    ),
    MovePage(
        "sign-off",
        (workflow.SIGN_OFF,),
        "Read and sign off",
        "Say that you have read what one person approved alone.",
        forms.MoveForm,
        confirm.sign_off,
        _sign_off,
    ),
    MovePage(
        "move-address",
        (workflow.MOVE_ADDRESS,),
        "Move the address",
        "Give it a new address; the old one leads there.",
        forms.MoveAddressForm,
        confirm.move_address,
        _move_address,
    ),
    MovePage(
        "withdraw",
        (workflow.WITHDRAW,),
        "Withdraw",
        "Take it away from readers, with a reason.",
        forms.WithdrawForm,
        confirm.withdraw,
        _withdraw,
    ),
)
