"""Words that headers of survey tools use, in Finnish, Swedish and English."""

from __future__ import annotations

import re

__all__ = [
    "ADDED",
    "IDS",
    "OPEN_HINTS",
    "PERSONAL",
    "POSTCODES",
    "SYSTEM",
    "is_free_text_suffix",
    "is_personal",
    "is_summary_word",
    "strip_free_text_suffix",
]

IDS = frozenset(
    [
        "vastaajanumero",
        "vastaaja",
        "vastaajan tunnus",
        "vastaajatunnus",
        "vastaajan numero",
        "vastaajanro",
        "tunnus",
        "id",
        "#",
        "nro",
        "numero",
        "vastaus id",
        "vastausid",
        "respondent",
        "respondent id",
        "respondentid",
        "response id",
        "responseid",
        "responsenumber",
        "record_id",
        "case",
        "case id",
        "svarande",
        "respondentnummer",
        "svars-id",
        "fsd_id",
    ]
)

SYSTEM = frozenset(
    [
        "vastausaika",
        "response time",
        "svarstid",
        "ilm.aika",
        "timestamp",
        "aikaleima",
        "tidstämpel",
        "completion time",
        "valmistumisaika",
        "start time",
        "aloitusaika",
        "starttid",
        "slutförandetid",
        "submitdate",
        "enddate",
        "startdate",
        "recorddate",
        "recordeddate",
        "datestamp",
        "lastpage",
        "seed",
        "startlanguage",
        "language",
        "kieli",
        "språk",
        "userlanguage",
        "ip address",
        "ipaddress",
        "last modified time",
        "status",
        "progress",
        "finished",
        "duration (in seconds)",
        "vastausaika alkoi",
        "lähetysaika",
    ]
)

PERSONAL = frozenset(
    [
        "sähköposti",
        "vastaajan sähköposti",
        "sähköpostiosoite",
        "email",
        "e-mail",
        "email address",
        "e-post",
        "e-postadress",
        "nimi",
        "name",
        "namn",
        "etunimi",
        "sukunimi",
        "first name",
        "last name",
        "förnamn",
        "efternamn",
        "puhelin",
        "puhelinnumero",
        "phone",
        "phone number",
        "telefon",
        "telefonnummer",
        "puh",
        "puh.",
        "gsm",
        "matkapuhelin",
        "matkapuhelinnumero",
        "telephone",
        "telephone number",
        "mobile",
        "mobile number",
        "mobilnummer",
        "mobiltelefon",
        "yhteystiedot",
        "contact details",
        "kontaktuppgifter",
        "osoite",
        "katuosoite",
        "lähiosoite",
        "kotiosoite",
        "postiosoite",
        "street address",
        "gatuadress",
        "address",
        "adress",
        "postinumero",
        "postnummer",
        "postal code",
        "zip",
        "henkilötunnus",
        "hetu",
        "syntymäaika",
        "date of birth",
        "födelsedatum",
        "ip-osoite",
        "ip-adress",
        "organisationsnummer",
        "personbeteckning",
        "y-tunnus",
        "recipientemail",
        "recipientlastname",
        "recipientfirstname",
    ]
)

# They raise the likelihood that a column is an open question; they never decide alone.
OPEN_HINTS = re.compile(
    r"muu, mikä|muuta|perustel|komment|miksi|kuvaile|kerro|avoin|avovast|palaut|mitä|miten|millai|mikä|"
    r"varför|kommentar|annat, vad|beskriv|berätta|öppen|why|comment|other, please|describe|explain|feedback|tell us",
    re.IGNORECASE,
)

# Columns that people add to an export by hand; they hold the handler's words, not the respondent's.
ADDED = frozenset(
    [
        "huom",
        "huom.",
        "huomio",
        "huomautus",
        "muistiinpano",
        "muistiinpanot",
        "korjattu",
        "käsittelijä",
        "käsitelty",
        "corrected",
        "note",
        "notes",
        "anteckning",
        "anteckningar",
    ]
)

POSTCODES = frozenset(["postinumero", "postnummer", "postal code"])

# First cells of rows that people and programs add below the answers.
_SUMMARY = re.compile(
    r"(yhteensä|keskiarvo|mediaani|summa|keskihajonta|n|ka|total|mean|average|median|sum|totalt|medelvärde|huom)"
    r"[.:]?( *[(=:]? *n? *=? *\d+\)?)?",
    re.IGNORECASE,
)

_FREE_TEXT = re.compile(r"\s+(Avoimet vastaukset|Öppna svar|Open(?:-ended)? (?:answers|responses))$", re.IGNORECASE)


def is_free_text_suffix(text: str) -> bool:
    """Say whether a header ends with the words that mark the text given to an option."""
    return _FREE_TEXT.search(text) is not None


def strip_free_text_suffix(text: str) -> str:
    """Return the header without those words.

    Example:
        >>> strip_free_text_suffix("Muu, mikä? Avoimet vastaukset")
        'Muu, mikä?'
    """
    return _FREE_TEXT.sub("", text)


def is_summary_word(text: str) -> bool:
    """Say whether a cell begins a row of sums.

    Example:
        >>> is_summary_word("Keskiarvo:"), is_summary_word("Yhteensä 27"), is_summary_word("Yhteensä kolme")
        (True, True, False)
    """
    return _SUMMARY.fullmatch(text.strip()) is not None


def is_personal(header: str) -> bool:
    """Say whether a cleaned header asks for what identifies a person; possessive endings are forgiven.

    Example:
        >>> is_personal("Sähköpostiosoitteesi"), is_personal("Nimesi"), is_personal("Nimeä kolme vahvuutta")
        (True, True, False)
    """
    name = header.casefold().rstrip(":*? ").strip()
    name = _YOURS.sub("", name)
    return name in PERSONAL or _INFLECTED.get(name, "") in PERSONAL


_YOURS = re.compile(r"^(vastaajan|oma|sinun|din|ditt|your)\s+|(?<=[aeiouyäö])(si|nne)$")
_INFLECTED = {"nime": "nimi", "etunime": "etunimi", "sukunime": "sukunimi", "osoittee": "osoite",
    "sähköpostiosoittee": "sähköpostiosoite", "henkilötunnukse": "henkilötunnus",
    "yhteystieto": "yhteystiedot", "syntymäaika": "syntymäaika"}  # fmt: skip
