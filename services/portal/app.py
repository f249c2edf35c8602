"""Portal: the front door. Organisations, people and what they do, signing in, the start page."""

from services.portal.commands.add_passkey import add_passkey, remove_passkey
from services.portal.commands.add_person import add_person
from services.portal.commands.begin_installation import begin_installation
from services.portal.commands.change_limits import change_limits
from services.portal.commands.change_look import change_colour, change_logo
from services.portal.commands.change_name import change_name
from services.portal.commands.change_opening import add_exception, change_opening, remove_exception
from services.portal.commands.change_organisation import change_organisation
from services.portal.commands.change_password import change_password
from services.portal.commands.change_provider import change_provider, confirm_provider, remove_provider
from services.portal.commands.change_rhythm import change_rhythm
from services.portal.commands.change_roles import change_roles
from services.portal.commands.change_texts import change_notice, change_place_to_ask
from services.portal.commands.choose_password import choose_password
from services.portal.commands.confirm_password import confirm_password
from services.portal.commands.end_roles import KIND as END_ROLES
from services.portal.commands.end_roles import end_roles
from services.portal.commands.end_session import end_other_sessions, end_session, sign_out
from services.portal.commands.go_on_with_pin import go_on_with_pin
from services.portal.commands.link_identity import link_identity, sign_in_linked, unlink_identity
from services.portal.commands.new_start_code import new_start_code
from services.portal.commands.remove_person import remove_person
from services.portal.commands.renew_session import renew_session
from services.portal.commands.set_pin import drop_pin, set_pin
from services.portal.commands.set_up_organisation import set_up_organisation
from services.portal.commands.share_device import share_device
from services.portal.commands.sign_in import sign_in
from services.portal.commands.sign_in_with_passkey import sign_in_with_passkey
from services.portal.event_handlers import project_devices as devices
from services.portal.event_handlers import project_helpdesk as help_asked
from services.portal.event_handlers import project_learners as learners
from services.portal.event_handlers import project_loans as lending
from services.portal.store.unit import PortalUnit
from services.portal.web import (
    account_pages,
    api,
    audit_pages,
    begin_page,
    contracts_pages,
    door_pages,
    first_day_page,
    lock_pages,
    look_pages,
    manage_page,
    names_api,
    numbers_pages,
    opening_pages,
    organisation_api,
    organisation_page,
    own_pin_pages,
    passkey_pages,
    people_api,
    people_pages,
    provider_page,
    roles_page,
    search_page,
    sign_in_pages,
    start_code_pages,
    start_page,
    texts_pages,
    upkeep_api,
    upkeep_pages,
)
from services.portal.web.texts import REFUSALS
from shared.contracts import helpdesk, inventory, loans, skills
from shared.contracts import portal as events
from shared.runtime.service import Service
from shared.web import language_page, pictogram_page, style_page

portal = Service(
    "portal",
    unit=PortalUnit,
    publishes=events.EVENTS,
    commands=[
        set_up_organisation,
        begin_installation,
        change_organisation,
        change_colour,
        change_logo,
        change_opening,
        add_exception,
        remove_exception,
        change_rhythm,
        change_limits,
        change_notice,
        change_place_to_ask,
        add_person,
        change_roles,
        end_roles,
        remove_person,
        new_start_code,
        choose_password,
        change_password,
        change_name,
        confirm_password,
        set_pin,
        drop_pin,
        add_passkey,
        remove_passkey,
        share_device,
        sign_in,
        sign_in_with_passkey,
        sign_in_linked,
        go_on_with_pin,
        link_identity,
        unlink_identity,
        change_provider,
        confirm_provider,
        remove_provider,
        renew_session,
        end_session,
        end_other_sessions,
        sign_out,
    ],
    projects={
        inventory.DeviceRegistered: devices.project_device_registered,
        inventory.DeviceCorrected: devices.project_device_corrected,
        inventory.DeviceReady: devices.project_device_ready,
        inventory.DeviceReserved: devices.project_device_reserved,
        inventory.DeviceGivenOut: devices.project_device_given_out,
        inventory.DeviceStatusChanged: devices.project_device_status_changed,
        inventory.DeviceReturned: devices.project_device_returned,
        inventory.DeviceRetired: devices.project_device_retired,
        inventory.DeviceLost: devices.project_device_lost,
        inventory.DeviceFound: devices.project_device_found,
        inventory.LoanerReserved: devices.project_loaner_reserved,
        inventory.InternetAnnounced: devices.project_internet_announced,
        loans.RequestWaiting: lending.project_request_waiting,
        loans.RequestWithdrawn: lending.project_request_withdrawn,
        loans.AgreementSigned: lending.project_agreement_signed,
        loans.LoanStarted: lending.project_loan_started,
        loans.LoanExtended: lending.project_loan_extended,
        loans.DeviceMissed: lending.project_device_missed,
        loans.ReturnRequested: lending.project_return_requested,
        loans.LoanKept: lending.project_loan_kept,
        loans.LoanEnded: lending.project_loan_ended,
        loans.HouseholdErased: lending.project_household_erased,
        helpdesk.TicketOpened: help_asked.project_ticket_opened,
        helpdesk.TicketTriaged: help_asked.project_ticket_triaged,
        helpdesk.RepairFinished: help_asked.project_repair_finished,
        helpdesk.TicketClosed: help_asked.project_ticket_closed,
        helpdesk.CallbackRequested: help_asked.project_callback_requested,
        helpdesk.CallbackDone: help_asked.project_callback_done,
        helpdesk.VisitPlanned: help_asked.project_visit_planned,
        helpdesk.VisitRecorded: help_asked.project_visit_recorded,
        helpdesk.VisitCalledOff: help_asked.project_visit_called_off,
        skills.LearnerEnrolled: learners.project_learner_enrolled,
        skills.PlaceHandedOut: learners.project_place_handed_out,
    },
    projection_tables=[
        "known_device",
        "known_household",
        "known_request",
        "known_loan",
        "known_ticket",
        "known_visit",
        "known_learner",
        "known_internet",
        "known_missed",
    ],
    routers=[
        start_page.router,
        search_page.router,
        sign_in_pages.router,
        start_code_pages.router,
        begin_page.router,
        door_pages.router,
        lock_pages.router,
        roles_page.router,  # before the pages of one person: theirs is an address with anything at its end
        people_pages.router,
        account_pages.router,
        own_pin_pages.router,
        passkey_pages.router,
        provider_page.router,
        manage_page.router,
        organisation_page.router,
        opening_pages.router,
        numbers_pages.rhythm,
        numbers_pages.limits,
        texts_pages.router,
        upkeep_pages.router,
        audit_pages.router,
        first_day_page.router,
        look_pages.router,
        api.router,
        people_api.router,
        names_api.router,
        organisation_api.router,
        upkeep_api.router,
        contracts_pages.router,
        language_page.router,
        style_page.router,
        pictogram_page.router,
    ],
    serves=[
        "",
        "begin",
        "search",
        "sign-in",
        "sign-out",
        "lock",
        "manage",
        "people",
        "account",
        "organisation",
        "upkeep",
        "audit",
        "first-day",
        "language",
        "style",
        "contracts",
        "asyncapi.json",
    ],
    jobs={END_ROLES: end_roles},
    refusals=REFUSALS,
)
