"""Portal: the front door. Organisations, people and what they do, signing in, the start page."""

from services.portal.commands.add_person import add_person
from services.portal.commands.change_look import change_colour, change_logo
from services.portal.commands.change_name import change_name
from services.portal.commands.change_opening import add_exception, change_opening, remove_exception
from services.portal.commands.change_organisation import change_organisation
from services.portal.commands.change_password import change_password
from services.portal.commands.change_rhythm import change_rhythm
from services.portal.commands.change_roles import change_roles
from services.portal.commands.choose_password import choose_password
from services.portal.commands.end_session import end_session, sign_out
from services.portal.commands.new_start_code import new_start_code
from services.portal.commands.remove_person import remove_person
from services.portal.commands.renew_session import renew_session
from services.portal.commands.set_up_organisation import set_up_organisation
from services.portal.commands.sign_in import sign_in
from services.portal.store.unit import PortalUnit
from services.portal.web import (
    account_pages,
    api,
    audit_pages,
    first_day_page,
    look_pages,
    manage_page,
    opening_pages,
    organisation_api,
    organisation_page,
    people_api,
    people_pages,
    rhythm_pages,
    sign_in_pages,
    start_page,
    upkeep_api,
    upkeep_pages,
)
from services.portal.web.texts import REFUSALS
from shared.contracts import portal as events
from shared.identity.permissions import Permission
from shared.runtime.service import Service
from shared.web import language_page, pictogram_page, style_page

portal = Service(
    "portal",
    unit=PortalUnit,
    publishes=events.EVENTS,
    commands=[
        set_up_organisation,
        change_organisation,
        change_colour,
        change_logo,
        change_opening,
        add_exception,
        remove_exception,
        change_rhythm,
        add_person,
        change_roles,
        remove_person,
        new_start_code,
        choose_password,
        change_password,
        change_name,
        sign_in,
        renew_session,
        end_session,
        sign_out,
    ],
    routers=[
        start_page.router,
        sign_in_pages.router,
        people_pages.router,
        account_pages.router,
        manage_page.router,
        organisation_page.router,
        opening_pages.router,
        rhythm_pages.router,
        upkeep_pages.router,
        audit_pages.router,
        first_day_page.router,
        look_pages.router,
        api.router,
        people_api.router,
        organisation_api.router,
        upkeep_api.router,
        language_page.router,
        style_page.router,
        pictogram_page.router,
    ],
    serves=[
        "",
        "sign-in",
        "sign-out",
        "manage",
        "people",
        "account",
        "organisation",
        "upkeep",
        "audit",
        "first-day",
        "language",
        "style",
    ],
    refusals=REFUSALS,
    today=start_page.today,
    today_for=Permission.MANAGE_PEOPLE,
)
