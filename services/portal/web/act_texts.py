"""What somebody did, as the audit log says it. The names are those of the commands of all services; a test compares."""

from collections.abc import Mapping

from shared.language.translate import _

ACT: Mapping[str, str] = {
    # portal
    "set_up_organisation": _("Digibank begonnen"),
    "change_organisation": _("Naam of hulplijn veranderd"),
    "change_colour": _("Kleur veranderd"),
    "change_logo": _("Logo veranderd"),
    "change_opening": _("Openingsuren veranderd"),
    "add_exception": _("Andere uren op een dag gezet"),
    "remove_exception": _("Andere uren op een dag weggehaald"),
    "change_rhythm": _("Ritme veranderd"),
    "add_person": _("Iemand toegevoegd"),
    "change_roles": _("Rollen veranderd"),
    "remove_person": _("Iemand weggehaald"),
    "new_start_code": _("Nieuwe startcode gegeven"),
    "choose_password": _("Met een startcode een wachtwoord gekozen"),
    "change_password": _("Wachtwoord veranderd"),
    "change_name": _("Eigen naam veranderd"),
    "sign_in": _("Aangemeld"),
    "sign_in_refused": _("Aanmelden mislukt"),
    "start_code_refused": _("Startcode klopte niet"),
    "sign_out": _("Afgemeld"),
    "end_session": _("Een sessie gestopt"),
    "export_audit": _("Logboek bewaard als bestand"),
    "add_passkey": _("Passkey toegevoegd"),
    "remove_passkey": _("Passkey weggehaald"),
    "set_pin": _("Pincode gekozen"),
    "drop_pin": _("Pincode weggehaald"),
    "share_device": _("Toestel gedeeld met collega’s"),
    "end_other_sessions": _("Andere sessies gestopt"),
    "change_provider": _("Eigen aanmelddienst ingesteld"),
    "remove_provider": _("Eigen aanmelddienst weggehaald"),
    "link_identity": _("Account gekoppeld"),
    "unlink_identity": _("Account losgekoppeld"),
    "replay_letter": _("Mislukte gebeurtenis opnieuw geprobeerd"),
    "discard_letter": _("Mislukte gebeurtenis weggegooid"),
    "replay_job": _("Mislukte taak opnieuw geprobeerd"),
    "discard_job": _("Mislukte taak weggegooid"),
    # inventory
    "register_device": _("Toestel ingeschreven"),
    "record_wipe": _("Wissen genoteerd"),
    "check_wipe": _("Wissen nagekeken"),
    "make_ready": _("Toestel klaargezet"),
    "take_back_device": _("Toestel teruggenomen"),
    "answer_files_question": _("Gevraagd wat er met de bestanden gebeurt"),
    "note_files_saved": _("Bestanden bewaard"),
    "retire_device": _("Toestel weggedaan"),
    # loans
    "register_household": _("Gezin ingeschreven"),
    "correct_household": _("Gegevens van een gezin verbeterd"),
    "record_consent": _("Wens van een gezin genoteerd"),
    "disclose_contacts": _("Naam of nummer van een gezin bekeken"),
    "give_card": _("Kaart gegeven aan een gezin"),
    "give_pin": _("Nieuwe pincode gegeven voor een kaart"),
    "block_card": _("Kaart geblokkeerd"),
    "open_card": _("Kaart weer geopend"),
    "ask_for_device": _("Toestel gevraagd"),
    "withdraw_request": _("Vraag naar een toestel stopgezet"),
    "prepare_agreement": _("Afspraak klaargezet"),
    "remember_language": _("Taal van de afspraak gekozen"),
    "sign_agreement": _("Afspraak getekend"),
    "extend_loan": _("Lening verlengd"),
    "request_return": _("Teruggave gevraagd"),
    "keep_loan": _("Lening loopt toch door"),
    "end_loan": _("Lening gestopt"),
    # helpdesk
    "open_ticket": _("Vraag genoteerd"),
    "open_by_code": _("Vraag over een toestel genoteerd"),
    "add_note": _("Notitie gemaakt"),
    "request_callback": _("Gevraagd om terug te bellen"),
    "note_callback_done": _("Terugbellen genoteerd"),
    "triage_ticket": _("Beslist over een vraag"),
    "ask_loaner": _("Leentoestel gevraagd"),
    "finish_repair": _("Herstelling afgerond"),
    "close_ticket": _("Vraag afgesloten"),
    "reopen_ticket": _("Vraag weer geopend"),
    "claim_visit": _("Bezoek op zich genomen"),
    "let_go_visit": _("Bezoek doorgegeven"),
    "record_visit": _("Bezoek genoteerd"),
    # skills
    "enrol_learner": _("Iemand ingeschreven om te leren"),
    "give_code": _("Code gegeven om te leren"),
    "answer_question": _("Vraag beantwoord"),
    "stop_assessment": _("Vragen even gestopt"),
    "start_again": _("Vragen opnieuw begonnen"),
    "choose_goals": _("Doelen gekozen"),
    "choose_sharing": _("Gekozen wie het mag zien"),
}
"""In the past, as a line of a log: somebody did this."""


def act_words(act: str) -> str:
    """What was done. One that is not known, because a service is newer than this one, is shown by its name."""
    return ACT.get(act, act.replace("_", " "))
