"""The moves of a release as a table. A new rule is a new row; nobody else compares statuses."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from releases.vocabulary import PublicState, Right, Status


class MoveNotAllowed(Exception):
    """A refusal, as a sentence that says what to do instead."""


@dataclass(frozen=True)
class Move:
    """One step of the workflow: what it needs, where it leads, and who may take it."""

    name: str
    leads: Mapping[Status, Status] = field(hash=False)
    right: Right
    public: frozenset[PublicState] = field(default_factory=frozenset)
    """At least one of these has to be true of the release; empty means that it does not matter."""

    @property
    def sources(self) -> frozenset[Status]:
        """The working statuses from which the move may be made."""
        return frozenset(self.leads)

    @property
    def decides(self) -> bool:
        """Whether it leads anywhere else than it comes from."""
        return any(before != after for before, after in self.leads.items())


def _from(*sources: Status, to: Status) -> dict[Status, Status]:
    return dict.fromkeys(sources, to)


def _staying(*sources: Status) -> dict[Status, Status]:
    return {source: source for source in sources}


D, R, A = Status.DRAFT, Status.REVIEW, Status.APPROVED
NEVER, SCHEDULED, LIVE, WITHDRAWN = PublicState

SUBMIT = Move("submit", _from(D, to=R), Right.WRITE)
SEND_BACK = Move("send back", _from(R, to=D), Right.APPROVE)
APPROVE = Move("approve", _from(R, to=A), Right.APPROVE, frozenset({NEVER, SCHEDULED, LIVE}))
APPROVE_ALONE = Move("approve alone", _from(D, R, to=A), Right.APPROVE)
REINSTATE = Move("reinstate", _from(R, to=A), Right.APPROVE, frozenset({WITHDRAWN}))
FILE_IN_ARCHIVE = Move("file in the archive", _from(R, to=A), Right.APPROVE, frozenset({NEVER}))
CANCEL = Move("cancel", {D: D, R: R, A: D}, Right.APPROVE, frozenset({SCHEDULED}))
EDIT_AFTER_APPROVAL = Move("edit after approval", _from(A, to=D), Right.WRITE)
WITHDRAW = Move("withdraw", _staying(D, R, A), Right.APPROVE, frozenset({LIVE}))
MOVE_ADDRESS = Move("move address", _staying(D, R, A), Right.APPROVE, frozenset({LIVE, WITHDRAWN}))
SIGN_OFF = Move("sign off", _staying(D, R, A), Right.APPROVE)

MOVES = (
    SUBMIT,
    SEND_BACK,
    APPROVE,
    APPROVE_ALONE,
    REINSTATE,
    FILE_IN_ARCHIVE,
    CANCEL,
    EDIT_AFTER_APPROVAL,
    WITHDRAW,
    MOVE_ADDRESS,
    SIGN_OFF,
)


def next_status(move: Move, status: str, public: frozenset[PublicState]) -> Status:
    """Return where the move leads, or raise MoveNotAllowed with the reason in words."""
    current = Status(status)
    if current not in move.leads:
        wanted = " or ".join(named(source) for source in Status if source in move.leads)
        raise _refusal(move, wanted, named(current))
    if move.public and not move.public & public:
        wanted = " or ".join(named(state) for state in PublicState if state in move.public)
        is_now = " and ".join(named(state) for state in PublicState if state in public)
        raise _refusal(move, wanted, is_now)
    return move.leads[current]


def named(state: Status | PublicState) -> str:
    """What something in this state is, in a sentence: “a draft”, “in review”, “live”."""
    return {Status.DRAFT: "a draft", PublicState.NEVER: "not public yet"}.get(state, state.label.lower())


def is_open(move: Move, status: str, public: frozenset[PublicState]) -> bool:
    """Whether the table allows the move from here; who may take it is asked elsewhere."""
    return Status(status) in move.leads and (not move.public or bool(move.public & public))


def _refusal(move: Move, wanted: str, is_now: str) -> MoveNotAllowed:
    return MoveNotAllowed(
        f"“{move.name.capitalize()}” needs a release that is {wanted}; this one is {is_now}."
    )
