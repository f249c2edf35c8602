"""Loans: families, who asks for a device and who is next, what was agreed, and who has what."""

from services.loans.commands.add_machine import ask_for_more, drop_more, give_more
from services.loans.commands.ask_for_device import ask_for_device
from services.loans.commands.bring_later import bring_later
from services.loans.commands.choose_device import choose_device
from services.loans.commands.choose_file_readers import choose_file_readers
from services.loans.commands.choose_wording import use_default_wording, use_own_wording
from services.loans.commands.close_file import close_file, open_file, open_what_i_closed
from services.loans.commands.come_back import come_back
from services.loans.commands.correct_household import correct_household
from services.loans.commands.correct_place import correct_place
from services.loans.commands.counter_visit import (
    ask_at_counter,
    begin_counter,
    close_counter,
    other_family,
    reopen_counter,
    take_counter,
    welcome_family,
)
from services.loans.commands.daily_round import KIND as DAILY_ROUND
from services.loans.commands.daily_round import daily_round, daily_round_failed
from services.loans.commands.disclose_contacts import disclose_contacts
from services.loans.commands.edit_wording import drop_draft, edit_wording
from services.loans.commands.end_loan import end_loan
from services.loans.commands.extend_loan import extend_loan
from services.loans.commands.find_families import find_families
from services.loans.commands.forget_again import KIND as FORGET_AGAIN
from services.loans.commands.forget_again import forget_again
from services.loans.commands.forget_household import forget_household
from services.loans.commands.give_card import block_card, give_card, give_pin, open_card
from services.loans.commands.give_for_us import give_for_us, show_phone_code_for_us, sign_and_give_for_us
from services.loans.commands.join_families import join_families, part_family, tell_apart
from services.loans.commands.keep_in_touch import KIND as TOUCH_ROUND
from services.loans.commands.keep_in_touch import TOUCH_ONE, touch_one, touch_round, touch_round_failed
from services.loans.commands.keep_paper_photo import bring_paper_photo, settle_paper_photo
from services.loans.commands.keep_round import KIND as KEEP_ROUND
from services.loans.commands.keep_round import keep_round, keep_round_failed
from services.loans.commands.keep_seal import keep_seal
from services.loans.commands.know_people import (
    add_contact,
    drop_contact,
    drop_trusted,
    put_back_contact,
    put_back_trusted,
    trust_person,
)
from services.loans.commands.let_partner_give import let_partner_give, take_partner_code_back, undo_give_for_us
from services.loans.commands.lose_along import find_along, lose_along, replace_along
from services.loans.commands.match import match_all, match_device, match_request
from services.loans.commands.move_request import move_request
from services.loans.commands.note_call import note_call
from services.loans.commands.note_no_answer import note_no_answer
from services.loans.commands.note_offers import note_offers
from services.loans.commands.note_printed import note_printed
from services.loans.commands.note_readers import drop_reading, note_readers
from services.loans.commands.note_talk import note_talk
from services.loans.commands.pass_on import KIND as PASS_ON
from services.loans.commands.pass_on import PassOn
from services.loans.commands.prepare_agreement import prepare_agreement
from services.loans.commands.prepare_loan import prepare_loan
from services.loans.commands.publish_wording import publish_wording
from services.loans.commands.record_consent import record_consent
from services.loans.commands.refer_family import note_referral, renew_referral
from services.loans.commands.register_household import register_household, register_place
from services.loans.commands.return_loan import keep_loan, request_return
from services.loans.commands.say_lost import say_found, say_lost
from services.loans.commands.say_reach import say_reach
from services.loans.commands.send_message import message_not_sent, message_sent
from services.loans.commands.show_number import show_number
from services.loans.commands.sign_agreement import sign_agreement
from services.loans.commands.sign_on_phone import show_phone_code, withdraw_phone_code
from services.loans.commands.take_some_back import take_some_back
from services.loans.commands.take_talk import take_talk
from services.loans.commands.tell_file_access import tell_file_access
from services.loans.commands.tick_hand_over import tick_hand_over
from services.loans.commands.try_gateway import try_gateway
from services.loans.commands.use_card import come_in, leave, try_card
from services.loans.commands.withdraw_request import withdraw_request
from services.loans.event_handlers import project_devices as devices
from services.loans.event_handlers import project_others as others
from services.loans.event_handlers.on_along_replaced import on_along_replaced
from services.loans.event_handlers.on_claim_refused import on_claim_refused
from services.loans.event_handlers.on_device_found import on_device_found
from services.loans.event_handlers.on_device_lost import on_device_lost
from services.loans.event_handlers.on_device_ready import on_device_ready
from services.loans.event_handlers.on_device_reserved import on_device_reserved
from services.loans.event_handlers.on_device_retired import on_device_retired
from services.loans.event_handlers.on_device_status_changed import on_device_status_changed
from services.loans.event_handlers.on_device_wiped import on_device_wiped
from services.loans.event_handlers.on_loan_started import on_loan_started
from services.loans.event_handlers.on_loaner_reserved import on_loaner_reserved
from services.loans.event_handlers.on_request_waiting import on_request_waiting
from services.loans.event_handlers.on_reservation_expired import on_reservation_expired
from services.loans.event_handlers.on_visit_recorded import on_visit_recorded
from services.loans.store.closed import TELL
from services.loans.store.unit import LoansUnit
from services.loans.web import (
    agreement_pages,
    agreement_text_pages,
    cards_pages,
    choose_pages,
    closed_pages,
    counter_pages,
    disclosures_api,
    families_api,
    family_door,
    family_loans,
    family_pages,
    family_rights_pages,
    family_signing,
    finding_api,
    hand_out_pages,
    households_api,
    households_pages,
    join_pages,
    later_pages,
    line_figures_pages,
    line_pages,
    loans_api,
    loans_pages,
    machines_pages,
    paper_pages,
    partner_pages,
    people_pages,
    phone_pages,
    places_pages,
    reach_pages,
    refer_pages,
    requests_api,
    requests_pages,
    rights_pages,
    seal_pages,
    sending_pages,
    touch_pages,
    wording_editor_pages,
    wording_pages,
)
from services.loans.web.closed_door import closed_door
from services.loans.web.texts import REFUSALS
from shared.contracts import loans as events
from shared.contracts.helpdesk import TicketClosed, TicketOpened, VisitRecorded
from shared.contracts.inventory import (
    AccessoriesPrepared,
    AlongReplaced,
    ClaimRefused,
    DeviceCorrected,
    DeviceFound,
    DeviceGivenOut,
    DeviceLost,
    DeviceReady,
    DeviceRegistered,
    DeviceReserved,
    DeviceRetired,
    DeviceReturned,
    DeviceStatusChanged,
    DeviceWiped,
    InternetAnnounced,
    LoanerReserved,
    ReservationExpired,
)
from shared.contracts.loans import RequestWaiting
from shared.runtime.service import Service

loans = Service(
    "loans",
    unit=LoansUnit,
    publishes=events.EVENTS,
    commands=[
        register_household,
        correct_household,
        record_consent,
        register_place,
        correct_place,
        add_contact,
        drop_contact,
        put_back_contact,
        trust_person,
        drop_trusted,
        put_back_trusted,
        note_referral,
        renew_referral,
        join_families,
        part_family,
        tell_apart,
        disclose_contacts,
        forget_household,
        close_file,
        open_file,
        open_what_i_closed,
        choose_file_readers,
        tell_file_access,
        give_card,
        block_card,
        open_card,
        give_pin,
        try_card,
        come_in,
        leave,
        find_families,
        ask_for_device,
        withdraw_request,
        move_request,
        choose_device,
        come_back,
        note_offers,
        note_no_answer,
        begin_counter,
        welcome_family,
        other_family,
        ask_at_counter,
        take_counter,
        close_counter,
        reopen_counter,
        take_talk,
        note_talk,
        match_request,
        match_device,
        daily_round,
        keep_round,
        forget_again,
        lose_along,
        find_along,
        replace_along,
        prepare_loan,
        prepare_agreement,
        note_printed,
        sign_agreement,
        show_phone_code,
        withdraw_phone_code,
        let_partner_give,
        take_partner_code_back,
        undo_give_for_us,
        show_phone_code_for_us,
        give_for_us,
        sign_and_give_for_us,
        bring_paper_photo,
        settle_paper_photo,
        keep_seal,
        ask_for_more,
        drop_more,
        give_more,
        take_some_back,
        bring_later,
        tick_hand_over,
        say_lost,
        say_found,
        extend_loan,
        request_return,
        keep_loan,
        end_loan,
        edit_wording,
        drop_draft,
        publish_wording,
        use_default_wording,
        use_own_wording,
        note_readers,
        drop_reading,
        say_reach,
        message_sent,
        message_not_sent,
        note_call,
        show_number,
        try_gateway,
    ],
    reacts_to={
        RequestWaiting: on_request_waiting,
        events.LoanStarted: on_loan_started,
        DeviceReady: on_device_ready,
        DeviceReserved: on_device_reserved,
        ReservationExpired: on_reservation_expired,
        ClaimRefused: on_claim_refused,
        LoanerReserved: on_loaner_reserved,
        DeviceStatusChanged: on_device_status_changed,
        DeviceRetired: on_device_retired,
        DeviceLost: on_device_lost,
        DeviceFound: on_device_found,
        AlongReplaced: on_along_replaced,
        DeviceWiped: on_device_wiped,
        VisitRecorded: on_visit_recorded,
    },
    projects={
        DeviceRegistered: devices.project_device_registered,
        DeviceCorrected: devices.project_device_corrected,
        DeviceReady: devices.project_device_ready,
        DeviceReserved: devices.project_device_reserved,
        ReservationExpired: devices.project_reservation_expired,
        ClaimRefused: devices.project_claim_refused,
        LoanerReserved: devices.project_loaner_reserved,
        DeviceGivenOut: devices.project_device_given_out,
        DeviceStatusChanged: devices.project_device_status_changed,
        DeviceReturned: devices.project_device_returned,
        DeviceRetired: devices.project_device_retired,
        DeviceLost: devices.project_device_lost,
        DeviceFound: devices.project_device_found,
        AccessoriesPrepared: devices.project_accessories_prepared,
        InternetAnnounced: devices.project_internet_announced,
        TicketOpened: others.project_ticket_opened,
        TicketClosed: others.project_ticket_closed,
    },
    projection_tables=["known_device", "device_fit", "known_ticket", "known_internet"],
    after_replay=match_all,
    jobs={
        DAILY_ROUND: daily_round,
        TOUCH_ROUND: touch_round,
        TOUCH_ONE: touch_one,
        KEEP_ROUND: keep_round,
        FORGET_AGAIN: forget_again,
        TELL: tell_file_access,
    },
    after_failure={DAILY_ROUND: daily_round_failed, TOUCH_ROUND: touch_round_failed, KEEP_ROUND: keep_round_failed},
    errands={PASS_ON: PassOn},
    routers=[
        requests_pages.router,
        line_pages.router,
        line_figures_pages.router,
        choose_pages.router,
        counter_pages.router,
        refer_pages.router,
        households_pages.router,
        people_pages.router,
        join_pages.router,
        places_pages.router,
        cards_pages.router,
        family_pages.router,
        family_signing.router,
        family_loans.router,
        reach_pages.router,
        family_rights_pages.router,
        rights_pages.router,
        closed_pages.router,
        closed_pages.api,
        family_door.router,
        loans_pages.router,
        machines_pages.router,
        later_pages.router,
        touch_pages.router,
        agreement_pages.router,
        agreement_text_pages.router,
        wording_pages.router,
        wording_editor_pages.router,
        phone_pages.router,
        partner_pages.router,
        hand_out_pages.router,
        paper_pages.router,
        seal_pages.router,
        sending_pages.router,
        requests_api.router,
        households_api.router,
        families_api.router,
        loans_api.router,
        disclosures_api.router,
        finding_api.router,
    ],
    serves=("family",),
    refusals=REFUSALS,
    door=closed_door,
)
