"""The confirm pages of a newsletter issue."""

from releases import conf
from releases.actions import issuing
from releases.admin.move_page import MovePage, Press
from releases.desk import issue as words
from releases.forms import moves as forms
from releases.text.times import dated


def _submit(press: Press) -> str:
    issuing.submit_issue(press.thing, by=press.by, seen=press.seen)
    return "Submitted. It waits on the desk."


def _send_back(press: Press) -> str:
    issuing.send_back_issue(press.thing, by=press.by, note=press.typed["note"], seen=press.seen)
    return "Sent back with your note. It is a draft again."


def _approve(press: Press) -> str:
    issue = issuing.approve_issue(press.thing, by=press.by, public_from=press.minute, seen=press.seen)
    if press.minute is None or issue.public_from is None:
        return "Approved. Everybody can read it now."
    texts = dated(issue.public_from, conf.zone())
    return f"Approved. Everybody can read it from {texts.full} ({texts.utc_text}) on."


PAGES = (
    MovePage(
        "submit",
        (issuing.SUBMIT,),
        "Submit for approval",
        "Hand it to somebody who may approve it.",
        forms.MoveForm,
        words.submit,
        _submit,
    ),
    MovePage(
        "approve",
        (issuing.APPROVE,),
        "Review and approve",
        "Decide from when readers get it.",
        forms.ApproveForm,
        words.approve,
        _approve,
    ),
    MovePage(
        "send-back",
        (issuing.SEND_BACK,),
        "Send back",
        "Return it to its writer with a note.",
        forms.SendBackForm,
        words.send_back,
        _send_back,
    ),
)
