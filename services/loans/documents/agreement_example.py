"""A family, a machine and an organisation that do not exist: to look at the text of an agreement before anybody signs one."""

from datetime import date

from services.loans.documents.agreement_text import AgreementFacts
from shared.contracts.vocabulary import Accessory
from shared.language.translate import only_dutch

EXAMPLE = AgreementFacts(
    organisation="Digibank Voorbeeld",
    help_line="012 34 56 78",
    help_place=only_dutch("Voorbeeldstraat 1, dinsdag van 14 tot 17 uur"),
    call_name="Noor",
    household_code="KIWI-42",
    code="KX4-72M",
    maker="Lenovo",
    model="ThinkPad X240",
    accessories=(Accessory.CHARGER, Accessory.MOUSE, Accessory.BAG),
    look_again_on=date(2027, 9, 1),
    ask_about_data=None,
)
