"""What every way to sign has in common: reading the form, and making the sealed paper before the transaction."""

import asyncio
import base64
import binascii
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from services.loans.commands.keep_seal import KeepSeal, SealKept, keep_seal, sealed_for
from services.loans.commands.prepare_agreement import agreement_of_today
from services.loans.commands.sign_agreement import SignAgreement, signature_of
from services.loans.documents.agreement_pdf import agreement_pdf
from services.loans.documents.agreement_text import how_signed
from services.loans.documents.drawing import MOST_DRAWN_BYTES, drawn
from services.loans.documents.sealing import KeyPair, own_certificate, seal_pdf
from services.loans.domain.agreement import AgreementText, SignedAgreement
from services.loans.domain.household import Language
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.refusals import DrawingUnreadable, PrintedPaperChanged, WrongText
from services.loans.domain.signing import Manner, Said, SealedPaper, SignsAs
from services.loans.queries.loans import get_loan
from services.loans.store.seals import SealOrigin
from services.loans.web.reading import reading_address
from shared.bus.envelope import Trace
from shared.bus.unit import Unit
from shared.contracts.vocabulary import SigningWay
from shared.domain import Refused
from shared.runtime.faces import face_of
from shared.runtime.running import RunningService
from shared.runtime.sealing import seal, unseal

PICTURE = "data:image/png;base64,"
SHOWN = {
    "cache-control": "private, no-store",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
}
"""What people drew or photographed stays in no browser, and is a picture alone."""
MADE_BEFORE = 3
"""Tries to have a certificate when several people sign for the first time at the same moment."""


def manner_of(way: SigningWay, *, mark: bool, drawing: bool) -> Manner:
    """By whose hand, from what a form or a program says."""
    if way is SigningWay.PAPER:
        return Manner.PAPER_MARK if mark else Manner.PAPER
    if mark:
        return Manner.MARK
    return Manner.DRAWN if drawing else Manner.TYPED


async def drawing_in(sent: str) -> bytes | None:
    """The drawing that a form carries, drawn anew; None when nobody drew. Raises `DrawingUnreadable`."""
    if not sent:
        return None
    if len(sent) > MOST_DRAWN_BYTES * 4 // 3 + len(PICTURE):
        raise DrawingUnreadable()
    try:
        content = base64.b64decode(sent.removeprefix(PICTURE).encode(), validate=True)
    except (binascii.Error, ValueError):
        raise DrawingUnreadable() from None
    return await asyncio.to_thread(drawn, content)


def without_wrong(form: Mapping[str, str], refusal: Refused) -> Mapping[str, str]:
    """A form to show again: with what was drawn, unless that is what is wrong."""
    sent = form.get("drawing", "")
    keep = refusal.code != DrawingUnreadable.code and sent.startswith(PICTURE)
    return {**form, "drawing": sent if keep else ""}


def said_in(form: Mapping[str, str], manner: Manner, explained_in: Language | None, by: UUID | None) -> Said:
    """What a form says beside the name. `by`: the colleague who explained it when nobody else is named."""
    signs_as = form.get("signs_as", "")
    explainer = form.get("explainer", "") if explained_in else ""
    return Said(
        manner=manner,
        signs_as=SignsAs(signs_as) if signs_as in list(SignsAs) else SignsAs.FAMILY,
        institution=form.get("institution"),
        witness=form.get("witness"),
        collected_by=form.get("collected_by"),
        explained_by=by if explained_in and not explainer else None,
        explainer=explainer,
        adult=form.get("adult") == "yes",
    )


def how(signed: SignedAgreement, unit: Unit) -> dict[Language, str]:
    """Who signed, when and how, in the language of each sheet."""
    at = signed.signature.at.astimezone(unit.zone)
    return {sheet.language: how_signed(signed.signature, at, sheet.language) for sheet in signed.agreement.sheets}


async def as_printed(
    running: RunningService, organisation: UUID, command: SignAgreement, *, strictly: bool = False
) -> SignAgreement:
    """A signature with a pen is under what was printed: the same with its wording and its days, also when that was days ago.

    Args:
        strictly: whoever signs saw on the page which papers can be signed. Raises `PrintedPaperChanged` for any other text, where
            one was printed.
    """
    if not command.said.manner.on_paper:
        return command
    async with running.units.open(organisation) as unit:
        printed = [one for one in await unit.prints.of_loan(command.loan_id) if one.counts_on(unit.today())]
    for one in printed:
        if one.document_sha256 == command.document_sha256:
            shown = {"language": one.language, "level": one.level, "template_version": one.template_version}
            return replace(command, **shown, days=one.days)
    if strictly and printed:
        raise PrintedPaperChanged()
    return command


async def with_paper(running: RunningService, organisation: UUID, command: SignAgreement) -> SignAgreement:
    """The same with the sealed PDF of what is about to be signed. What cannot be signed any more stays without.

    Raises `NotFound`, `WrongText`, `DeviceNotKnownYet`, and what `said_cleanly` raises.
    """
    async with running.units.open(organisation) as unit:
        loan = await get_loan(unit, command.loan_id)
        if loan.status is not LoanStatus.READY_TO_SIGN:
            return command  # sent twice, or too late: the command knows which
        agreement = await agreement_of_today(loan, unit, command.language, command.level, command.template_version, command.days)
        if agreement.sha256 != command.document_sha256:
            raise WrongText()
        signature = signature_of(command, agreement, unit)
        told = how(SignedAgreement(agreement, signature), unit)
        author = (await face_of(unit)).title or None
    pair = await seal_of(running, organisation, author)
    drawing = command.drawing if signature.said.manner.is_drawn else None
    read_at = reading_address(running.settings, agreement)
    content = await asyncio.to_thread(_made, agreement, told, author, drawing, read_at, pair)
    return replace(command, paper=SealedPaper(content, signature.at))


async def seal_of(running: RunningService, organisation: UUID, title: str | None) -> KeyPair:
    """With what this organisation seals now; made when it has nothing yet, or nothing that opens.

    Args:
        title: what the organisation is called, for a new certificate.
    """
    for _ in range(MADE_BEFORE):
        async with running.units.open(organisation) as unit:
            seals = await unit.seals.all()
        for one in seals[:1]:
            key = unseal(running.settings.master_key, sealed_for(organisation, one.number), one.sealed_key)
            if key is not None:
                return KeyPair(one.certificate, key)
        made = await asyncio.to_thread(own_certificate, title or "Digibank", running.clock.now())
        number = seals[0].number + 1 if seals else 1
        if (await keep_pair(running, organisation, made, number, SealOrigin.OWN)).kept:
            return made
    raise RuntimeError("somebody keeps another certificate each time")


async def keep_pair(
    running: RunningService, organisation: UUID, pair: KeyPair, number: int, origin: SealOrigin, trace: Trace | None = None
) -> SealKept:
    """Keep a certificate that we made, and write that down."""
    command = sealed_pair(running, organisation, pair, number, origin)
    async with running.units.open(organisation, trace) as unit:
        done = await keep_seal(command, unit)
        if done.kept:
            unit.note("keep_seal", subject=organisation)
        kept: SealKept = done
    return kept


def sealed_pair(
    running: RunningService, organisation: UUID, pair: KeyPair, number: int, origin: SealOrigin, by: UUID | None = None
) -> KeepSeal:
    """The command that keeps a certificate, with its key sealed."""
    key = seal(running.settings.master_key, sealed_for(organisation, number), pair.key)
    return KeepSeal(number, pair.certificate, key, origin, by)


def _made(
    agreement: AgreementText,
    told: Mapping[Language, str],
    author: str | None,
    drawing: bytes | None,
    read_at: str,
    pair: KeyPair,
) -> bytes:
    return seal_pdf(agreement_pdf(agreement, told, author, drawing, read_at=read_at), pair)
