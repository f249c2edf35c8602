"""Inventory: devices and their drives, from the moment they come in until they go to no family any more."""

from services.inventory.commands.answer_files_question import answer_files_question
from services.inventory.commands.check_wipe import check_wipe
from services.inventory.commands.expect_return import expect_return
from services.inventory.commands.finish_repair import finish_repair
from services.inventory.commands.give_out_device import give_out_device
from services.inventory.commands.lend_loaner import keep_loaner, keep_loaner_for_good, lend_loaner, release_loaner
from services.inventory.commands.make_ready import make_ready
from services.inventory.commands.note_files_saved import note_files_saved
from services.inventory.commands.record_wipe import record_wipe
from services.inventory.commands.register_device import register_device
from services.inventory.commands.repair_device import start_repair, stop_repair
from services.inventory.commands.reserve_device import release_device, reserve_device
from services.inventory.commands.retire_device import retire_device
from services.inventory.commands.take_back_device import take_back_device
from services.inventory.event_handlers.on_agreement_signed import on_agreement_signed
from services.inventory.event_handlers.on_claim_dropped import on_claim_dropped
from services.inventory.event_handlers.on_device_claimed import on_device_claimed
from services.inventory.event_handlers.on_device_swapped import on_device_swapped
from services.inventory.event_handlers.on_loan_ended import on_loan_ended
from services.inventory.event_handlers.on_loaner_added import on_loaner_added
from services.inventory.event_handlers.on_loaner_declined import on_loaner_declined
from services.inventory.event_handlers.on_loaner_requested import on_loaner_requested
from services.inventory.event_handlers.on_loaner_returned import on_loaner_returned
from services.inventory.event_handlers.on_repair_finished import on_repair_finished
from services.inventory.event_handlers.on_request_withdrawn import on_request_withdrawn
from services.inventory.event_handlers.on_ticket_closed import on_ticket_closed
from services.inventory.event_handlers.on_ticket_triaged import on_ticket_triaged
from services.inventory.store.unit import InventoryUnit
from services.inventory.web import api, device_page, finding_api, intake_page, pages, sticker_pages
from services.inventory.web.refusal_texts import REFUSALS
from shared.contracts import helpdesk, loans
from shared.contracts import inventory as events
from shared.runtime.service import Service

inventory = Service(
    "inventory",
    unit=InventoryUnit,
    publishes=events.EVENTS,
    commands=[
        register_device,
        record_wipe,
        check_wipe,
        make_ready,
        take_back_device,
        answer_files_question,
        note_files_saved,
        retire_device,
        # These follow from events.
        reserve_device,
        release_device,
        give_out_device,
        expect_return,
        start_repair,
        stop_repair,
        finish_repair,
        keep_loaner,
        lend_loaner,
        release_loaner,
        keep_loaner_for_good,
    ],
    reacts_to={
        loans.DeviceClaimed: on_device_claimed,
        loans.ClaimDropped: on_claim_dropped,
        loans.RequestWithdrawn: on_request_withdrawn,
        loans.AgreementSigned: on_agreement_signed,
        loans.LoanEnded: on_loan_ended,
        loans.LoanerAdded: on_loaner_added,
        loans.LoanerDeclined: on_loaner_declined,
        loans.LoanerReturned: on_loaner_returned,
        loans.DeviceSwapped: on_device_swapped,
        helpdesk.TicketTriaged: on_ticket_triaged,
        helpdesk.RepairFinished: on_repair_finished,
        helpdesk.TicketClosed: on_ticket_closed,
        helpdesk.LoanerRequested: on_loaner_requested,
    },
    routers=[intake_page.router, sticker_pages.router, pages.router, device_page.router, api.router, finding_api.router],
    refusals=REFUSALS,
)
