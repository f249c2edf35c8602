"""Inventory: devices and their drives, from the moment they come in until they go to no family any more."""

from services.inventory.commands.accept_sheet import accept_sheet
from services.inventory.commands.add_report import add_report
from services.inventory.commands.answer_files_question import answer_files_question
from services.inventory.commands.arrange_checklist import arrange_checklist
from services.inventory.commands.attach_wipe_file import attach_wipe_file
from services.inventory.commands.bring_sheet import bring_sheet
from services.inventory.commands.bring_wipe_evidence import bring_wipe_evidence
from services.inventory.commands.certify_hand_over import certify_hand_over
from services.inventory.commands.change_kits import remove_kit, save_kit
from services.inventory.commands.change_lot import change_lot
from services.inventory.commands.change_photos import FORGET_PHOTO, add_photo, forget_photo, put_back_photo, remove_photo
from services.inventory.commands.change_short_list import add_to_list, put_back_on_list, rename_on_list, take_off_list
from services.inventory.commands.change_sims import add_sim, change_sim, mark_sim, put_sim_in
from services.inventory.commands.change_sticker_settings import change_sticker_settings
from services.inventory.commands.change_things import add_thing, change_thing, move_thing, remove_thing, undo_movement
from services.inventory.commands.change_use import change_use, reset_use
from services.inventory.commands.change_views import put_back_view, remove_view, rename_view, save_view
from services.inventory.commands.check_wipe import check_wipe
from services.inventory.commands.choose_wipe_rule import choose_wipe_rule
from services.inventory.commands.close_stock_take import close_stock_take
from services.inventory.commands.correct_device import correct_device, note_update, place_device
from services.inventory.commands.count_device import count_device, uncount_device
from services.inventory.commands.daily_round import KIND as DAILY_ROUND
from services.inventory.commands.daily_round import daily_round, daily_round_failed
from services.inventory.commands.describe_end import describe_end
from services.inventory.commands.donor_link import choose_for_donor, end_donor_link, make_donor_link
from services.inventory.commands.drop_reports import KIND as READ_REPORT
from services.inventory.commands.drop_reports import drop_report, drop_reports, read_dropped
from services.inventory.commands.expect_return import expect_return
from services.inventory.commands.finish_checklist import finish_check, finish_installation, undo_check, undo_installation
from services.inventory.commands.finish_repair import finish_repair
from services.inventory.commands.forget_reports import KIND as FORGET_REPORTS
from services.inventory.commands.forget_reports import forget_reports
from services.inventory.commands.forget_serial import forget_serial
from services.inventory.commands.forget_sheet import KIND as FORGET_SHEET
from services.inventory.commands.forget_sheet import drop_sheet, forget_sheet
from services.inventory.commands.give_away_device import give_away_device
from services.inventory.commands.give_out_device import give_out_device
from services.inventory.commands.hand_over_devices import hand_over_devices
from services.inventory.commands.internet_round import KIND as INTERNET_ROUND
from services.inventory.commands.internet_round import internet_round, internet_round_failed
from services.inventory.commands.judge_again import KIND as JUDGE_AGAIN
from services.inventory.commands.judge_again import judge_again
from services.inventory.commands.keep_longer import keep_longer
from services.inventory.commands.keep_password import keep_password, remove_password, reveal_password
from services.inventory.commands.lend_loaner import keep_loaner, keep_loaner_for_good, lend_loaner, release_loaner
from services.inventory.commands.lose_device import find_device, lose_device
from services.inventory.commands.make_ready import make_ready
from services.inventory.commands.mean_device_for import mean_device_for
from services.inventory.commands.note_files_saved import note_files_saved
from services.inventory.commands.open_lot import open_lot
from services.inventory.commands.plan_sheet import plan_sheet
from services.inventory.commands.prepare_along import loosen_companion, prepare_along
from services.inventory.commands.record_wipe import record_wipe
from services.inventory.commands.register_by_hand import register_by_hand
from services.inventory.commands.register_device import register_device
from services.inventory.commands.register_waiting import register_waiting
from services.inventory.commands.remark import add_remark, finish_remark, reopen_remark
from services.inventory.commands.repair_device import start_repair, stop_repair
from services.inventory.commands.reserve_device import release_device, reserve_device
from services.inventory.commands.retire_device import retire_device
from services.inventory.commands.say_which_went import say_which_went
from services.inventory.commands.scan_serial import scan_serial
from services.inventory.commands.send_to_partner import send_to_partner, take_from_partner
from services.inventory.commands.settle_along import settle_along
from services.inventory.commands.settle_report import settle_report
from services.inventory.commands.settle_thing import take_back_thing, write_off_thing
from services.inventory.commands.skip_rows import skip_rows
from services.inventory.commands.start_stock_take import start_stock_take
from services.inventory.commands.swap_drive import add_drive, put_in_drive, take_out_drive
from services.inventory.commands.take_back_device import take_back_device
from services.inventory.commands.take_in_rows import KIND as TAKE_IN
from services.inventory.commands.take_in_rows import take_in_rows
from services.inventory.commands.undo_hand_over import undo_hand_over
from services.inventory.commands.undo_sheet import KIND as UNDO
from services.inventory.commands.undo_sheet import undo_rows, undo_sheet
from services.inventory.commands.use_again import use_again
from services.inventory.commands.weigh_kind import weigh_kind
from services.inventory.commands.wipe_loose_drive import check_loose_wipe, record_loose_wipe
from services.inventory.event_handlers.on_agreement_signed import on_agreement_signed
from services.inventory.event_handlers.on_claim_dropped import on_claim_dropped
from services.inventory.event_handlers.on_device_claimed import on_device_claimed
from services.inventory.event_handlers.on_device_swapped import on_device_swapped
from services.inventory.event_handlers.on_items_added import on_items_added
from services.inventory.event_handlers.on_items_returned import on_items_returned
from services.inventory.event_handlers.on_loan_ended import on_loan_ended
from services.inventory.event_handlers.on_loaner_added import on_loaner_added
from services.inventory.event_handlers.on_loaner_declined import on_loaner_declined
from services.inventory.event_handlers.on_loaner_requested import on_loaner_requested
from services.inventory.event_handlers.on_loaner_returned import on_loaner_returned
from services.inventory.event_handlers.on_repair_finished import on_repair_finished
from services.inventory.event_handlers.on_request_withdrawn import on_request_withdrawn
from services.inventory.event_handlers.on_ticket_closed import on_ticket_closed
from services.inventory.event_handlers.on_ticket_triaged import on_ticket_triaged
from services.inventory.event_handlers.project_holders import project_household_erased, project_loan_ended, project_loan_started
from services.inventory.event_handlers.project_tickets import (
    project_repair_finished,
    project_ticket_closed,
    project_ticket_opened,
    project_ticket_triaged,
)
from services.inventory.store.unit import InventoryUnit
from services.inventory.web import (
    accessories_api,
    along_page,
    api,
    board_api,
    board_pages,
    by_hand_page,
    certificate_page,
    checklist_pages,
    device_page,
    donor_pages,
    drive_api,
    drive_page,
    drop_page,
    end_page,
    evidence_page,
    export_pages,
    facts_api,
    facts_page,
    figures_pages,
    finding_api,
    fit_page,
    given_page,
    held_api,
    history_page,
    intake_page,
    kits_page,
    lost_pages,
    lot_api,
    lot_pages,
    not_updated_page,
    out_api,
    pages,
    partner_page,
    password_page,
    photo_page,
    recycling_pages,
    report_page,
    reuse_pages,
    scan_page,
    sheet_pages,
    sheet_steps,
    short_list_page,
    sims_pages,
    sticker_pages,
    stock_take_api,
    stock_take_pages,
    stock_take_result_pages,
    things_pages,
    uses_api,
    uses_pages,
    view_pages,
    views_api,
    which_pages,
    wipe_rule_page,
)
from services.inventory.web.refusal_texts import REFUSALS
from shared.contracts import helpdesk, loans
from shared.contracts import inventory as events
from shared.runtime.service import Service

inventory = Service(
    "inventory",
    unit=InventoryUnit,
    publishes=events.EVENTS,
    commands=[
        open_lot,
        change_lot,
        make_donor_link,
        choose_for_donor,
        end_donor_link,
        register_device,
        register_by_hand,
        scan_serial,
        forget_serial,
        register_waiting,
        drop_reports,
        drop_report,
        settle_report,
        add_report,
        record_wipe,
        check_wipe,
        finish_check,
        undo_check,
        finish_installation,
        undo_installation,
        make_ready,
        take_back_device,
        answer_files_question,
        note_files_saved,
        retire_device,
        bring_sheet,
        plan_sheet,
        skip_rows,
        accept_sheet,
        drop_sheet,
        undo_sheet,
        describe_end,
        use_again,
        give_away_device,
        hand_over_devices,
        certify_hand_over,
        undo_hand_over,
        weigh_kind,
        change_use,
        reset_use,
        mean_device_for,
        keep_longer,
        bring_wipe_evidence,
        attach_wipe_file,
        take_out_drive,
        put_in_drive,
        add_drive,
        record_loose_wipe,
        check_loose_wipe,
        choose_wipe_rule,
        change_sticker_settings,
        start_stock_take,
        count_device,
        uncount_device,
        close_stock_take,
        lose_device,
        find_device,
        add_remark,
        finish_remark,
        reopen_remark,
        arrange_checklist,
        correct_device,
        place_device,
        note_update,
        send_to_partner,
        take_from_partner,
        add_to_list,
        take_off_list,
        put_back_on_list,
        rename_on_list,
        add_photo,
        remove_photo,
        put_back_photo,
        save_view,
        rename_view,
        remove_view,
        put_back_view,
        keep_password,
        remove_password,
        reveal_password,
        add_thing,
        change_thing,
        move_thing,
        undo_movement,
        remove_thing,
        save_kit,
        remove_kit,
        prepare_along,
        loosen_companion,
        settle_along,
        take_back_thing,
        write_off_thing,
        say_which_went,
        add_sim,
        change_sim,
        put_sim_in,
        mark_sim,
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
        daily_round,
        internet_round,
        judge_again,
    ],
    reacts_to={
        loans.DeviceClaimed: on_device_claimed,
        loans.ClaimDropped: on_claim_dropped,
        loans.RequestWithdrawn: on_request_withdrawn,
        loans.AgreementSigned: on_agreement_signed,
        loans.LoanEnded: on_loan_ended,
        loans.ItemsAdded: on_items_added,
        loans.ItemsReturned: on_items_returned,
        loans.LoanerAdded: on_loaner_added,
        loans.LoanerDeclined: on_loaner_declined,
        loans.LoanerReturned: on_loaner_returned,
        loans.DeviceSwapped: on_device_swapped,
        helpdesk.TicketTriaged: on_ticket_triaged,
        helpdesk.RepairFinished: on_repair_finished,
        helpdesk.TicketClosed: on_ticket_closed,
        helpdesk.LoanerRequested: on_loaner_requested,
    },
    projects={
        helpdesk.TicketOpened: project_ticket_opened,
        helpdesk.TicketTriaged: project_ticket_triaged,
        helpdesk.RepairFinished: project_repair_finished,
        helpdesk.TicketClosed: project_ticket_closed,
        loans.LoanStarted: project_loan_started,
        loans.LoanEnded: project_loan_ended,
        loans.HouseholdErased: project_household_erased,
    },
    projection_tables=["known_ticket", "told_history", "known_holder"],
    jobs={
        READ_REPORT: read_dropped,
        FORGET_REPORTS: forget_reports,
        FORGET_PHOTO: forget_photo,
        DAILY_ROUND: daily_round,
        JUDGE_AGAIN: judge_again,
        INTERNET_ROUND: internet_round,
        TAKE_IN: take_in_rows,
        UNDO: undo_rows,
        FORGET_SHEET: forget_sheet,
    },
    after_failure={DAILY_ROUND: daily_round_failed, INTERNET_ROUND: internet_round_failed},
    routers=[
        things_pages.router,
        kits_page.router,
        along_page.router,
        sims_pages.router,
        which_pages.router,
        which_pages.api,
        accessories_api.router,
        out_api.router,
        sheet_pages.router,
        sheet_steps.router,
        end_page.router,
        recycling_pages.router,
        figures_pages.router,
        reuse_pages.router,
        intake_page.router,
        by_hand_page.router,
        report_page.router,
        drop_page.router,
        lot_pages.router,
        donor_pages.router,
        given_page.router,
        scan_page.router,
        sticker_pages.router,
        not_updated_page.router,
        pages.router,
        export_pages.router,
        view_pages.router,
        views_api.router,
        device_page.router,
        fit_page.router,
        uses_pages.router,
        evidence_page.router,
        drive_page.router,
        certificate_page.router,
        wipe_rule_page.router,
        stock_take_pages.router,
        stock_take_result_pages.router,
        api.router,
        lot_api.router,
        board_pages.router,
        checklist_pages.router,
        lost_pages.router,
        board_api.router,
        facts_page.router,
        partner_page.router,
        photo_page.router,
        password_page.router,
        history_page.router,
        short_list_page.router,
        facts_api.router,
        uses_api.router,
        drive_api.router,
        stock_take_api.router,
        finding_api.router,
        held_api.router,
    ],
    refusals=REFUSALS,
    serves=("given",),
)
