"""Loans and their agreements."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field, StringConstraints

from services.loans.commands.bring_later import BringLater, bring_later
from services.loans.commands.end_loan import EndLoan, end_loan
from services.loans.commands.extend_loan import ExtendLoan, extend_loan
from services.loans.commands.prepare_agreement import PrepareAgreement, agreement_to_show, prepare_agreement
from services.loans.commands.return_loan import KeepLoan, RequestReturn, keep_loan, request_return
from services.loans.commands.sign_agreement import SignAgreement, sign_agreement
from services.loans.documents.drawing import MOST_DRAWN_BYTES
from services.loans.domain.household import Language, Level
from services.loans.domain.loan import Loan
from services.loans.domain.loan_line import Coming, LineEnd, LineKind, LoanLine
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.more_machines import MOST_MACHINES
from services.loans.domain.signing import Said, SignsAs
from services.loans.queries import loans as queries
from services.loans.store.closed import ClosedFiles
from services.loans.web.signing import as_printed, drawing_in, manner_of, with_paper
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Accessory, SigningWay
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, SignedIn, as_json, may, running_service

router = APIRouter(prefix="/loans/api/loans", tags=["loans"])

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class WithLine(BaseModel):
    """What goes along with a machine that comes under the same signature, by its line: one of `coming`."""

    line_id: UUID
    accessories: list[Accessory]


class WithDevice(BaseModel):
    """What came back with a machine, of what went along with it."""

    device_id: UUID
    accessories: list[Accessory]


class PrepareBody(BaseModel):
    """What goes along, and how many people of the family want to learn. Of a machine that `along` does not name, what lies ready
    with it goes along."""

    accessories: list[Accessory]
    learners: int = 0
    along: Annotated[list[WithLine], Field(max_length=MOST_MACHINES)] = []


class SignBody(BaseModel):
    """The text that the family saw, by its hash, and how it agreed: a typed name, a drawing, or on paper. An adult signs.

    `language` and `level` are those it was read in, as asked for; left out, the family's own. `template_version` is the wording
    that was shown; left out, the newest. `drawing` is a PNG in base64, dark on white. `mark`: a cross or another mark, drawn or on
    paper, of somebody who does not write; then `witness` says who saw it. `explainer`: who explained it aloud, when that is not who
    asks.
    """

    document_sha256: Sha256
    way: SigningWay
    signature_name: str | None = None
    explained_in: Language | None = None
    language: Language | None = None
    level: Level | None = None
    template_version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    drawing: Annotated[str, StringConstraints(max_length=MOST_DRAWN_BYTES * 2)] | None = None
    mark: bool = False
    witness: str | None = None
    signs_as: SignsAs = SignsAs.FAMILY
    institution: str | None = None
    collected_by: str | None = None
    explainer: str | None = None


class ExtendBody(BaseModel):
    """When to ask again; left out, after as many months as the organisation chose."""

    look_again_on: date | None = None


class EndBody(BaseModel):
    """What came back beside the machines. `brought_by`: who brought it, where that was somebody else and says so. `along`: what
    came back with a machine that has a list of its own; of one that it does not name, all of that is back."""

    returned: list[Accessory]
    brought_by: str | None = None
    along: Annotated[list[WithDevice], Field(max_length=MOST_MACHINES)] = []


class LaterBody(BaseModel):
    """What was missing when the loan ended, and is here now: of the list of the loan, and of those of machines."""

    things: list[Accessory] = []
    along: Annotated[list[WithDevice], Field(max_length=MOST_MACHINES)] = []


class LineView(BaseModel):
    """One machine of a loan; `ended` says why it is not on it any more.

    `given_back`: it came back while the rest of the loan went on; for this machine the loan ended. `said_lost_on`: since when the
    family says that it is lost or stolen. `wiped_on`: since when it is known to be empty, after this loan. `along`: what goes along
    with this machine beside the list of the loan, null where it has no list; `gone` and `not_returned` are of that list.
    """

    device_id: UUID
    kind: LineKind
    ticket_id: UUID | None
    original_device_id: UUID | None
    ended: Literal["loan_ended", "loaner_returned", "retired"] | None
    given_back: bool = False
    said_lost_on: date | None = None
    wiped_on: date | None = None
    along: list[Accessory] | None = None
    gone: list[Accessory] = []
    not_returned: list[Accessory] = []


class ComingView(BaseModel):
    """A machine that is to be added to a loan, and did not go along yet: asked for, or kept."""

    line_id: UUID
    device_id: UUID
    state: Coming


class LoanView(BaseModel):
    """A loan as the API shows it. `has_no_machine`: its machine is out of use, and the family needs another one.

    `ends_on`: the end date that was agreed; null where the loan lasts until the need is over. That it is past ends nothing.
    `gone`: hotspots, screens and printers that lay ready or went along, and are lost or out of use; nobody asks for them.
    """

    id: UUID
    request_id: UUID
    household_id: UUID
    household_code: str
    status: LoanStatus
    lines: list[LineView]
    accessories: list[Accessory]
    learners: int
    started_on: date | None
    look_again_on: date | None
    ended_on: date | None
    ends_on: date | None = None
    not_returned: list[Accessory]
    gone: list[Accessory]
    has_no_machine: bool
    coming: list[ComingView] = []


class LoanList(BaseModel):
    """Loans; `next` is the address of the following page, if there may be one."""

    loans: list[LoanView]
    next: str | None = None


class AgreementView(BaseModel):
    """The text to sign, or the text that was signed. `sha256` is of the text in UTF-8; `signed_at` is in UTC.

    `level` is how plainly it is worded. `language` is the one that the family reads; unless that is Dutch, the text holds it beside
    Dutch, with a form feed in between.
    """

    text: str
    sha256: str
    template_version: int
    language: Language
    level: Level
    way: SigningWay | None = None
    signature_name: str | None = None
    explained_in: Language | None = None
    signed_at: datetime | None = None


def view(loan: Loan) -> LoanView:
    """What the API says about a loan."""
    lines = [_line_view(line) for line in loan.lines if line.coming is None and line.ended is not LineEnd.NOT_GIVEN]
    coming = [ComingView(line_id=line.id, device_id=line.device_id, state=line.coming) for line in loan.coming_lines if line.coming]
    of_loan = {name: getattr(loan, name) for name in LoanView.model_fields if name not in ("lines", "coming")}
    return LoanView(lines=lines, coming=coming, **of_loan)


def _line_view(line: LoanLine) -> LineView:
    given_back = line.ended is LineEnd.GIVEN_BACK
    return LineView(
        device_id=line.device_id,
        kind=line.kind,
        ticket_id=line.ticket_id,
        original_device_id=line.original_device_id,
        ended=LineEnd.LOAN_ENDED if given_back else line.ended,
        given_back=given_back,
        said_lost_on=line.said_lost_on,
        wiped_on=line.wiped_on,
        along=None if line.along is None else list(line.along),
        gone=list(line.along_gone),
        not_returned=list(line.not_returned),
    )


def _told(loan: Loan) -> Answer:
    return Answer(200, f"/loans/api/loans/{loan.id}", view(loan).model_dump(mode="json"))


@router.get("", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def get_loans(
    request: Request,
    person: SignedIn,
    status: Annotated[LoanStatus, Query(description="Which loans; not beside `look_again`.")] = LoanStatus.RUNNING,
    look_again: Annotated[Literal["soon"] | None, Query(description="Those whose family should hear from us.")] = None,
    after: Annotated[UUID | None, Query()] = None,
) -> LoanList:
    """Loans of one status, the newest first; or those whose family should hear from us, the earliest day first."""
    async with running_service(request).units.open(person.organisation) as unit:
        shut = await ClosedFiles(unit).shut_for(person.id)
        if look_again:
            found, which = await queries.to_look_again(unit, unit.today(), after), "look_again=soon"
        else:
            found, which = await queries.list_loans(unit, status, after), f"status={status.value}"
    following = f"/loans/api/loans?{which}&after={found[-1].id}" if len(found) == queries.PAGE else None
    return LoanList(loans=[view(one) for one in found if one.household_id not in shut], next=following)


@router.get("/{loan_id}", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def get_loan(request: Request, loan_id: UUID, person: SignedIn) -> LoanView:
    """One loan."""
    async with running_service(request).units.open(person.organisation) as unit:
        return view(await queries.get_loan(unit, loan_id))


@router.get("/{loan_id}/agreement", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def get_agreement(
    request: Request,
    loan_id: UUID,
    person: SignedIn,
    language: Annotated[Language | None, Query(description="In which language, when it is not signed yet.")] = None,
    level: Annotated[Level | None, Query(description="How plainly, when it is not signed yet.")] = None,
) -> AgreementView:
    """The text: as it was signed, or as it would be agreed now, in the family's own language and level or those asked for."""
    async with running_service(request).units.open(person.organisation) as unit:
        loan = await queries.get_loan(unit, loan_id)
        signed = await queries.get_signed(unit, loan_id)
        text = await agreement_to_show(loan, signed, unit, language, level)
    shown = AgreementView(
        text=text.text, sha256=text.sha256, template_version=text.template_version, language=text.language, level=text.level
    )
    if signed is None:
        return shown
    signature = signed.signature
    facts = {"way": signature.way, "signature_name": signature.name, "explained_in": signature.explained_in}
    return shown.model_copy(update=facts | {"signed_at": signature.at})


@router.post("/{loan_id}/accessories", response_model=LoanView, dependencies=[may(Permission.LEND)])
async def post_accessories(loan_id: UUID, body: PrepareBody, call: ApiCall) -> Response:
    """Say what goes along and how many want to learn, before signing."""
    along = {one.line_id: one.accessories for one in body.along}
    command = PrepareAgreement(loan_id, body.accessories, body.learners, along)
    return as_json(await call.answer(lambda unit: prepare_agreement(command, unit), _told))


@router.post("/{loan_id}/sign", response_model=LoanView, dependencies=[may(Permission.LEND)])
async def post_sign(loan_id: UUID, body: SignBody, call: ApiCall) -> Response:
    """Sign; the loan runs."""
    drawn = await drawing_in(body.drawing or "") if body.way is SigningWay.TYPED else None
    said = Said(
        manner=manner_of(body.way, mark=body.mark, drawing=drawn is not None),
        signs_as=body.signs_as,
        institution=body.institution,
        witness=body.witness,
        collected_by=body.collected_by,
        explained_by=call.person.id if body.explained_in and not body.explainer else None,
        explainer=body.explainer if body.explained_in else None,
    )
    command = SignAgreement(
        loan_id=loan_id,
        document_sha256=body.document_sha256,
        said=said,
        seen_by=call.person.id,
        name=body.signature_name,
        language=body.language,
        level=body.level,
        template_version=body.template_version,
        explained_in=body.explained_in,
        drawing=drawn,
    )
    command = await with_paper(call.running, call.organisation, await as_printed(call.running, call.organisation, command))
    return as_json(await call.answer(lambda unit: sign_agreement(command, unit), _told))


@router.post("/{loan_id}/extend", response_model=LoanView, dependencies=[may(Permission.LEND)])
async def post_extend(loan_id: UUID, body: ExtendBody, call: ApiCall) -> Response:
    """The need goes on."""
    return as_json(await call.answer(lambda unit: extend_loan(ExtendLoan(loan_id, body.look_again_on), unit), _told))


@router.post("/{loan_id}/return", response_model=LoanView, dependencies=[may(Permission.LEND)])
async def post_return(loan_id: UUID, call: ApiCall) -> Response:
    """The need is over; no reason is asked."""
    return as_json(await call.answer(lambda unit: request_return(RequestReturn(loan_id), unit), _told))


@router.post("/{loan_id}/keep", response_model=LoanView, dependencies=[may(Permission.LEND)])
async def post_keep(loan_id: UUID, call: ApiCall) -> Response:
    """The family keeps it after all."""
    return as_json(await call.answer(lambda unit: keep_loan(KeepLoan(loan_id), unit), _told))


@router.post("/{loan_id}/end", response_model=LoanView, dependencies=[may(Permission.LEND)])
async def post_end(loan_id: UUID, body: EndBody, call: ApiCall) -> Response:
    """Everything is back, or as much as there is."""
    along = {one.device_id: one.accessories for one in body.along}
    command = EndLoan(loan_id, body.returned, brought_by=body.brought_by, along=along)
    return as_json(await call.answer(lambda unit: end_loan(command, unit), _told))


@router.post("/{loan_id}/later", response_model=LoanView, dependencies=[may(Permission.LEND)])
async def post_later(loan_id: UUID, body: LaterBody, call: ApiCall) -> Response:
    """Something that was missing at the end is here after all. What was not missing, or came before, changes nothing."""
    along = {one.device_id: one.accessories for one in body.along}
    return as_json(await call.answer(lambda unit: bring_later(BringLater(loan_id, body.things, along), unit), _told))
