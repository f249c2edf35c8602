"""Signed papers are sealed; who changes one is found out, and an organisation may bring a certificate of its own."""

import asyncio
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pypdf import PdfReader

from shared.contracts.vocabulary import Role
from tests.support.house import House
from tests.support.lending import ready_to_sign, sign
from tests.support.pages import Reader, reader

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

UNCHANGED, CHANGED, NOT_OURS = "Niets veranderd", "Dit blad is veranderd", "Dit blad heeft ons zegel niet"


async def checked(me: Reader, pdf: bytes) -> str:
    """What the page says of a file."""
    form = await me.form("/loans/check")
    answer = await me.http.post(form.action, data=form.fields, files={"paper": ("x.pdf", pdf, "application/pdf")})
    assert answer.status_code == 200
    [said] = [words for words in (UNCHANGED, CHANGED, NOT_OURS) if words in answer.text]
    return said


async def a_paper(house: House, me: Reader) -> bytes:
    lent = await ready_to_sign(house, me.staff)
    await sign(me.staff, lent)
    content: bytes = (await me.http.get(f"/loans/loans/{lent.loan['id']}/agreement.pdf")).content
    assert content == (await me.http.get(f"/loans/loans/{lent.loan['id']}/agreement.pdf")).content, "kept to the byte"
    return content


async def test_every_change_shows(house: House) -> None:
    me, stranger = reader(house), reader(house)
    lent = await ready_to_sign(house, me.staff)
    unsigned = (await me.http.get(f"/loans/loans/{lent.loan['id']}/agreement.pdf")).content
    paper, other = await a_paper(house, me), await a_paper(house, stranger)
    assert "Getekend op het scherm door Fatima B." in PdfReader(BytesIO(paper)).pages[0].extract_text()
    assert await checked(me, paper) == UNCHANGED
    for place in (len(paper) // 3, len(paper) // 2):
        assert await checked(me, paper[:place] + bytes([paper[place] ^ 1]) + paper[place + 1 :]) == CHANGED
    assert await checked(me, paper + b"\n") == CHANGED, "something is added"
    assert await checked(me, with_a_revision(paper)) == CHANGED, "a page is written over"
    assert await checked(me, other) == NOT_OURS, "the seal of another organisation"
    assert await checked(stranger, other) == UNCHANGED
    for nothing in (unsigned, b"x", b"%PDF-1.4\n%%EOF", paper[:1000]):
        assert await checked(me, nothing) == NOT_OURS
    form = await me.form("/loans/check")
    assert (await me.http.post(form.action, data=form.fields, files={"paper": ("x.pdf", b"")})).status_code == 422


def with_a_revision(paper: bytes) -> bytes:
    """The same with a part behind it that says that the first page is empty."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(paper))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b""))
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


async def test_several_first_signatures_at_once_share_one_certificate(house: House) -> None:
    me = reader(house)
    lent = [await ready_to_sign(house, me.staff) for _ in range(3)]
    await asyncio.gather(*(sign(me.staff, one) for one in lent))
    for one in lent:
        assert await checked(me, (await me.http.get(f"/loans/loans/{one.loan['id']}/agreement.pdf")).content) == UNCHANGED


def a_file(now: Any, *, days: int = 30, bits: int = 2048, password: bytes = b"geheim") -> bytes:
    """What an organisation buys: an RSA key and its certificate in PKCS#12."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "De Brug vzw")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=90))
        .not_valid_after(now + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(b"", key, made, None, serialization.BestAvailableEncryption(password))


async def test_an_organisation_brings_its_own_and_old_papers_stay_right(house: House) -> None:
    me = reader(house, house.sign_in(None, Role.STAFF, Role.COORDINATOR))
    assert "Nog geen zegel" in (await me.open("/loans/seal")).text
    before = await a_paper(house, me)
    assert "Digibank zelf" in (await me.open("/loans/seal")).text

    async def bring(content: bytes, password: str = "geheim") -> Any:
        form = await me.form("/loans/seal")
        files = {"certificate": ("x.p12", content)}
        return await me.http.post(form.action, data=form.fields | {"password": password}, files=files)

    now = house.clock.now()
    right = a_file(now)
    for content, password in (
        (b"x", "geheim"),
        (right, "verkeerd"),
        (a_file(now, days=-1), "geheim"),
        (a_file(now, bits=1024), "geheim"),
        (bytes(200_000), "geheim"),
    ):
        assert (await bring(content, password)).status_code == 422
    assert (await bring(right)).status_code == 303
    shown = (await me.open("/loans/seal")).text
    assert "De Brug vzw" in shown
    assert "geheim" not in shown
    after = await a_paper(house, me)
    assert [await checked(me, paper) for paper in (before, after)] == [UNCHANGED, UNCHANGED]
    loans = house.services["loans"]
    async with loans.units.open(me.staff.organisation) as unit:
        newest, _own = await unit.seals.all()
    assert newest.certificate in after.replace(b"\n", b"") or newest.certificate.hex().encode() in after.lower()
    assert b"PRIVATE" not in newest.sealed_key


async def test_a_certificate_that_runs_out_is_said_and_stops_nothing(house: House) -> None:
    """Said a month ahead to who runs the place. A paper that is sealed with it afterwards is still one of ours."""
    me = reader(house, house.sign_in(None, Role.STAFF, Role.COORDINATOR))
    form = await me.form("/loans/seal")
    files = {"certificate": ("x.p12", a_file(house.clock.now(), days=40))}
    assert (await me.http.post(form.action, data=form.fields | {"password": "geheim"}, files=files)).status_code == 303
    seen = []
    for days in (0, 11, 30):
        house.clock.move(timedelta(days=days))
        me = reader(house, house.sign_in(me.staff.organisation, Role.STAFF, Role.COORDINATOR))
        pages = ((await me.open("/loans/seal")).text, (await me.open("/loans/loans")).text)
        seen.append([("soon" if "verloopt binnenkort" in page else "over" if "verlopen" in page else "") for page in pages])
    assert seen == [["", ""], ["soon", "soon"], ["over", "over"]]
    colleague = reader(house, house.sign_in(me.staff.organisation, Role.STAFF))
    assert "verlopen" not in (await colleague.open("/loans/loans")).text
    assert await checked(me, await a_paper(house, me)) == UNCHANGED


async def test_who_may_see_which_page(house: House) -> None:
    staff, coordinator = reader(house), reader(house, house.sign_in(None, Role.COORDINATOR))
    assert (await staff.http.get("/loans/seal")).status_code == 403
    assert (await coordinator.http.get("/loans/check")).status_code == 403


async def test_what_is_forgotten_is_gone_and_that_it_was_signed_stays(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    await sign(me.staff, lent)
    address = f"/loans/loans/{lent.loan['id']}/agreement"
    paper = (await me.http.get(f"{address}.pdf")).content
    async with house.services["loans"].units.open(me.staff.organisation) as unit:
        await unit.files.forget(lent.loan_id)
    assert (await me.http.get(address)).status_code == 404
    assert (await me.http.get(f"{address}.pdf")).status_code == 404
    assert await checked(me, paper) == UNCHANGED, "whoever has the paper can still show that it is ours"
