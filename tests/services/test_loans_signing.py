"""Ways to sign: drawn, with a mark and a witness, for somebody else, on paper with a photo. Through pages and API."""

import base64
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader

from tests.support.house import House
from tests.support.lending import ready_to_sign, sign
from tests.support.pages import Form, Read, Reader, reader

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)


def a_drawing(*, ink: bool = True) -> str:
    """What the script of the page sends."""
    picture = Image.new("RGBA", (900, 300), (255, 255, 255, 255))
    if ink:
        ImageDraw.Draw(picture).line([(60, 60), (400, 240), (800, 90)], fill=(17, 17, 17, 255), width=6)
    out = BytesIO()
    picture.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def a_photo(size: tuple[int, int] = (1200, 1600), kind: str = "JPEG") -> bytes:
    """A paper as a telephone takes it, with where it was taken in it."""
    picture, out = Image.new("RGB", size, "white"), BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Telefoonmaker"
    picture.save(out, kind, exif=exif)
    return out.getvalue()


async def forms(me: Reader, lent: Any) -> dict[str, Form]:
    """The forms to sign with, by their way."""
    shown = await me.open(f"/loans/loans/{lent.loan['id']}/agreement")
    return {form.fields["way"]: form for form in shown.forms if "way" in form.fields}


async def test_with_a_finger_and_everybody_sees_it(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    address = f"/loans/loans/{lent.loan['id']}"
    form = (await forms(me, lent))["typed"]
    sent = {"drawing": a_drawing(), "adult": "yes"}
    assert await me.sent(form, sent) == await me.sent(form, sent) == address, "sent twice is signed once"
    shown = (await me.http.get(f"{address}/agreement")).text
    assert "Met de hand getekend op het scherm" in shown
    assert f'src="{address}/agreement/drawing.png"' in shown
    picture = await me.http.get(f"{address}/agreement/drawing.png")
    assert (picture.headers["content-type"], "sandbox" in picture.headers["content-security-policy"]) == ("image/png", True)
    drawn = Image.open(BytesIO(picture.content))
    assert (drawn.mode, drawn.width < 900, drawn.info) == ("L", True, {}), "cut to what was drawn, and nothing else in it"
    pdf = PdfReader(BytesIO((await me.http.get(f"{address}/agreement.pdf")).content))
    assert len(pdf.pages[0].images) == 1
    assert (await reader(house).http.get(f"{address}/agreement/drawing.png")).status_code == 404, "another organisation"


@pytest.mark.parametrize("sent", ["data:image/png;base64,AAAA", "data:image/svg+xml,<svg/>", "%%%", a_drawing(ink=False)])
async def test_what_is_no_drawing_signs_nothing(house: House, sent: str) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    form = (await forms(me, lent))["typed"]
    answer = await me.send(form, {"drawing": sent, "adult": "yes"})
    assert answer.status_code == 422
    assert "#signature_name" in Read(answer.text).links
    assert (await me.staff.get(f"/loans/api/loans/{lent.loan['id']}"))["status"] == "ready_to_sign"


async def test_what_was_drawn_is_still_there_when_something_else_is_wrong(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    sent = a_drawing()
    answer = await me.send((await forms(me, lent))["typed"], {"drawing": sent})
    assert (answer.status_code, "Vraag of wie tekent 18 jaar of ouder is" in answer.text) == (422, True)
    assert f'name="drawing" value="{sent}"' in answer.text.replace("&#43;", "+").replace("&#x2B;", "+")
    assert await me.sent((await forms(me, lent))["typed"], {"drawing": sent, "adult": "yes"})


async def test_a_mark_has_a_witness(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    form = (await forms(me, lent))["paper"]
    more = {"adult": "yes", "mark": "yes", "collected_by": "Tante Mira", "explained_in": "ar", "explainer": "Samir"}
    answer = await me.send(form, more)
    assert (answer.status_code, "#witness-paper" in Read(answer.text).links) == (422, True)
    assert 'value="Tante Mira"' in answer.text
    answer = await me.send(
        (await forms(me, lent))["typed"], {"adult": "yes", "mark": "yes", "witness": "Els", "signature_name": "F"}
    )
    assert "Teken eerst het kruisje op het scherm" in answer.text
    address = await me.sent((await forms(me, lent))["paper"], more | {"witness": "Els"})
    text = (await me.open(f"{address}/agreement")).text
    for words in ("Getekend op papier met een kruisje", "Els was erbij en zag het.", "Tante Mira neemt het toestel mee."):
        assert words in text
    assert "Samir legde het uit." in text
    kept = await me.staff.get(f"/loans/api{address.removeprefix('/loans')}/agreement")
    assert kept["way"] == "paper", "other services hear no more"


async def test_an_institution_signs_for_a_young_person(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    said = {"adult": "yes", "signature_name": "Jan", "signs_as": "institution"}
    answer = await me.send((await forms(me, lent))["typed"], said)
    assert (answer.status_code, "#institution" in Read(answer.text).links) == (422, True)
    address = await me.sent((await forms(me, lent))["typed"], said | {"institution": "De Boei"})
    shown = (await me.open(address)).text
    assert "Druk de afspraken twee keer af" in shown
    assert "De Boei" in shown
    assert "De Boei tekende voor een jongere." in (await me.open(f"{address}/agreement")).text


async def test_names_with_a_register_number_are_refused_where_they_stand(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    for field in ("witness", "institution", "collected_by", "explainer"):
        said = {"adult": "yes", "signature_name": "Jan", "signs_as": "institution", "institution": "De Boei", "explained_in": "fr"}
        said |= {"mark": "yes", "witness": "Els", "drawing": a_drawing()} | {field: "Els 85073003328"}
        answer = await me.send((await forms(me, lent))["typed"], said)
        assert answer.status_code == 422
        assert f"#{field}" in Read(answer.text).links
    assert (await me.staff.get(f"/loans/api/loans/{lent.loan['id']}"))["status"] == "ready_to_sign"


async def test_a_program_signs_with_a_drawing_too(house: House) -> None:
    staff = house.sign_in()
    lent = await ready_to_sign(house, staff)
    await sign(staff, lent, signature_name=None, drawing=a_drawing(), mark=True, witness="Els")
    kept = await staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement")
    assert (kept["way"], kept["signature_name"]) == ("typed", None)
    again = await ready_to_sign(house, staff)
    address = f"/loans/api/loans/{again.loan['id']}"
    body = {"document_sha256": (await staff.get(f"{address}/agreement"))["sha256"], "way": "typed", "drawing": "AAAA"}
    refused = await staff.post(f"{address}/sign", body)
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (422, "drawing_unreadable")


async def test_a_photo_of_the_paper_is_looked_at_and_then_kept(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    address = await me.sent((await forms(me, lent))["paper"], {"adult": "yes"})
    paper = f"{address}/paper"
    assert paper in (await me.open(address)).links

    async def bring(content: bytes) -> Any:
        form = await me.form(paper, paper)
        return await me.http.post(paper, data=form.fields, files={"photo": ("x.jpg", content)})

    for wrong in (b"", b"GIF89a" + bytes(100), b"%PDF-1.7", b"\x00\x00\x00\x18ftypheic" + bytes(200)):
        answer = await bring(wrong)
        assert answer.status_code == 422
        assert "#photo" in Read(answer.text).links
    assert (await bring(a_photo())).status_code == 303
    assert "Kun je alles goed lezen?" in (await me.open(paper)).text
    assert (await me.http.get(f"{paper}/photo.jpg")).status_code == 404, "not kept before somebody looked"
    settle = await me.form(paper, f"{paper}/settle")
    await me.sent(settle, {"readable": "no"})
    assert (await me.http.get(f"{paper}/waiting.jpg")).status_code == 404
    await bring(a_photo())
    assert await me.sent(await me.form(paper, f"{paper}/settle"), {"readable": "yes"}) == paper
    kept = await me.http.get(f"{paper}/photo.jpg")
    assert (kept.headers["content-type"], kept.headers["x-content-type-options"]) == ("image/jpeg", "nosniff")
    assert b"Telefoonmaker" not in kept.content
    await bring(a_photo((800, 1000), "PNG"))
    await me.sent(await me.form(paper, f"{paper}/settle"), {"readable": "yes"})
    assert (await me.http.get(f"{paper}/photo.jpg")).content != kept.content, "a better one takes its place"
    again = await me.http.post(f"{paper}/settle", data=(await me.form(paper, paper)).fields | {"readable": "yes"})
    assert (again.status_code, "Deze foto is er niet meer" in again.text) == (409, True)
    house.clock.move(timedelta(days=31))
    me = reader(house, house.sign_in(me.staff.organisation))
    assert "Ze blijft zoals ze is." in (await me.open(paper)).text
    fields = (await me.form("/loans/check", "/loans/check")).fields
    late = await me.http.post(paper, data=fields, files={"photo": ("x.jpg", a_photo())})
    assert (late.status_code, "Deze foto blijft zoals ze is" in late.text) == (409, True)
    assert (await reader(house).http.get(f"{paper}/photo.jpg")).status_code == 404, "another organisation"


async def test_a_photo_that_nobody_looked_at_is_not_kept(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    paper = f"{await me.sent((await forms(me, lent))['paper'], {'adult': 'yes'})}/paper"

    async def bring(size: tuple[int, int]) -> None:
        form = await me.form(paper, paper)
        await me.http.post(paper, data=form.fields, files={"photo": ("x.png", a_photo(size, "PNG"))})

    await bring((800, 1000))
    open_page = await me.form(paper, f"{paper}/settle")
    house.clock.move(timedelta(seconds=20))
    await bring((700, 900))  # a colleague, or another tab
    for readable in ("yes", "no"):
        answer = await me.send(open_page, {"readable": readable})
        assert (answer.status_code, "Deze foto is er niet meer" in answer.text) == (409, True)
    assert (await me.http.get(f"{paper}/photo.jpg")).status_code == 404
    assert (await me.http.get(f"{paper}/waiting.jpg")).status_code == 200, "the other one still waits for somebody to look"
    nonsense = await me.http.post(open_page.action, data=open_page.fields | {"brought_at": "gisteren", "readable": "yes"})
    assert nonsense.status_code == 409
    assert await me.sent(await me.form(paper, f"{paper}/settle"), {"readable": "yes"}) == paper
    assert (await me.http.get(f"{paper}/photo.jpg")).status_code == 200


async def test_what_was_signed_on_the_screen_has_no_paper(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    assert (await me.http.get(f"/loans/loans/{lent.loan['id']}/paper")).status_code == 409
    await sign(me.staff, lent)
    assert (await me.http.get(f"/loans/loans/{lent.loan['id']}/paper")).status_code == 409
