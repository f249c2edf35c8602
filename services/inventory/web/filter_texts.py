"""The words of what one can choose in the list of machines, in Dutch; they are shown in the language of who reads them."""

from services.inventory.domain.device_filter import Order
from shared.language.translate import _

CHOICE = {
    "status": _("Stand"),
    "stage": _("Op de werkbank"),
    "kind": _("Soort"),
    "donor": _("Gever"),
    "lot": _("Schenking"),
    "place": _("Plaats"),
    "label": _("Label"),
    "memory": _("Geheugen, minstens"),
    "keyboard": _("Toetsenbord"),
    "fits": _("Goed genoeg voor"),
    "looks": _("Hoe het eruitziet"),
    "works": _("Hoe goed het werkt"),
}
"""What each list of choices is called, in the order of the form."""
FLAG = {
    "lost": _("Verloren of gestolen"),
    "ending": _("Reservering loopt bijna af"),
    "stale": _("Lang niet bijgewerkt"),
}
ORDER = {
    Order.NEWEST: _("Nieuwste eerst"),
    Order.CODE: _("Op code"),
    Order.MODEL: _("Op merk en model"),
}
ANY = _("Alle")
MORE = {Order.NEWEST: _("Toon oudere toestellen"), Order.CODE: _("Toon de volgende"), Order.MODEL: _("Toon de volgende")}
NOT_HERE = _("staat niet meer op de lijst")
COLUMN = {
    "code": _("Code"),
    "state": _("Stand"),
    "stage": _("Op de werkbank"),
    "kind": _("Soort"),
    "maker": _("Merk"),
    "model": _("Model"),
    "serial": _("Serienummer"),
    "year": _("Bouwjaar"),
    "processor": _("Processor"),
    "memory": _("Geheugen in GB"),
    "screen": _("Scherm in inch"),
    "battery": _("Batterij in procent"),
    "keyboard": _("Toetsenbord"),
    "operating_system": _("Besturingssysteem"),
    "updated_on": _("Laatste update op"),
    "warranty_until": _("Garantie tot en met"),
    "looks": _("Hoe het eruitziet"),
    "works": _("Hoe goed het werkt"),
    "place": _("Plaats"),
    "labels": _("Labels"),
    "lost": _("Verloren of gestolen"),
    "donor": _("Gever"),
    "received_on": _("Gekregen op"),
    "registered_on": _("Binnengebracht op"),
    "retired_on": _("Uit gebruik op"),
}
"""The heads of the columns of a list that is taken along."""
