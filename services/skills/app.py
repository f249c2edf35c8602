"""Skills: who learns, what they can do by their own account, and who may see that."""

from services.skills.commands.answer_question import answer_question
from services.skills.commands.choose_goals import choose_goals
from services.skills.commands.choose_sharing import choose_sharing
from services.skills.commands.enrol_learner import enrol_learner
from services.skills.commands.give_code import give_code
from services.skills.commands.offer_places import offer_places
from services.skills.commands.stop_assessment import start_again, stop_assessment
from services.skills.event_handlers.on_household_erased import on_household_erased
from services.skills.event_handlers.on_loan_started import on_loan_started
from services.skills.event_handlers.on_visit_recorded import on_visit_recorded
from services.skills.event_handlers.project_households import project_loan_started
from services.skills.store.unit import SkillsUnit
from services.skills.web import api, held_api, my_api, my_choices_pages, my_pages, pages, start_page
from services.skills.web.texts import REFUSALS
from shared.contracts import skills as events
from shared.contracts.helpdesk import VisitRecorded
from shared.contracts.loans import HouseholdErased, LoanStarted
from shared.runtime.service import Service

skills = Service(
    "skills",
    unit=SkillsUnit,
    publishes=events.EVENTS,
    commands=[
        enrol_learner,
        give_code,
        offer_places,
        answer_question,
        stop_assessment,
        start_again,
        choose_goals,
        choose_sharing,
    ],
    reacts_to={LoanStarted: on_loan_started, HouseholdErased: on_household_erased, VisitRecorded: on_visit_recorded},
    projects={LoanStarted: project_loan_started},
    projection_tables=["known_household"],
    routers=[start_page.router, my_pages.router, my_choices_pages.router, my_api.router, pages.router, api.router, held_api.router],
    refusals=REFUSALS,
    skips_forgotten=True,
)
