"""Why a report is refused. The web layer turns the reason into words for people."""

from enum import StrEnum

from shared.domain import Refused


class ReportProblem(StrEnum):
    """What is wrong with the file as a whole."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    NOT_JSON = "not_json"
    TOO_COMPLEX = "too_complex"
    UNKNOWN_FORMAT = "unknown_format"
    NO_DEVICE = "no_device"
    INCONSISTENT = "inconsistent"


_SENTENCES = {
    ReportProblem.EMPTY: "the report is empty",
    ReportProblem.TOO_LARGE: "the report is larger than the limit",
    ReportProblem.NOT_TEXT: "the report is not text in UTF-8",
    ReportProblem.NOT_JSON: "the report is not valid JSON",
    ReportProblem.TOO_COMPLEX: "the report is nested too deep or has too much in it",
    ReportProblem.UNKNOWN_FORMAT: "the report is in no known format",
    ReportProblem.NO_DEVICE: "the report names no maker and model",
    ReportProblem.INCONSISTENT: "the report contradicts itself",
}


class ReportRefused(Refused):
    """The report cannot be used.

    Never carries content of the report, which may hold serial numbers; only places and reasons.

    Attributes:
        reason: what is wrong.
        detail: more about it in English, for the log; may be empty.
        part: the part of the report that is wrong, such as `data.smartctl`, or None for the file itself.
        line, column: for `NOT_JSON`, where reading stopped, counted from 1 within the part; None when unknown.
        cut_off: for `NOT_JSON`, whether the end seems to be missing.
    """

    def __init__(
        self,
        reason: ReportProblem,
        detail: str = "",
        *,
        part: str | None = None,
        line: int | None = None,
        column: int | None = None,
        cut_off: bool = False,
    ) -> None:
        self.reason = reason
        self.detail = detail
        self.part = part
        self.line = line
        self.column = column
        self.cut_off = cut_off
        text = _SENTENCES[reason]
        if detail:
            text += f": {detail}"
        if part is not None:
            text += f", in {part}"
        if line is not None and column is not None:
            text += f", at line {line}, column {column}"
        if cut_off:
            text += " (the end seems to be missing)"
        super().__init__(line=line, column=column, part=part)
        self.args = (text,)
        self.code = f"report_{reason.value}"
