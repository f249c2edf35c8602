"""Every move that a machine can make, written down. A test walks machines through their lives and compares; README shows it."""

from collections.abc import Mapping

from shared.contracts.vocabulary import DeviceState as S

Move = tuple[S, S]
"""From where, to where. Staying where it is, is always allowed and not listed."""

BENCH = (S.ARRIVED, S.RETURNED)


def _moves(*pairs: tuple[S | tuple[S, ...], S | tuple[S, ...]]) -> frozenset[Move]:
    several = [(a if isinstance(a, tuple) else (a,), b if isinstance(b, tuple) else (b,)) for a, b in pairs]
    return frozenset((one, other) for before, after in several for one in before for other in after if one is not other)


NOT_RETIRED = tuple(state for state in S if state is not S.RETIRED)
AFTER_REPAIR = (S.REPAIRED, S.GIVEN_OUT, S.RESERVED, S.READY, *BENCH)
MOVES: Mapping[str, frozenset[Move]] = {
    "make_ready": _moves((BENCH, S.READY), (S.REPAIRED, (S.ARRIVED, S.READY, S.RESERVED, S.GIVEN_OUT))),
    "take_out": _moves((S.READY, S.ARRIVED)),
    "put_in": _moves((S.READY, S.ARRIVED)),
    "claim": _moves((S.READY, S.RESERVED)),
    "keep_as_loaner": _moves((S.READY, S.RESERVED)),
    "keep_along": _moves((S.READY, S.RESERVED)),
    "let_go_along": _moves((S.RESERVED, (S.READY, S.ARRIVED))),
    "leave_along": _moves((S.RESERVED, (S.GIVEN_OUT, S.READY, S.ARRIVED))),
    "release": _moves((S.RESERVED, (S.READY, S.ARRIVED))),
    "look_at_reservation": _moves((S.RESERVED, (S.READY, S.ARRIVED))),
    "is_not_needed": _moves((S.RESERVED, (S.READY, S.ARRIVED))),
    "give_out": _moves(((*BENCH, S.READY, S.RESERVED, S.RETURN_EXPECTED), S.GIVEN_OUT)),
    "go_along": _moves(((*BENCH, S.READY, S.RESERVED, S.RETURN_EXPECTED), S.GIVEN_OUT)),
    "end_loan": _moves((S.GIVEN_OUT, S.RETURN_EXPECTED)),
    "take_back": _moves((S.RETURN_EXPECTED, S.RETURNED)),
    "start_repair": _moves((NOT_RETIRED, S.IN_REPAIR)),
    "stop_repair": _moves((S.IN_REPAIR, AFTER_REPAIR)),
    "finish_repair": _moves((S.IN_REPAIR, AFTER_REPAIR), (NOT_RETIRED, (S.REPAIRED, S.RETIRED))),
    "send_out": _moves(((*BENCH, S.REPAIRED, S.READY, S.RESERVED), S.IN_REPAIR)),
    "come_back_from_partner": _moves((S.IN_REPAIR, AFTER_REPAIR)),
    "lose": _moves(((S.ARRIVED, S.READY, S.RESERVED, S.REPAIRED), S.RETURNED)),
    "find": frozenset(),
    "use_again": _moves((S.RETIRED, BENCH)),
    "retire": _moves(((*BENCH, S.READY, S.REPAIRED, S.RETURN_EXPECTED), S.RETIRED)),
}
"""By what is done with a machine. What is not named here moves it nowhere; on the workbench it may change the stage."""


def as_table() -> str:
    """The same as a table for people, in Markdown: one line per act and goal."""
    lines = ["| act | from | to |", "|---|---|---|"]
    for act, moves in MOVES.items():
        for goal in S:
            begins = [state.value for state in S if (state, goal) in moves]
            if begins:
                lines.append(f"| `{act}` | {', '.join(begins)} | {goal.value} |")
    return "\n".join(lines)
