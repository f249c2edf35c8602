"""Loans: who asks for a device, who is next and why."""

from services.loans.commands.ask_for_device import ask_for_device
from services.loans.commands.daily_round import KIND as DAILY_ROUND
from services.loans.commands.daily_round import daily_round
from services.loans.commands.match import match_all, match_device, match_request
from services.loans.commands.withdraw_request import withdraw_request
from services.loans.event_handlers.on_claim_refused import on_claim_refused
from services.loans.event_handlers.on_device_ready import on_device_ready
from services.loans.event_handlers.on_device_reserved import on_device_reserved
from services.loans.event_handlers.on_request_waiting import on_request_waiting
from services.loans.event_handlers.project_devices import project_claim_refused, project_device_ready, project_device_reserved
from services.loans.store.unit import LoansUnit
from services.loans.web import api, pages
from services.loans.web.texts import REFUSALS
from shared.contracts import loans as events
from shared.contracts.inventory import ClaimRefused, DeviceReady, DeviceReserved
from shared.contracts.loans import RequestWaiting
from shared.identity.permissions import Permission
from shared.runtime.service import Service

loans = Service(
    "loans",
    unit=LoansUnit,
    publishes=events.EVENTS,
    commands=[ask_for_device, withdraw_request, match_request, match_device, daily_round],
    reacts_to={
        RequestWaiting: on_request_waiting,
        DeviceReady: on_device_ready,
        DeviceReserved: on_device_reserved,
        ClaimRefused: on_claim_refused,
    },
    projects={
        DeviceReady: project_device_ready,
        DeviceReserved: project_device_reserved,
        ClaimRefused: project_claim_refused,
    },
    projection_tables=["known_device", "device_fit"],
    after_replay=match_all,
    jobs={DAILY_ROUND: daily_round},
    routers=[pages.router, api.router],
    refusals=REFUSALS,
    today=pages.today,
    today_for=Permission.SEE_REQUESTS,
)
