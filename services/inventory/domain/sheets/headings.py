"""What the columns of a list say, told by their headings in Dutch, French or English."""

import re
from collections.abc import Sequence
from enum import StrEnum

from services.inventory.domain.search import plain
from services.inventory.domain.sheets.table import ABOVE, Row


class Field(StrEnum):
    """What a column can say of a machine."""

    KIND = "kind"
    MAKER = "maker"
    MODEL = "model"
    SERIAL = "serial"
    ASSET_TAG = "asset_tag"
    PROCESSOR = "processor"
    MEMORY = "memory"
    DRIVE = "drive"
    MEDIUM = "medium"
    DRIVE_SERIAL = "drive_serial"
    COUNT = "count"
    PERSONAL = "personal"
    """About a person: never kept, and nobody can choose it for a column or away from one."""


_WORDS: dict[Field, str] = {
    Field.KIND: "soort, type toestel, soort toestel, toesteltype, apparaattype, categorie, category, categorie materiel, "
    "type d appareil, type de materiel, genre, kind, device type, asset type, form factor, chassis",
    Field.MAKER: "merk, fabrikant, maker, producent, marque, fabricant, constructeur, brand, make, manufacturer, vendor",
    Field.MODEL: "model, modelnaam, modele, type, merk en model, merk model, toestel, apparaat, omschrijving, beschrijving, "
    "appareil, description, designation, model name, product, product name, device, marque et modele, make and model, artikel",
    Field.SERIAL: "serienummer, serienr, serie nr, serie nummer, serial, serial number, serial no, sn, s n, service tag, "
    "servicetag, numero de serie, n de serie, no de serie, n serie, num serie, sernr",
    Field.ASSET_TAG: "inventarisnummer, inventarisnr, inventaris nr, inventaris, asset tag, assettag, asset, asset nr, "
    "asset number, asset id, tag, numero d inventaire, no inventaire, n inventaire, inventory number, stamnummer, barcode",
    Field.PROCESSOR: "processor, cpu, processeur, proc",
    Field.MEMORY: "geheugen, ram, intern geheugen, werkgeheugen, memory, memoire, memoire vive, "
    "ram gb, geheugen gb, memory gb, ram go",
    Field.DRIVE: "schijf, harde schijf, schijfgrootte, opslag, opslagcapaciteit, schijf gb, disk, hard disk, disk size, drive, "
    "storage, hdd, ssd, hdd ssd, ssd hdd, disque, disque dur, stockage, capacite, ssd gb, hdd gb, disk gb, storage gb",
    Field.MEDIUM: "soort schijf, type schijf, schijftype, disk type, drive type, storage type, type de disque, type disque",
    Field.DRIVE_SERIAL: "serienummer schijf, schijf serienummer, drive serial, disk serial, drive serial number, hdd serial, "
    "ssd serial, numero de serie du disque",
    Field.COUNT: "aantal, stuks, hoeveelheid, quantity, qty, count, nombre, quantite, qte",
    Field.PERSONAL: "naam, voornaam, familienaam, achternaam, gebruiker, gebruikersnaam, medewerker, werknemer, personeelslid, "
    "eigenaar, leerling, leerkracht, cursist, klant, e mail, email, mail, mailadres, telefoon, "
    "telefoonnummer, gsm, gsm nummer, adres, rijksregisternummer, rijksregisternr, rijksregister, rrn, insz, geboortedatum, "
    "nom, prenom, utilisateur, employe, eleve, "
    "proprietaire, courriel, telephone, adresse, numero national, registre national, niss, name, first name, last name, user, "
    "user name, username, assigned to, assigned user, toegewezen aan, laatste gebruiker, last user, primary user, employee, owner, "
    "student, teacher, phone, phone number, address, date of birth, wachtwoord, paswoord, password, mot de passe, login",
}
HEADINGS = {word.strip(): (field, rank) for field, words in _WORDS.items() for rank, word in enumerate(words.split(","))}
"""By heading: the field, and how plainly it says so; 0 is plainest."""


def recognised(cells: Sequence[str]) -> list[Field | None]:
    """What each column says if this row is the one with the headings. Of two that say the same the plainest counts; all those about
    persons count."""
    known = [HEADINGS.get(_normal(cell)) for cell in cells]
    plainest: dict[Field, int] = {}
    for column, one in enumerate(known):
        if one is not None and (one[0] not in plainest or one[1] < known[plainest[one[0]]][1]):  # type: ignore[index]
            plainest[one[0]] = column
    return [
        one[0] if one is not None and (one[0] is Field.PERSONAL or plainest[one[0]] == column) else None
        for column, one in enumerate(known)
    ]


def heading_row(rows: Sequence[Row]) -> int:
    """The number of the row with the headings; 0 when none looks like it. Two headings that we know are enough, or one alone in a
    list of one column."""
    scores = [(len({field for field in recognised(row.cells) if field}), row) for row in rows[:ABOVE]]
    most, best = max(scores, key=lambda one: one[0], default=(0, None))
    if best is None or most < min(2, len(best.cells)):
        return 0
    return best.number


def _normal(cell: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", plain(cell[:60])).strip()
