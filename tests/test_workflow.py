"""The table of moves, row by row."""

import pytest

from releases import workflow
from releases.vocabulary import PublicState, Status
from releases.workflow import MoveNotAllowed

D, R, A = Status.DRAFT, Status.REVIEW, Status.APPROVED
NEVER, SCHEDULED, LIVE, WITHDRAWN = PublicState
STANDINGS = [
    frozenset({NEVER}),
    frozenset({SCHEDULED}),
    frozenset({LIVE}),
    frozenset({LIVE, SCHEDULED}),
    frozenset({WITHDRAWN}),
    frozenset({WITHDRAWN, SCHEDULED}),
]
EVERYWHERE = {NEVER, SCHEDULED, LIVE, WITHDRAWN}

# What people agreed on, a second time on purpose: move, from → to, and what must be true of the public.
AGREED = {
    "submit": ({D: R}, EVERYWHERE),
    "send back": ({R: D}, EVERYWHERE),
    "approve": ({R: A}, {NEVER, SCHEDULED, LIVE}),
    "approve alone": ({D: A, R: A}, EVERYWHERE),
    "reinstate": ({R: A}, {WITHDRAWN}),
    "file in the archive": ({R: A}, {NEVER}),
    "cancel": ({D: D, R: R, A: D}, {SCHEDULED}),
    "edit after approval": ({A: D}, EVERYWHERE),
    "withdraw": ({D: D, R: R, A: A}, {LIVE}),
    "move address": ({D: D, R: R, A: A}, {LIVE, WITHDRAWN}),
    "sign off": ({D: D, R: R, A: A}, EVERYWHERE),
}


@pytest.mark.parametrize("states", STANDINGS, ids=lambda states: "+".join(sorted(states)))
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("move", workflow.MOVES, ids=lambda move: move.name)
def test_every_move_leads_where_people_agreed_and_nowhere_else(move, status, states):
    leads, public = AGREED[move.name]
    expected = leads.get(status) if states & public else None

    try:
        reached = workflow.next_status(move, status, states)
    except MoveNotAllowed:
        reached = None

    assert reached == expected
    assert workflow.is_open(move, status, states) == (expected is not None)


def test_a_refusal_says_what_is_needed_and_what_is():
    with pytest.raises(MoveNotAllowed) as refusal:
        workflow.next_status(workflow.WITHDRAW, Status.APPROVED, frozenset({SCHEDULED}))

    assert str(refusal.value) == "“Withdraw” needs a release that is live; this one is scheduled."


def test_a_refusal_calls_a_draft_a_draft_and_what_nobody_has_read_not_public_yet():
    with pytest.raises(MoveNotAllowed, match="needs a release that is in review; this one is a draft"):
        workflow.next_status(workflow.SEND_BACK, Status.DRAFT, frozenset({PublicState.NEVER}))
    with pytest.raises(MoveNotAllowed, match="needs a release that is live; this one is not public yet"):
        workflow.next_status(workflow.WITHDRAW, Status.DRAFT, frozenset({PublicState.NEVER}))
