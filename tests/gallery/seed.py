"""Two organisations of one house: a Digibank with one of everything, and one that began a minute ago. All of it made up."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from unittest.mock import patch
from uuid import UUID

from PIL import Image
from sqlalchemy import text

from services.helpdesk.web import sticker_pages
from services.inventory.commands.close_stock_take import CloseStockTake, close_stock_take
from services.inventory.commands.count_device import CountDevice, count_device
from services.inventory.commands.donor_link import MakeDonorLink, make_donor_link
from services.inventory.commands.drop_reports import DropReports, drop_reports
from services.inventory.commands.expect_return import ExpectReturn, expect_return
from services.inventory.commands.give_out_device import GiveOutDevice, give_out_device
from services.inventory.commands.hand_over_devices import HandOverDevices, hand_over_devices
from services.inventory.commands.keep_password import KeepPassword, keep_password
from services.inventory.commands.register_by_hand import RegisterByHand, register_by_hand
from services.inventory.commands.scan_serial import ScanSerial, scan_serial
from services.inventory.commands.settle_thing import WriteOffThing, write_off_thing
from services.inventory.commands.start_stock_take import StartStockTake, start_stock_take
from services.inventory.commands.swap_drive import TakeOutDrive, take_out_drive
from services.inventory.commands.wipe_loose_drive import CheckLooseWipe, RecordLooseWipe, check_loose_wipe, record_loose_wipe
from services.inventory.domain.donor_link import link_codes
from services.inventory.domain.password import PasswordKind, sealed_for
from services.inventory.domain.sanitization import WipeMethod
from services.inventory.domain.short_list import ListKind
from services.inventory.domain.thing import Reason, ThingKind
from services.inventory.web import given_page
from services.loans.commands.counter_visit import BeginCounter, begin_counter
from services.loans.commands.keep_paper_photo import BringPaperPhoto, bring_paper_photo
from services.loans.commands.let_partner_give import LetPartnerGive, let_partner_give
from services.loans.commands.sign_on_phone import ShowPhoneCode, show_phone_code
from services.loans.documents.drawing import photographed
from services.loans.domain.family_card import TRIES
from services.loans.domain.household import Language, Level
from services.loans.domain.phone_signing import phone_codes
from services.loans.web import family_door, family_signing
from services.loans.web.hand_out_pages import hand_outs_of
from services.portal.commands.change_provider import ChangeProvider, ConfirmProvider, change_provider, confirm_provider
from services.portal.domain.provider import ProviderDetails
from services.portal.web import entrance
from services.portal.web.provider_flow import SECRET
from services.skills.web import start_page
from shared.contracts.inventory import DeviceRegistered
from shared.contracts.vocabulary import Accessory, Chassis, Role
from shared.runtime.clock import new_id
from shared.runtime.sealing import seal
from shared.web.browser import TABLET_COOKIE
from shared.web.call import COOKIE
from shared.web.rate_limit import RateLimit
from tests.gallery.page import State, Visitor
from tests.support.cards import family_with, give_card, try_card
from tests.support.failures import a_dead_letter
from tests.support.house import House, Staff
from tests.support.learning import LearnerBrowser, a_learner, answer_all
from tests.support.pages import Read, a_browser
from tests.support.photos import entry_of, photo_of
from tests.support.portal import PASSWORD, a_client, a_coordinator, a_name, come_in, sign_in
from tests.support.sheets import BAD, a_sheet, accepted, good_rows, taken_back
from tests.support.slice import a_ready_device, report
from tests.support.wordings import an_own_text, read_by, work_on_it

UNTIL_FIRST_VISITS = timedelta(days=14)
LEARNER_COOKIE = "digibank_learner"
NAMES = {
    Role.COORDINATOR: "Carla Van den Broeck",
    Role.STAFF: "Samira",
    Role.REPAIRER: "Rik",
    Role.OUTREACH: "Hilde",
    Role.TRAINER: "Tom",
    Role.PARTNER: "Paula",
}
PLACE = {"help_line": "050 00 00 00", "help_place": "Bibliotheek, zaal 2: elke woensdag van 13.30 tot 17 uur"}


@dataclass
class Organisation:
    """An organisation, and who looks at its pages.

    Attributes:
        id: which one.
        names: with which somebody of each role signs in.
        cookies: what the browser of each visitor carries, by the name of the cookie; `nobody` is not in it.
    """

    id: UUID
    names: dict[Role, str]
    cookies: dict[Visitor, dict[str, str]] = field(default_factory=dict)


@dataclass
class Seeded:
    """What the gallery shows.

    Attributes:
        filled, empty: the two organisations.
        ids: what to fill in for the names in addresses.
    """

    filled: Organisation
    empty: Organisation
    ids: dict[str, str] = field(default_factory=lambda: {"no_link": "A" * 34})

    def cookies(self, visitor: Visitor, state: State) -> dict[str, str]:
        """What the browser of a visitor carries."""
        return (self.empty if state == "empty" else self.filled).cookies.get(visitor, {})


@contextmanager
def as_often_as_you_like() -> Iterator[None]:
    """Until the block ends, lift the limits on how often somebody may knock: the whole gallery comes from one address."""
    with ExitStack() as stack:
        on_stickers = ((sticker_pages, "LOOKS"), (sticker_pages, "TAPS"), (given_page, "LOOKS"))
        doors = (*on_stickers, (start_page, "TRIES"), (family_door, "TRIES"), (family_signing, "LOOKS"), (entrance, "tries"))
        for module, limit in doors:
            stack.enter_context(patch.object(module, limit, RateLimit(most=1_000_000, seconds=60)))
        yield


async def seed(house: House) -> Seeded:
    """Fill a house; its clock is two weeks further afterwards, when the first visits are due."""
    empty, _ = await _organisation(house, "Digibank De Vaart")
    filled, everybody = await _organisation(house, "Digibank De Brug", **PLACE)
    seeded = Seeded(filled, empty)
    await _lending(house, everybody, seeded.ids)
    await _workbench(house, everybody, seeded.ids)
    await _all_facts(house, everybody, seeded.ids)
    await _accessories(house, everybody, seeded.ids)
    await _tickets(house, everybody, seeded.ids)
    await house.run_until_idle()
    house.clock.move(UNTIL_FIRST_VISITS)
    await house.run_until_idle()
    for organisation in (empty, filled):
        await _sign_in(house, organisation)
    await _visits(house, everybody, seeded)
    await _learning(house, everybody, seeded)
    await _cards(house, everybody, seeded)
    await _signing(house, everybody, seeded.ids)
    await _at_the_counter(house, seeded)
    await _people(everybody, seeded.ids)
    await _tablet(house, filled)
    await _provider(house, seeded)
    await _sheets(house, everybody, seeded.ids)
    failed = DeviceRegistered(device_id=new_id(), code="KX4-72M", chassis=Chassis.LAPTOP, maker="Lenovo", model="ThinkPad X240")
    number = await a_dead_letter(house, everybody.organisation, "helpdesk", failed)
    seeded.ids |= {"service": "helpdesk", "letter": str(number)}
    return seeded


async def _organisation(house: House, title: str, **place: str) -> tuple[Organisation, Staff]:
    """An organisation with somebody for each role, and somebody who may do everything there, for seeding."""
    coordinator = await a_coordinator(house, title=title, display_name=NAMES[Role.COORDINATOR], **place)
    organisation = Organisation(coordinator.organisation, {Role.COORDINATOR: coordinator.sign_in_name})
    for role, name in NAMES.items():
        if role is Role.COORDINATOR:
            continue
        sign_in_name = a_name(name.lower())
        body = {"sign_in_name": sign_in_name, "display_name": name, "roles": [role.value]}
        invited = await coordinator.did("/portal/api/people", body)
        await come_in(house, sign_in_name, invited["start_code"])
        organisation.names[role] = sign_in_name
    return organisation, house.sign_in(coordinator.organisation, *Role)


async def _provider(house: House, seeded: Seeded) -> None:
    """A provider that works. Nobody runs it: what can be seen of it stands on our own pages."""
    portal = house.services["portal"]
    details = ProviderDetails("het stadsaccount", "https://aanmelden.stad.example", "digibank")
    async with portal.units.open(seeded.filled.id) as unit:
        provider = await change_provider(ChangeProvider(details, seal(portal.settings.master_key, SECRET, b"secret")), unit)
        await confirm_provider(ConfirmProvider(provider.fingerprint), unit)
    seeded.ids["door"] = provider.door


async def _sign_in(house: House, organisation: Organisation) -> None:
    """Everybody comes to work: sessions of before the clock moved are over."""
    for role, name in organisation.names.items():
        answer = await sign_in(house, name)
        assert answer.status_code == 200, answer.text
        organisation.cookies[role] = {COOKIE: answer.json()["token"]}


FAMILIES = (
    {"call_name": "Familie Haddad", "telephone": "0470 12 34 56", "visits": "yes", "calls": "yes", "language": "ar"},
    {"call_name": "Lena en Bo Vandenbroucke-Okonkwo", "visits": "yes", "calls": "no"},
    {"call_name": "عائلة النجار", "visits": "yes", "calls": "yes", "language": "ar"},
    {"call_name": "Mevrouw De Smet", "visits": "no", "calls": "yes", "telephone": "0499 11 22 33"},
    {"call_name": "Родина Шевченко", "visits": "not_asked", "calls": "not_asked"},
    {"call_name": "Familie Yıldız", "visits": "yes", "calls": "yes"},
)
LENT, LENT_TOO, RETURNING, ENDED, TO_SIGN, TO_PREPARE = range(6)


async def _signing(house: House, staff: Staff, ids: dict[str, str]) -> None:
    """A photo of a paper that somebody still looks at, and a code to sign on a phone."""
    running = house.services["loans"]
    codes = phone_codes(running.settings.master_key.derive)
    paper = Image.new("RGB", (600, 800), "white")
    written = BytesIO()
    paper.save(written, "JPEG")
    async with running.units.open(staff.organisation) as unit:
        bring = BringPaperPhoto(UUID(ids["loan_on_paper"]), photographed(written.getvalue()), staff.person.id)
        await bring_paper_photo(bring, unit)
    async with running.units.open(staff.organisation) as unit:
        loan_id = UUID(ids["loan_to_sign"])
        await show_phone_code(ShowPhoneCode(loan_id, Language.UK, Level.PLAIN, staff.person.id), unit, codes)
        phone = await unit.phones.of_loan(loan_id)
        assert phone is not None
    ids["phone_code"] = codes.make(phone.id.bytes)
    hand_outs = hand_outs_of(running)
    async with running.units.open(staff.organisation) as unit:
        await let_partner_give(LetPartnerGive(loan_id, Language.NL, Level.PLAIN, staff.person.id), unit, hand_outs)
        made = await unit.hand_outs.of_loan(loan_id)
        assert made is not None
    ids["hand_out_code"] = hand_outs.make(made.id)


async def _lending(house: House, staff: Staff, ids: dict[str, str]) -> None:
    """Six families with a laptop, each at another point of the way; one that waits and one that stopped waiting."""
    loans, devices = [], []
    for family in FAMILIES:
        household = await staff.did("/loans/api/households", family)
        asked = {"profile": "work", "internet": "yes", "household_id": household["id"], "wishes": ["mouse", "screen"]}
        request = await staff.did("/loans/api/requests", asked)
        device = await a_ready_device(staff)
        await house.run_until_idle()
        kept = await staff.get(f"/loans/api/requests/{request['id']}")
        assert kept["device_id"] == device["id"], "each family gets the laptop that was made ready for it"
        loans.append(await staff.get(f"/loans/api/loans/{kept['loan_id']}"))
        devices.append(device)
        ids.setdefault("household", household["id"])
        ids["request_reserved"] = request["id"]
    hotspots = dict(zip((RETURNING, ENDED, TO_PREPARE), await _hotspots(house, staff, 3), strict=True))
    bag = await staff.did("/inventory/api/things", {"kind": "bag", "name": "Rugzak", "count": 4})
    for number, hotspot in hotspots.items():
        things = [bag["id"]] if number == TO_PREPARE else []
        body = {"thing_ids": things, "companion_ids": [str(hotspot.id)]}
        await staff.did(f"/inventory/api/devices/{devices[number]['id']}/along", body)
    await house.run_until_idle()
    for number, loan in enumerate(loans[:TO_PREPARE]):
        goes = ["charger", "mouse", *(["hotspot"] if number in hotspots else [])]
        chosen = {"accessories": goes, "learners": 3 if number == LENT else 0}
        await staff.did(f"/loans/api/loans/{loan['id']}/accessories", chosen)
    for loan in loans[:TO_SIGN]:
        await _sign(staff, loan)
    await house.run_until_idle()
    for hotspot in hotspots.values():
        await staff.did(f"/inventory/api/devices/{hotspot.id}/lost", {"kind": "lost"})
    await house.run_until_idle()
    for loan in (loans[RETURNING], loans[ENDED]):
        await staff.did(f"/loans/api/loans/{loan['id']}/return")
    await staff.did(f"/loans/api/loans/{loans[ENDED]['id']}/end", {"returned": ["charger"]})
    await house.run_until_idle()
    ids |= {
        "loan_running": loans[LENT]["id"],
        "loan_on_paper": loans[LENT_TOO]["id"],
        "loan_returning": loans[RETURNING]["id"],
        "loan_ended": loans[ENDED]["id"],
        "loan_to_sign": loans[TO_SIGN]["id"],
        "loan_prepare": loans[TO_PREPARE]["id"],
        "device_lent": devices[LENT]["code"],
        "device_lent_id": devices[LENT]["id"],
        "device_other": devices[LENT_TOO]["code"],
        "device_back_id": devices[ENDED]["id"],
    }
    ids["wording"] = str(wording := await an_own_text(house, staff.organisation, "Je zorgt goed voor het toestel.\nHou het droog."))
    await read_by(house, staff.organisation, wording, 5, "Twee mensen vroegen wat een hotspot is.")
    await work_on_it(house, staff.organisation, "Je behandelt de ontleende apparatuur zorgvuldig.\nHou het droog.")
    waiting = await staff.did("/loans/api/requests", {"profile": "study_design", "internet": "yes"})
    stopped = await staff.did("/loans/api/requests", {"profile": "study_design", "internet": "no"})
    await staff.did(f"/loans/api/requests/{stopped['id']}/withdraw")
    moved = await staff.did(
        "/loans/api/requests", {"profile": "study_design", "school_child_without_machine": True, "internet": "no"}
    )
    last = await staff.did("/loans/api/requests", {"profile": "study_design", "internet": "yes"})
    await staff.did(f"/loans/api/requests/{waiting['id']}/take-talk")
    why = {"reason": "needed_by_a_day", "words": "Het examen is volgende week."}
    await staff.did(f"/loans/api/requests/{moved['id']}/move", {"to": "before", "before": last["id"]} | why)
    ids |= {
        "request_waiting": waiting["id"],
        "request_stopped": stopped["id"],
        "request_moved": moved["id"],
    }


async def _sign(staff: Staff, loan: Any) -> None:
    address = f"/loans/api/loans/{loan['id']}"
    shown = await staff.get(f"{address}/agreement")
    await staff.did(f"{address}/sign", {"document_sha256": shown["sha256"], "way": "paper"})


async def _workbench(house: House, staff: Staff, ids: dict[str, str]) -> None:
    """A laptop at each step between coming in and being ready; nobody who waits wants one like these."""
    ids |= {"stage": "wiped", "phase": "check"}
    ids["device_new_id"] = (came_in := await staff.did("/inventory/api/devices", content=report()))["id"]
    ids["drive_new"] = came_in["drives"][0]["id"]
    for name, checked in (("wiped", False), ("checked", True)):
        device = await staff.did("/inventory/api/devices", content=report())
        ids[f"device_{name}_id"] = device["id"]
        drive = f"/inventory/api/devices/{device['id']}/drives/{device['drives'][0]['id']}"
        await staff.did(f"{drive}/wipe", {"method": "secure_erase", "tool": "hdparm", "succeeded": True})
        if checked:
            await staff.colleague.did(f"{drive}/check")
    await _further(staff, ids)
    await _views(staff)
    ready = await a_ready_device(staff)
    await _loose_drives(house, staff, ids)
    await _lot(house, staff, ids)
    retired = await staff.did("/inventory/api/devices", content=report())
    await staff.did(f"/inventory/api/devices/{retired['id']}/retire")
    await staff.did(f"/inventory/api/devices/{ids['device_back_id']}/take-back")
    await _ended(house, staff, ids)
    await _donor(house, staff, ids)
    ids |= {"use": "work", "use_chosen": "study_design", "plain": "plain", "dutch": "nl", "arabic": "ar"}
    use = (await staff.get("/inventory/api/uses"))["uses"]["study_design"]
    await staff.did("/inventory/api/uses/study_design", use | {"minimum": use["minimum"] | {"camera": True}})
    use = (await staff.get("/inventory/api/uses"))["uses"]["daily_life"]  # what is there will do, and is for a person to choose
    await staff.did("/inventory/api/uses/daily_life", use | {"comfortable": use["comfortable"] | {"memory_gb": 32}})
    await staff.did(f"/inventory/api/devices/{ready['id']}/meant-for", {"profiles": ["secondary_school", "work"]})
    ids |= {"device_ready": ready["code"], "device_ready_id": ready["id"], "device_retired_id": retired["id"]}
    await house.run_until_idle()
    assert (await staff.get(f"/inventory/api/devices/{ready['id']}"))["status"] == "ready"
    chooses = await staff.did("/loans/api/requests", {"profile": "daily_life", "internet": "yes"})
    await house.run_until_idle()
    assert (await staff.get(f"/loans/api/requests/{chooses['id']}"))["status"] == "waiting"
    ids["request_chooses"] = chooses["id"]
    await _stock_takes(house, staff, ids, [ready["code"], came_in["code"], retired["code"], "ABC-DEF"])


async def _stock_takes(house: House, staff: Staff, ids: dict[str, str], codes: list[str]) -> None:
    """One that somebody is counting, and one that is closed."""
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        closed = await start_stock_take(StartStockTake("ready", staff.person.id), unit)
        await close_stock_take(CloseStockTake(closed.id, staff.person.id), unit)
        counting = await start_stock_take(StartStockTake("all", staff.person.id), unit)
        for code in codes:
            await count_device(CountDevice(counting.id, code, staff.person.id), unit)
    ids |= {"stock_take": str(counting.id), "stock_take_seen": codes[0], "stock_take_closed": str(closed.id)}


async def _loose_drives(house: House, staff: Staff, ids: dict[str, str]) -> None:
    """A drive in the box with parts, and one that was destroyed."""
    by, another = staff.person.id, new_id()
    for name in ("loose", "destroyed"):
        device = await staff.did("/inventory/api/devices", content=report())
        drive = UUID(device["drives"][0]["id"])
        async with house.services["inventory"].units.open(staff.organisation) as unit:
            await take_out_drive(TakeOutDrive(UUID(device["id"]), drive, by), unit)
            if name == "destroyed":
                await record_loose_wipe(RecordLooseWipe(drive, WipeMethod.DESTROYED, "shredded", True, by), unit)
                await check_loose_wipe(CheckLooseWipe(drive, another), unit)
        ids[f"drive_{name}"] = str(drive)


async def _sheets(house: House, staff: Staff, ids: dict[str, str]) -> None:
    """A donor's list at each point of its way; the last one stays where it is because its job does not run."""
    done, undone = [await accepted(house, staff, await a_sheet(house, staff, *good_rows(60, begin))) for begin in (100, 200)]
    await house.run_until_idle()
    await taken_back(house, staff, undone)
    await house.run_until_idle()
    ids |= {"sheet_done": str(done), "sheet_undone": str(undone)}
    ids["sheet_looked_at"] = str(await a_sheet(house, staff, *good_rows(9, 300), *BAD))
    ids["sheet_ready"] = str(await a_sheet(house, staff, *good_rows(9, 400)))
    ids["sheet_unclear"] = str(await a_sheet(house, staff, "1;Dell;Latitude", "2;HP;ProBook", headings="Nr;Wie maakte het;Wat"))
    ids["sheet_busy"] = str(await accepted(house, staff, await a_sheet(house, staff, *good_rows(30, 500))))


async def _ended(house: House, staff: Staff, ids: dict[str, str]) -> None:
    """Laptops that are out of use: one for the recycler, one that somebody may keep, one that went away."""
    for name, destination in (("ended", "recycler"), ("given", "given_away"), ("gone", "recycler")):
        device = await a_ready_device(staff)
        ids[f"device_{name}_id"] = device["id"]
        reason = "given_away" if destination == "given_away" else "too_old"
        body = {"reason": reason, "destination": destination, "parts": {"memory": 2, "charger": 1} if name == "gone" else {}}
        await staff.did(f"/inventory/api/devices/{device['id']}/retire", body)
    recycler = await entry_of(house, staff.organisation, ListKind.RECYCLER, "Kringwinkel De Draaischijf")
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        trip = HandOverDevices([UUID(ids["device_gone_id"])], UUID(recycler), unit.today(), "", (), staff.person.id)
        ids["hand_over_id"] = str((await hand_over_devices(trip, unit)).id)


async def _donor(house: House, staff: Staff, ids: dict[str, str]) -> None:
    """A company of which more came in before, with a link; and a person, whose page is opened by who makes the link."""
    given = {"kind": "company", "donor": "Drukkerij Van Damme", "source": "", "received_on": "2025-11-24"}
    lot = await staff.did("/inventory/api/lots", given | {"agreement": "we_wipe", "expected": 20})
    person = await staff.did("/inventory/api/lots", {"kind": "private_person", "received_on": "2026-03-03", "agreement": "we_wipe"})
    codes = link_codes(house.services["inventory"].settings.master_key.derive)
    link_id = new_id()
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        those = [UUID(ids[f"device_{name}_id"]) for name in ("ended", "given", "gone", "checked", "looked", "installed")]
        values = {"lot": UUID(lot["id"]), "those": those, "lent": ids["device_lent"]}
        await unit.connection.execute(
            text("UPDATE device SET lot_id = :lot WHERE id = ANY(:those) OR code = :lent OR status = 'given_out'"), values
        )
        donors = {row.id: row.donor_id for row in await unit.connection.execute(text("SELECT id, donor_id FROM lot"))}
        ids |= {"donor_id": str(donors[UUID(lot["id"])]), "donor_person_id": str(donors[UUID(person["id"])])}
        code = codes.make(link_id.bytes)
        digest = codes.digest(code)
        assert digest is not None
        await make_donor_link(MakeDonorLink(link_id, donors[UUID(lot["id"])], digest, True, staff.person.id), unit)
    ids["given"] = code


LACKING = ["screen", "keyboard", "touchpad", "sound", "wifi", "charger", "clean"]


async def _further(staff: Staff, ids: dict[str, str]) -> None:
    """One of which something lacks, one that was looked at, one that is installed, one that is lost; and things to remember."""
    for name, lists in (
        ("lacking", {"checked": {"ticked": LACKING}}),
        ("looked", {"checked": {"anyway": True, "ticked": LACKING}, "installed": {"ticked": ["system", "updates"]}}),
        ("installed", {"checked": {}, "installed": {}}),
        ("lost", {"lost": {"kind": "lost"}}),
    ):
        device = await staff.did("/inventory/api/devices", content=report())
        ids[f"device_{name}_id"] = device["id"]
        address = f"/inventory/api/devices/{device['id']}"
        drive = f"{address}/drives/{device['drives'][0]['id']}"
        await staff.did(f"{drive}/wipe", {"method": "secure_erase", "tool": "hdparm", "succeeded": True})
        await staff.colleague.did(f"{drive}/check")
        for done, body in lists.items():
            await staff.did(f"{address}/{done}", body)
    for words in ("Batterij vervangen door die uit doos 4", "Vragen of de tas terugkwam"):
        await staff.did(f"/inventory/api/devices/{ids['device_lacking_id']}/remarks", {"words": words})
    await staff.did(
        "/inventory/api/checklists/check",
        {"lines": [{"name": "screen"}, {"name": "Doos met papieren erbij", "kinds": ["printer"]}]},
    )


async def _views(staff: Staff) -> None:
    """Lists that somebody keeps, for oneself and for everybody."""
    address = "/inventory/api/device-views"
    await staff.did(address, {"name": "Genoeg geheugen voor studie", "choices": {"kind": "laptop", "memory": "8"}})
    shared = {"name": "Na te kijken op de werkbank", "choices": {"status": "bench", "stage": "wiped"}, "is_shared": True}
    await staff.did(address, shared)


async def _lot(house: House, staff: Staff, ids: dict[str, str]) -> None:
    """A lot of which machines came in, numbers wait, and reports were brought: read, refused, one that looks known; and some that
    wait for their turn for as long as the gallery is open."""
    given = {"kind": "company", "donor": "Drukkerij Van Damme", "source": "Kantoor in Aalst", "received_on": "2026-03-02"}
    lot = await staff.did("/inventory/api/lots", given | {"agreement": "we_wipe", "expected": 20})
    person = {"kind": "private_person", "received_on": "2026-03-01", "agreement": "drives_removed"}
    await staff.did("/inventory/api/lots", person)
    brought = [report("GAL-0001"), report("GAL-0002"), report("GAL-0003"), report("GAL-0001"), b"geen verslag", report("GAL-0004")]
    files = [(f"pc-{number}.json", content) for number, content in enumerate(brought, 1)]
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        dropped = await drop_reports(DropReports(files, UUID(lot["id"]), staff.person.id), unit)
        later = await drop_reports(DropReports(files[:3], None, staff.person.id), unit)
        far = {"far": datetime(2999, 1, 1, tzinfo=UTC), "files": [str(one.id) for one in later.files]}
        await unit.connection.execute(text("UPDATE bus.job SET run_at = :far WHERE unique_key = ANY(:files)"), far)
    for number in range(2):
        scan = await staff.did(f"/inventory/api/lots/{lot['id']}/scans", {"serial": f"5CG83412{number}Z"})
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        await scan_serial(ScanSerial(UUID(lot["id"]), "5CG834129Z", Chassis.LAPTOP, "HP", "EliteBook 840 G5"), unit)
    ids |= {
        "lot_id": lot["id"],
        "waiting_id": scan["serial_id"],
        "drop_id": str(dropped.id),
        "drop_waiting_id": str(later.id),
    }


async def _all_facts(house: House, staff: Staff, ids: dict[str, str]) -> None:
    """A laptop of which everything is known, with photos and a password; one that is out at a partner."""
    here = staff.organisation
    places = [await entry_of(house, here, ListKind.PLACE, name) for name in ("Rek 3", "Kast bij het raam")]
    ids["entry_id"] = places[0]
    partner = await entry_of(house, here, ListKind.PARTNER, "Atelier De Schroef")
    known = (await staff.did("/inventory/api/devices", content=report()))["id"]
    ids["device_known_id"] = known
    facts = {
        "chassis": "laptop", "maker": "Lenovo", "model": "ThinkPad X240", "processor": "Intel Core i5-4300U", "memory_mb": 8192,
        "year": 2016, "screen_tenths": 125, "battery_percent": 71, "battery_on": "2026-02-03", "keyboard": "azerty",
        "operating_system": "Linux Mint 22", "updated_on": "2025-03-02", "warranty_until": "2019-05-01", "looks": "b", "works": "a",
        "place_id": places[0], "labels": ["school", "actie lente"],
    }  # fmt: skip
    await staff.did(f"/inventory/api/devices/{known}/facts", facts)
    for colour in ("teal", "peru"):
        await photo_of(house, here, known, colour)
    inventory = house.services["inventory"]
    purpose = sealed_for(here, UUID(known), PasswordKind.ADMINISTRATOR)
    sealed = seal(inventory.settings.master_key, purpose, b"Kw4kkel-in-het-Riet")
    async with inventory.units.open(here) as unit:
        await keep_password(KeepPassword(UUID(known), PasswordKind.ADMINISTRATOR, sealed, staff.person.id), unit)
    ids["device_out_id"] = (await staff.did("/inventory/api/devices", content=report()))["id"]
    await staff.did(f"/inventory/api/devices/{ids['device_out_id']}/partner", {"partner_id": partner})


async def _accessories(house: House, staff: Staff, ids: dict[str, str]) -> None:
    """Counted things of which one runs out, a kit, what lies ready with a laptop and came back with another, cards that end."""
    inventory = house.services["inventory"]
    things = {}
    for name, kind, count, more in (
        ("Lader USB-C 65 W", "charger", 7, {"plug": {"connector": "usb_c", "watt": 65}}),
        ("Lader Lenovo 45 W", "charger", 2, {"plug": {"connector": "lenovo_slim", "watt": 45}, "lowest": 4}),
        ("Muis met draad", "mouse", 23, {}),
        ("Muis zonder draad", "mouse", 4, {}),
        ("Laptoptas zwart", "bag", 9, {"lowest": 5}),
        ("Koptelefoon", "headset", 0, {}),
        ("Kabel USB-C", "cable", 12, {}),
    ):
        thing = await staff.did("/inventory/api/things", {"kind": kind, "name": name, "count": count} | more)
        things[name] = thing["id"]
    ids |= {"thing_id": things["Lader Lenovo 45 W"], "thing_again_id": things["Koptelefoon"]}
    moves = f"/inventory/api/things/{ids['thing_id']}/movements"
    await staff.did(moves, {"count": 3, "reason": "donated"})
    wrong = await staff.did(moves, {"count": 1, "reason": "broken"})
    await staff.did(f"/inventory/api/things/movements/{wrong['id']}/undo")
    await staff.did(moves, {"count": 2, "reason": "taken"})
    await staff.did(
        "/inventory/api/kits", {"name": "Laptop voor school", "chassis": "laptop", "kinds": ["charger", "mouse", "bag"]}
    )
    hotspots = await _hotspots(house, staff, 2)
    ids["hotspot_id"] = str(hotspots[0].id)
    await staff.did(f"/inventory/api/devices/{ids['hotspot_id']}/along", {"thing_ids": [things["Kabel USB-C"]]})
    for name in ("along", "with_things", "things_back", "things_gone"):
        ids[f"device_{name}_id"] = (await staff.did("/inventory/api/devices", content=report()))["id"]
    chosen = [things["Lader Lenovo 45 W"], things["Muis met draad"]]
    body = {"thing_ids": chosen, "companion_ids": [ids["hotspot_id"]]}
    await staff.did(f"/inventory/api/devices/{ids['device_with_things_id']}/along", body)
    back, gone = UUID(ids["device_things_back_id"]), UUID(ids["device_things_gone_id"])
    for device_id in (back, gone):
        await staff.did(f"/inventory/api/devices/{device_id}/along", {"thing_ids": chosen})
    async with inventory.units.open(staff.organisation) as unit:
        await give_out_device(GiveOutDevice(gone, new_id(), (Accessory.CHARGER, Accessory.MOUSE)), unit)
        await unit.along_questions.ask(gone, new_id(), [ThingKind.MOUSE], unit.today())
        [charger] = await unit.along.out_of(UUID(ids["thing_id"]))
        await write_off_thing(WriteOffThing(charger.id, Reason.STAYS_LOST, staff.person.id), unit)
        loan = new_id()
        await give_out_device(GiveOutDevice(back, loan, (Accessory.CHARGER, Accessory.MOUSE, Accessory.HEADSET)), unit)
        await expect_return(ExpectReturn((back,), loan, whole_loan=True, not_returned=(Accessory.MOUSE,)), unit)
        first, later = (unit.today() + timedelta(days=days) for days in (5, 25))
    cards = (("Orange", "8932042000001234562", first, hotspots[0].code), ("Proximus", "89320420000012345672", later, ""))
    for provider, iccid, until, code in cards:
        sim = {"provider": provider, "iccid": iccid, "data_mb": 20_000, "valid_until": until.isoformat(), "device_code": code}
        ids["sim_id"] = (await staff.did("/inventory/api/sims", sim))["id"]


async def _hotspots(house: House, staff: Staff, count: int) -> Sequence[Any]:
    """Hotspots that are ready."""
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        made = await register_by_hand(RegisterByHand(Chassis.HOTSPOT, "TP-Link", "M7200", "", "", count, None), unit)
    for one in made:
        address = f"/inventory/api/devices/{one.id}"
        await staff.did(f"{address}/checked", {})
        await staff.did(f"{address}/ready")
    return made


async def _tickets(house: House, staff: Staff, ids: dict[str, str]) -> None:
    """A question at each point of its way."""

    async def asked(name: str, code: str = "", symptom: str = "screen", **more: Any) -> Any:
        body = {"channel": "sticker", "symptom": symptom, "code": code or None} | more
        ticket = await staff.did("/helpdesk/api/tickets", body)
        ids[f"ticket_{name}"] = ticket["id"]
        return ticket

    call = await asked("call", ids["device_lent"], text="الشاشة سوداء", callback=True)
    await asked("open", symptom="slow", channel="counter", text="Het gaat traag sinds vorige week, en soms valt het stil.")
    repair = await asked("repair", ids["device_other"], "charger")
    await asked("triaged", symptom="internet", channel="call")
    closed = await asked("closed", ids["device_other"], "keyboard")
    found = await asked("found", ids["device_ready"], "found")
    tickets = "/helpdesk/api/tickets"
    await staff.did(f"{tickets}/{repair['id']}/triage", {"decision": "repair"})
    await staff.did(f"{tickets}/{ids['ticket_triaged']}/triage", {"decision": "advice"})
    await staff.did(f"{tickets}/{closed['id']}/close", {"resolution": "advice_given"})
    await house.run_until_idle()
    ids["device_repair_id"] = (await staff.get(f"{tickets}/{repair['id']}"))["device"]["id"]
    async with house.services["helpdesk"].units.open(staff.organisation) as unit:
        for name, ticket in (("open", call), ("closed", closed), ("found", found)):
            ids[f"follow_{name}"] = (await unit.tickets.get(UUID(ticket["id"]))).follow_token


async def _at_the_counter(house: House, seeded: Seeded) -> None:
    """Somebody came in, and the colleague who looks at the page helps."""
    loans = house.services["loans"]
    who = loans.tokens.read_session(seeded.filled.cookies[Role.STAFF][COOKIE]).person
    async with loans.units.open(who.organisation) as unit:
        seeded.ids["counter"] = str((await begin_counter(BeginCounter(who.id), unit)).id)


async def _visits(house: House, staff: Staff, seeded: Seeded) -> None:
    """One that Hilde goes to, one that is free, one that was done."""
    found = (await staff.get("/helpdesk/api/visits?until=2099-01-01"))["visits"]
    first = {visit["household_id"]: visit for visit in sorted(found, key=lambda visit: visit["due_on"], reverse=True)}
    mine, free, done = sorted(visit["id"] for visit in first.values())[:3]
    seeded.ids |= {"visit_mine": mine, "visit_free": free, "visit_done": done}
    async with a_client(house, seeded.filled.cookies[Role.OUTREACH][COOKIE]) as hilde:
        answer = await hilde.post(f"/helpdesk/api/visits/{mine}/claim", headers={"idempotency-key": str(new_id())})
        assert answer.status_code == 200, answer.text
    note = "Ze wil leren mailen. Volgende week zijn de kinderen thuis."
    await staff.did(f"/helpdesk/api/visits/{done}/record", {"outcome": "went_ahead", "findings": ["wants_to_learn"], "note": note})


async def _learning(house: House, staff: Staff, seeded: Seeded) -> None:
    """Somebody who answered everything and shares it, somebody who did nothing yet, and a place without a card."""
    household = UUID(seeded.ids["household"])
    done, place = await a_learner(house, staff, household)
    seeded.ids["learner_done"] = place["id"]
    await answer_all(done, lambda _: "alone")
    await done.chooses("/skills/my/sharing", {"sharing": "trainer"})
    await done.sends("/skills/my/goals", "/skills/my/goals", {"goal": "1.1"})
    seeded.filled.cookies["learner"] = _cookie_of(done)
    begun, place = await a_learner(house, staff, household)
    seeded.ids["learner_new"] = place["id"]
    seeded.ids["question"] = (await begun.follow_question()).rpartition("/")[2]
    seeded.empty.cookies["learner"] = _cookie_of(begun)
    seeded.ids["learner_card"] = (await staff.did("/skills/api/learners", {}))["id"]


async def _cards(house: House, staff: Staff, seeded: Seeded) -> None:
    """Somebody who is in with a card, a card that is locked, somebody of a family that has nothing."""
    card = await give_card(house, staff, seeded.ids["household"])
    seeded.filled.cookies["family"] = dict((await family_with(house, card)).http.cookies)
    locked = await give_card(house, staff, seeded.ids["household"], person=2)
    for _ in range(TRIES):
        await try_card(house, locked.code, "0000")
    seeded.ids |= {"card_code": locked.code, "card_locked": str(locked.id)}
    for name in ("nothing_lent", "household_card"):
        seeded.ids[name] = (await staff.did("/loans/api/households", {"call_name": "Familie Peeters"}))["id"]
    place = {"kind": "room", "call_name": "Computerhoek", "belongs_to": "Huis van het Kind"}
    seeded.ids["place"] = (await staff.did("/loans/api/places", place))["id"]
    around = f"/loans/api/households/{seeded.ids['household']}"
    await staff.did(f"{around}/trusted", {"name": "Tante Samira", "reach": "0470 98 76 54", "purposes": ["pick_up", "translate"]})
    await staff.did(f"{around}/referrals", {"by_whom": "Basisschool De Linde"})
    await staff.did(f"{around}/contacts", {"person_id": str(staff.person.id)})
    await staff.did(f"{around}/consent", {"purpose": "photo", "answer": "no", "way": "phone"})
    nothing = await give_card(house, staff, seeded.ids["nothing_lent"])
    seeded.empty.cookies["family"] = dict((await family_with(house, nothing)).http.cookies)


def _cookie_of(learner: LearnerBrowser) -> dict[str, str]:
    return {LEARNER_COOKIE: learner.http.cookies[LEARNER_COOKIE]}


async def _people(staff: Staff, ids: dict[str, str]) -> None:
    """Somebody who works here, somebody who was invited, and somebody who does not work here any more."""
    everybody = (await staff.get("/portal/api/people"))["people"]
    ids["person"] = next(person["id"] for person in everybody if person["display_name"] == NAMES[Role.OUTREACH])
    for name, key in (("Yusuf", "person_invited"), ("Marie-Jeanne", "person_left")):
        body = {"sign_in_name": a_name(name.lower()), "display_name": name, "roles": ["trainer"]}
        ids[key] = (await staff.did("/portal/api/people", body))["id"]
    await staff.did(f"/portal/api/people/{ids['person_left']}/remove")


async def _tablet(house: House, organisation: Organisation) -> None:
    """A tablet on the counter, where two people signed in who have a PIN."""
    tablet = a_browser(house)
    for role in (Role.REPAIRER, Role.STAFF):
        await tablet.post("/sign-in", data={"name": organisation.names[role], "password": PASSWORD, "shared": "yes"})
        form = next(form for form in Read((await tablet.get("/account")).text).forms if form.action == "/account/pin")
        answer = await tablet.post(form.action, data=form.fields | {"pin_password": PASSWORD, "pin": "472915"})
        assert answer.status_code == 303, answer.text
    organisation.cookies["sharing"] = {name: tablet.cookies[name] for name in (COOKIE, TABLET_COOKIE)}
    organisation.cookies["tablet"] = {TABLET_COOKIE: tablet.cookies[TABLET_COOKIE]}
