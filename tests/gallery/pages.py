"""Every page of the house. `NOT_PAGES` are the addresses that answer with something else."""

from collections.abc import Mapping
from typing import Final

from shared.contracts.vocabulary import Role
from tests.gallery.page import WRONG_CODE, Form, GalleryPage

NOTHING_CHOSEN: Final = Form()

FRONT: Final = (
    GalleryPage("sign-in", "/sign-in", "nobody", wrong=Form(fields={"name": "niemand.hier", "password": "dit is het niet"})),
    GalleryPage(
        "start-code", "/sign-in/start-code", "nobody", wrong=Form(fields={"name": "niemand.hier", "password": "a", "repeated": "b"})
    ),
    GalleryPage("start-link-gone", "/sign-in/start/{no_link}", "nobody", status=410),
    GalleryPage("begin", "/begin", "nobody", wrong=Form(fields={"code": "AAAA-AAAA-AAAA"})),
    GalleryPage("door", "/sign-in/with/{door}", "nobody"),
    GalleryPage("not-found", "/bestaat-niet", "nobody", status=404),
    GalleryPage("not-found-signed-in", "/inventory/devices/bestaat-niet", status=404),
    GalleryPage("not-allowed", "/people", Role.REPAIRER, status=403),
    GalleryPage("offline", "/offline", "nobody"),
    GalleryPage("style", "/style", "nobody"),
    GalleryPage("pictograms", "/style/pictograms", "nobody"),
    GalleryPage("contracts", "/contracts", "nobody"),
    GalleryPage("contracts-found", "/contracts?find=loan_id", "nobody"),
    GalleryPage("contracts-none-found", "/contracts?find=bestaat-niet", "nobody"),
    GalleryPage("contracts-api", "/contracts/{service}", "nobody"),
    GalleryPage("contracts-events", "/contracts/{service}/events", "nobody"),
)

SEARCH: Final = (
    GalleryPage("search", "/search"),
    GalleryPage("search-found", "/search", opens=Form(fields={"find": "haddad"})),
    GalleryPage("search-none-found", "/search", Role.REPAIRER, opens=Form(fields={"find": "bestaat niet"})),
    GalleryPage("search-partner", "/search", Role.PARTNER),
)
TODAY: Final = tuple(GalleryPage(f"today-{role.value}", "/", role, empty=True) for role in Role)
FIRST_DAY: Final = tuple(GalleryPage(f"first-day-{role.value}", "/first-day", role) for role in Role)

STICKER: Final = (
    GalleryPage("sticker-code", "/q", "nobody", wrong=Form("/q", {"code": WRONG_CODE})),
    GalleryPage("sticker", "/q/{device_lent}", "nobody", wrong=NOTHING_CHOSEN),
    GalleryPage("sticker-colleague", "/q/{device_lent}", Role.REPAIRER),
    GalleryPage("sticker-told", "/q/{device_lent}/{follow_open}", "nobody", wrong=Form("{here}/note", {"text": ""})),
    GalleryPage("sticker-found", "/q/{device_ready}/{follow_found}", "nobody"),
    GalleryPage("sticker-closed", "/q/{device_other}/{follow_closed}", "nobody"),
)

INVENTORY: Final = (
    GalleryPage("devices", "/inventory/devices", Role.REPAIRER, empty=True),
    GalleryPage("devices-none-found", "/inventory/devices?q=bestaat-niet", Role.REPAIRER),
    GalleryPage("device-new", "/inventory/devices/new", Role.REPAIRER, wrong=NOTHING_CHOSEN),
    GalleryPage(
        "device-came-in", "/inventory/devices/{device_new_id}", Role.REPAIRER, wrong=Form("{here}/drives/{drive_new}/wipe")
    ),
    GalleryPage("device-wiped", "/inventory/devices/{device_wiped_id}", Role.REPAIRER),
    GalleryPage("device-checked", "/inventory/devices/{device_checked_id}", Role.REPAIRER),
    GalleryPage("device-ready", "/inventory/devices/{device_ready_id}", Role.REPAIRER),
    GalleryPage("device-lent", "/inventory/devices/{device_lent_id}"),
    GalleryPage("device-in-repair", "/inventory/devices/{device_repair_id}", Role.REPAIRER),
    GalleryPage("device-back", "/inventory/devices/{device_back_id}", Role.REPAIRER, wrong=Form("{here}/files")),
    GalleryPage("device-retire", "/inventory/devices/{device_wiped_id}/retire", Role.REPAIRER),
    GalleryPage("device-retired", "/inventory/devices/{device_retired_id}", Role.REPAIRER),
)

HELPDESK: Final = (
    GalleryPage("tickets", "/helpdesk/tickets", Role.REPAIRER, empty=True),
    GalleryPage("tickets-in-repair", "/helpdesk/tickets?show=in_repair", Role.REPAIRER),
    GalleryPage("tickets-closed", "/helpdesk/tickets?show=closed", Role.REPAIRER, empty=True),
    GalleryPage("ticket-new", "/helpdesk/tickets/new", wrong=NOTHING_CHOSEN),
    GalleryPage("ticket-call", "/helpdesk/tickets/{ticket_call}", wrong=Form("{here}/callback/done")),
    GalleryPage("ticket-contact", "/helpdesk/tickets/{ticket_call}", opens=Form("{here}/contact")),
    GalleryPage("ticket-decide", "/helpdesk/tickets/{ticket_open}", Role.REPAIRER, wrong=Form("{here}/triage")),
    GalleryPage("ticket-repair", "/helpdesk/tickets/{ticket_repair}", Role.REPAIRER, wrong=Form("{here}/repair")),
    GalleryPage("ticket-close", "/helpdesk/tickets/{ticket_triaged}", wrong=Form("{here}/close")),
    GalleryPage("ticket-closed", "/helpdesk/tickets/{ticket_closed}"),
    GalleryPage("visits", "/helpdesk/visits", Role.OUTREACH, empty=True),
    GalleryPage("visit", "/helpdesk/visits/{visit_mine}", Role.OUTREACH, wrong=Form("{here}/record")),
    GalleryPage("visit-free", "/helpdesk/visits/{visit_free}", Role.OUTREACH),
    GalleryPage("visit-done", "/helpdesk/visits/{visit_done}", Role.OUTREACH),
)

LOANS: Final = (
    GalleryPage("requests", "/loans/requests", empty=True),
    GalleryPage("request-start", "/loans/requests/start"),
    GalleryPage("request-start-found", "/loans/requests/start", opens=Form(fields={"find": "haddad"})),
    GalleryPage("request-new", "/loans/requests/new?household={household}", wrong=Form("/loans/requests/new")),
    GalleryPage("request-waiting", "/loans/requests/{request_waiting}"),
    GalleryPage("request-reserved", "/loans/requests/{request_reserved}"),
    GalleryPage("request-stopped", "/loans/requests/{request_stopped}"),
    GalleryPage("request-stop", "/loans/requests/{request_waiting}/stop"),
    GalleryPage("refer", "/loans/refer", Role.PARTNER, wrong=NOTHING_CHOSEN),
    GalleryPage(
        "referred",
        "/loans/refer",
        Role.PARTNER,
        opens=Form(fields={"profile": "secondary_school", "school_child": "yes", "internet": "no"}),
    ),
    GalleryPage("households", "/loans/households", empty=True),
    GalleryPage("households-none-found", "/loans/households", opens=Form(fields={"find": "bestaat niet"})),
    GalleryPage("household-new", "/loans/households/new", wrong=Form(fields={"telephone": "bij de buren"})),
    GalleryPage("household", "/loans/households/{household}"),
    GalleryPage("household-correct", "/loans/households/{household}/correct", wrong=Form(fields={"call_name": ""})),
    GalleryPage("loans", "/loans/loans", empty=True),
    GalleryPage("loans-ended", "/loans/loans?status=ended", empty=True),
    GalleryPage("loans-look-again", "/loans/loans?look_again=soon", empty=True),
    GalleryPage("loan-prepare", "/loans/loans/{loan_prepare}", wrong=Form("{here}/prepare", {"learners": ""})),
    GalleryPage("loan-running", "/loans/loans/{loan_running}"),
    GalleryPage("loan-returning", "/loans/loans/{loan_returning}"),
    GalleryPage("loan-end", "/loans/loans/{loan_returning}/end"),
    GalleryPage("loan-ended", "/loans/loans/{loan_ended}"),
    GalleryPage(
        "agreement",
        "/loans/loans/{loan_to_sign}/agreement",
        wrong=Form("/loans/loans/{loan_to_sign}/sign", {"way": "typed", "signature_name": ""}),
    ),
    GalleryPage("agreement-signed", "/loans/loans/{loan_running}/agreement"),
)

CARDS: Final = "/loans/households/{household}/cards"
FAMILY: Final = (
    GalleryPage("card-new", f"{CARDS}/new", wrong=Form(CARDS, {"pin": "12", "repeated": "12"})),
    GalleryPage("card-first", "/loans/households/{household_card}/cards/new"),
    GalleryPage("card-pin", f"{CARDS}/{{card_locked}}/pin", wrong=Form(fields={"pin": "1", "repeated": ""})),
    GalleryPage("family-start", "/family/start", "nobody", wrong=Form(fields={"code": WRONG_CODE})),
    GalleryPage("family-start-again", "/family/start?again=yes", "nobody"),
    GalleryPage("family-pin", "/family/{card_code}", "nobody", wrong=Form(fields={"pin": "0000"})),
    GalleryPage("family-bye", "/family/bye", "nobody"),
    GalleryPage("family", "/family", "family", empty=True),
    GalleryPage("family-agreement", "/family/agreements/{loan_running}", "family"),
    GalleryPage("family-known", "/family/known", "family", empty=True),
)

PORTAL: Final = (
    GalleryPage("people", "/people", Role.COORDINATOR),
    GalleryPage("people-removed", "/people?show=removed", Role.COORDINATOR, empty=True),
    GalleryPage("roles", "/people/roles", Role.TRAINER),
    GalleryPage("person-new", "/people/new", Role.COORDINATOR, wrong=NOTHING_CHOSEN),
    GalleryPage("person", "/people/{person}", Role.COORDINATOR, wrong=Form("{here}/roles", {"roles": ""})),
    GalleryPage("person-start-code", "/people/{person_invited}", Role.COORDINATOR, opens=Form("{here}/start-code")),
    GalleryPage("person-remove", "/people/{person}/remove", Role.COORDINATOR),
    GalleryPage("account", "/account", wrong=Form("/account/password", {"password": "a", "repeated": "b"})),
    GalleryPage("account-shared", "/account", "sharing", wrong=Form("/account/pin", {"pin": "123456"})),
    GalleryPage("lock", "/lock", "tablet", wrong=Form("/lock/open", {"pin": "12"})),
    GalleryPage("organisation", "/organisation", Role.COORDINATOR, wrong=Form(fields={"title": ""})),
    GalleryPage("provider", "/organisation/provider", Role.COORDINATOR, empty=True, wrong=Form(fields={"issuer": "stad"})),
    GalleryPage("manage", "/manage", Role.COORDINATOR),
    GalleryPage("opening", "/organisation/opening", Role.COORDINATOR, wrong=Form(fields={"day_1": "straks"})),
    GalleryPage("rhythm", "/organisation/rhythm", Role.COORDINATOR, wrong=Form(fields={"try_again_days": "999"})),
    GalleryPage("limits", "/organisation/limits", Role.COORDINATOR, wrong=Form(fields={"loans_per_household": "999"})),
    GalleryPage("texts", "/organisation/texts", Role.COORDINATOR, wrong=Form(fields={"until": "straks"})),
    GalleryPage("upkeep", "/upkeep", Role.COORDINATOR),
    GalleryPage("failures", "/upkeep/{service}", Role.COORDINATOR, empty=True),
    GalleryPage("letter", "/upkeep/{service}/letters/{letter}", Role.COORDINATOR, wrong=Form("{here}/discard")),
    GalleryPage("audit", "/audit", Role.COORDINATOR),
    GalleryPage("audit-nothing-found", "/audit?since=1/1/2900", Role.COORDINATOR),
)

SKILLS: Final = (
    GalleryPage("learners", "/skills/learners", Role.TRAINER, empty=True),
    GalleryPage("learners-shared", "/skills/learners?which=shared", Role.TRAINER, empty=True),
    GalleryPage("learner-new", "/skills/learners/new", wrong=Form(fields={"household_code": "ANDER-1"})),
    GalleryPage("learner-shares", "/skills/learners/{learner_done}", Role.TRAINER),
    GalleryPage("learner-private", "/skills/learners/{learner_new}", Role.TRAINER),
    GalleryPage("learner-card", "/skills/learners/{learner_card}", opens=Form("{here}/code")),
    GalleryPage("assessment-print", "/skills/assessment/print", Role.TRAINER),
    GalleryPage("learner-start", "/skills/start", "nobody", wrong=Form(fields={"code": WRONG_CODE})),
    GalleryPage("learner-start-again", "/skills/start?again=yes", "nobody"),
    GalleryPage("learner-bye", "/skills/start/bye", "nobody"),
    GalleryPage("my", "/skills/my", "learner", empty=True),
    GalleryPage("my-question", "/skills/my/questions/{question}", "learner", wrong=NOTHING_CHOSEN),
    GalleryPage("my-result", "/skills/my/result", "learner", empty=True),
    GalleryPage("my-goals", "/skills/my/goals", "learner"),
    GalleryPage("my-sharing", "/skills/my/sharing", "learner", wrong=Form(fields={"sharing": ""})),
)

PAGES: Final = (*FRONT, *TODAY, *SEARCH, *FIRST_DAY, *STICKER, *INVENTORY, *HELPDESK, *LOANS, *FAMILY, *PORTAL, *SKILLS)
BY_NAME: Final[Mapping[str, GalleryPage]] = {page.name: page for page in PAGES}

NOT_PAGES: Final[Mapping[str, str]] = {
    "/sign-in/with/{door}/go": "leads to the organisation's own provider",
    "/sign-in/with/{door}/back": "where that provider sends people back to",
    "/inventory/devices/{device_id}/sticker.pdf": "paper",
    "/inventory/stickers.pdf": "paper",
    "/loans/loans/{loan_id}/agreement.pdf": "paper",
    "/loans/households/{household_id}/cards/{card_id}/card.pdf": "paper",
    "/loans/households/{household_id}/cards": "leads back to the family: a PIN is shown once",
    "/family/agreements/{loan_id}/paper.pdf": "paper",
    "/organisation/logo/{organisation_id}/{picture}.png": "a picture",
    "/audit/entries.csv": "a file for a spreadsheet",
    "/manifest.webmanifest": "for the browser that installs the app",
    "/worker.js": "a script",
    "/asyncapi.json": "for programs",
    "/sign-in/passkey": "what a passkey is asked to sign",
    "/account/passkeys/new": "leads back to the account: it begins with the password",
    "/skills/my/question": "leads to the question that comes now",
    "/skills/learners/{learner_id}/code": "leads back to the learner: a code is shown once",
}
"""Addresses that somebody can open in a browser and that answer with no page of their own, each with why."""
