"""Helpdesk: who asks for help, what we do about it, and who goes and looks."""

from services.helpdesk.commands.add_note import add_note
from services.helpdesk.commands.ask_loaner import ask_loaner
from services.helpdesk.commands.claim_visit import claim_visit
from services.helpdesk.commands.close_ticket import close_ticket
from services.helpdesk.commands.finish_repair import finish_repair
from services.helpdesk.commands.let_go_visit import let_go_visit
from services.helpdesk.commands.note_callback_done import note_callback_done
from services.helpdesk.commands.open_ticket import open_ticket
from services.helpdesk.commands.plan_visits import plan_all, plan_visits
from services.helpdesk.commands.record_visit import record_visit
from services.helpdesk.commands.reopen_ticket import reopen_ticket
from services.helpdesk.commands.request_callback import request_callback
from services.helpdesk.commands.triage_ticket import triage_ticket
from services.helpdesk.event_handlers.on_consent_changed import on_consent_changed
from services.helpdesk.event_handlers.on_household_erased import on_household_erased
from services.helpdesk.event_handlers.on_loan_answered import on_loan_answered
from services.helpdesk.event_handlers.on_loan_ended import on_loan_ended
from services.helpdesk.event_handlers.on_loan_started import on_loan_started
from services.helpdesk.event_handlers.on_look_again_passed import on_look_again_passed
from services.helpdesk.event_handlers.project_devices import (
    project_device_corrected,
    project_device_found,
    project_device_given_out,
    project_device_lost,
    project_device_ready,
    project_device_registered,
    project_device_reserved,
    project_device_retired,
    project_device_returned,
    project_device_status_changed,
)
from services.helpdesk.event_handlers.project_loaners import (
    project_loaner_added,
    project_loaner_declined,
    project_loaner_refused,
    project_loaner_reserved,
    project_loaner_returned,
)
from services.helpdesk.event_handlers.project_loans import (
    project_consent_changed,
    project_device_swapped,
    project_file_access_changed,
    project_items_added,
    project_items_returned,
    project_loan_answered,
    project_loan_ended,
    project_loan_started,
    project_look_again_passed,
    project_training_need_shared,
)
from services.helpdesk.store.unit import HelpdeskUnit
from services.helpdesk.web import held_api, sticker_pages, ticket_api, ticket_pages, ticket_steps, visit_api, visit_pages
from services.helpdesk.web.texts import REFUSALS
from shared.contracts import helpdesk as events
from shared.contracts import inventory, loans
from shared.contracts.skills import TrainingNeedShared
from shared.runtime.service import Service

helpdesk = Service(
    "helpdesk",
    unit=HelpdeskUnit,
    publishes=events.EVENTS,
    commands=[
        open_ticket,
        add_note,
        request_callback,
        note_callback_done,
        triage_ticket,
        ask_loaner,
        finish_repair,
        close_ticket,
        reopen_ticket,
        plan_visits,
        claim_visit,
        let_go_visit,
        record_visit,
    ],
    reacts_to={
        loans.LoanStarted: on_loan_started,
        loans.ConsentChanged: on_consent_changed,
        loans.HouseholdErased: on_household_erased,
        loans.LoanEnded: on_loan_ended,
        loans.LookAgainPassed: on_look_again_passed,
        loans.LoanExtended: on_loan_answered,
        loans.ReturnRequested: on_loan_answered,
    },
    projects={
        inventory.DeviceRegistered: project_device_registered,
        inventory.DeviceCorrected: project_device_corrected,
        inventory.DeviceReady: project_device_ready,
        inventory.DeviceReserved: project_device_reserved,
        inventory.DeviceGivenOut: project_device_given_out,
        inventory.DeviceStatusChanged: project_device_status_changed,
        inventory.DeviceReturned: project_device_returned,
        inventory.DeviceRetired: project_device_retired,
        inventory.DeviceLost: project_device_lost,
        inventory.DeviceFound: project_device_found,
        inventory.LoanerReserved: project_loaner_reserved,
        inventory.LoanerRefused: project_loaner_refused,
        loans.LoanerDeclined: project_loaner_declined,
        loans.LoanerAdded: project_loaner_added,
        loans.LoanerReturned: project_loaner_returned,
        loans.LoanStarted: project_loan_started,
        loans.DeviceSwapped: project_device_swapped,
        loans.LoanEnded: project_loan_ended,
        loans.ItemsAdded: project_items_added,
        loans.ItemsReturned: project_items_returned,
        loans.LookAgainPassed: project_look_again_passed,
        loans.LoanExtended: project_loan_answered,
        loans.ReturnRequested: project_loan_answered,
        loans.ConsentChanged: project_consent_changed,
        loans.FileAccessChanged: project_file_access_changed,
        TrainingNeedShared: project_training_need_shared,
    },
    projection_tables=[  # not known_file: emptied for a replay, it would open every closed file as long as that takes
        "known_device",
        "known_loan",
        "loan_device",
        "known_loaner",
        "known_wish",
        "known_training",
    ],
    after_replay=plan_all,
    routers=[
        sticker_pages.router,
        ticket_pages.router,
        ticket_steps.router,
        ticket_api.router,
        visit_pages.router,
        visit_api.router,
        held_api.router,
    ],
    serves=("q",),
    refusals=REFUSALS,
    skips_forgotten=True,
)
