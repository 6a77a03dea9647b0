"""Postal addresses: a street with its number, a street alone, a postal code with its town."""

from __future__ import annotations

import re
from collections.abc import Iterator

from teema.privacy.finding import Found
from teema.privacy.places import is_municipality

__all__ = ["find_addresses", "find_postal_codes"]

_ENDS = (
    r"(?:katu|kadu|tie|polku|polu|kuja|raitti|raiti|väylä|kaari|kaare|rinne|rintee|penger|penkere|aukio|tori"
    r"|puistikko|puistiko|portti|porti|kierto|kierro|ranta|ranna|laita|laida|esplanadi|bulevardi|linja|mutka|mutkä)"
)
_CASE = r"(?:n|a|ä|ta|tä|lla|llä|lle|lta|ltä|ssa|ssä|sta|stä|lla|ltä|an|en|un|in|hen)?"
_SWEDISH = r"(?:gatan|vägen|stigen|gränden|gränd|esplanaden|stranden)"
_NUMBER = (
    r"[ \u00a0](\d{1,3}(?:[-\u2013]\d{1,3})?(?:[ \u00a0]?[A-ZÅa-hå](?![a-zåäö]))?"
    r"(?:[ \u00a0]\d{1,3}(?!\d|[.,]\d))?(?::\w+)?)"
)
_STREET = re.compile(
    rf"(?<![\w-])(?:(?:[A-ZÅÄÖ][\wåäöé]*(?:[-\u2013][A-ZÅÄÖ]?[\wåäöé]+)?(?:{_ENDS}{_CASE}|{_SWEDISH}))"
    rf"|(?:[A-ZÅÄÖ][a-zåäöé]+[ \u00a0])?(?:[A-ZÅÄÖ][a-zåäöé]+n[ \u00a0])(?:{_ENDS}{_CASE}))(?:{_NUMBER})?(?!\w)"
)
_SMALL = re.compile(rf"(?<![\w-])[a-zåäöé]{{3,}}(?:katu|kadu|tie|kuja|polku|polu)(?:lla|lta|lle|n)?{_NUMBER}(?!\w)")
_POSTAL = re.compile(r"(?<![\w-])(?:FI-)?\d{5}[ \u00a0]+([A-ZÅÄÖ][a-zåäö]+)")
_ROADS = re.compile(
    r"^(?:valta|kanta|seutu|moottori|rauta|maan|kylä|pää|kehä|yhdys|koti|ilmais|umpi|kiito)tie|^kehätie", re.IGNORECASE
)
# Roads that are no addresses, and words that only end like a street.
_OTHERS = re.compile(
    r"^(?:oikotie|elämäntie|maantie|rautatie|päätie|kehätie|kotitie|hengitystie|sukupolvi|katu|tie|polku|kuja|tori"
    r"|ranta|kaari|portti|linja|aukio|rinne|raitti|kierto|laita|mutka|hätälinja|aloituslinja|kauppatori|\w*historia"
    r"|uimaranta|hiekkaranta|sateenkaari|ihmissuhdetie|helsinginkatu|urapolku|palvelupolku|hoitopolku|luontopolku"
    r"|opintopolku|hoitoketju|kuntoutuspolku|asiakaspolku|koulutuspolku|lapsiportti)" + _CASE + "$",
    re.IGNORECASE,
)


def find_addresses(text: str) -> Iterator[Found]:
    """Yield streets: sure with a number, unsure without one or in small letters.

    Example:
        >>> [found.text for found in find_addresses("Asun Torikadulla, Torikatu 5 B 12.")]
        ['Torikadulla', 'Torikatu 5 B 12']
    """
    for match in _STREET.finditer(text):
        name = match[0].split(" ")[0] if match[1] else match[0]
        first = not text[: match.start()].strip() or text[: match.start()].rstrip()[-1:] in ".!?:\n"
        if _ROADS.search(name) or _OTHERS.match(name) or (match[1] is None and (first or not _named(match[0]))):
            continue
        yield _found(match, sure=match[1] is not None)
    for match in _SMALL.finditer(text):
        name = match[0].split(" ")[0]
        if not _ROADS.search(name) and not _OTHERS.match(name):
            yield _found(match, sure=False)


def find_postal_codes(text: str) -> Iterator[Found]:
    """Yield postal codes with their town; sure when it is a municipality."""
    for match in _POSTAL.finditer(text):
        sure = is_municipality(match[1])
        yield Found(*match.span(), "postal", match[0], match[0].lower(), sure, "reason_list" if sure else "reason_form")


def _named(text: str) -> bool:
    """Say whether it ends as only streets do: a Meriranta or a Kauppatori is not one for sure."""
    return re.search(rf"(?:katu|kadu|tie|kuja|polku|polu|raitti|raiti){_CASE}$|{_SWEDISH}$", text) is not None


def _found(match: re.Match[str], *, sure: bool) -> Found:
    return Found(*match.span(), "address", match[0], match[0].lower(), sure, "reason_form", rank=1)
