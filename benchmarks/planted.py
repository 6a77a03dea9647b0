"""Sentences with planted identifiers, and sentences with words that only look like them; drawn with a seed.

The forms of names and municipalities are written out by hand, so that they owe nothing to what is measured. Some of
the names are on the lists of teema and some are not; which is looked up when it is measured. Nobody is meant.
"""

from __future__ import annotations

import random
import re
from typing import NamedTuple

__all__ = ["WORKPLACES", "Planted", "marked", "sentences"]

WORKPLACES = ("Ensikoti Pihlaja", "Kulmala", "Satakieli", "Päiväkoti Tuulikello")


class Planted(NamedTuple):
    """A sentence and its identifiers: start, end, kind, and how it was drawn."""

    text: str
    spans: tuple[tuple[int, int, str, str], ...]


# Base, genitive, allative, ablative, partitive.
_GIVEN = """
Maija Maijan Maijalle Maijalta Maijaa
Pekka Pekan Pekalle Pekalta Pekkaa
Antti Antin Antille Antilta Anttia
Kerttu Kertun Kertulle Kertulta Kerttua
Tuomas Tuomaksen Tuomakselle Tuomakselta Tuomasta
Liisa Liisan Liisalle Liisalta Liisaa
Jukka Jukan Jukalle Jukalta Jukkaa
Eeva-Liisa Eeva-Liisan Eeva-Liisalle Eeva-Liisalta Eeva-Liisaa
Johannes Johanneksen Johannekselle Johannekselta Johannesta
Riikka Riikan Riikalle Riikalta Riikkaa
Mikael Mikaelin Mikaelille Mikaelilta Mikaelia
Heikki Heikin Heikille Heikiltä Heikkiä
Sanna Sannan Sannalle Sannalta Sannaa
Markus Markuksen Markukselle Markukselta Markusta
Elina Elinan Elinalle Elinalta Elinaa
Björn Björnin Björnille Björniltä Björniä
Kevin Kevinin Kevinille Keviniltä Keviniä
Veikko Veikon Veikolle Veikolta Veikkoa
Aatu Aatun Aatulle Aatulta Aatua
Inkeri Inkerin Inkerille Inkeriltä Inkeriä
Oskari Oskarin Oskarille Oskarilta Oskaria
Åsa Åsan Åsalle Åsalta Åsaa
Hossein Hosseinin Hosseinille Hosseinilta Hosseinia
Drita Dritan Dritalle Dritalta Dritaa
Xhemal Xhemalin Xhemalille Xhemalilta Xhemalia
Fadumo Fadumon Fadumolle Fadumolta Fadumoa
Nguyet Nguyetin Nguyetille Nguyetilta Nguyetia
Ruslan Ruslanin Ruslanille Ruslanilta Ruslania
Svetlana Svetlanan Svetlanalle Svetlanalta Svetlanaa
Kaur Kaurin Kaurille Kaurilta Kauria
Maarja Maarjan Maarjalle Maarjalta Maarjaa
Liban Libanin Libanille Libanilta Libania
Ayaan Ayaanin Ayaanille Ayaanilta Ayaania
Igor Igorin Igorille Igorilta Igoria
Zeinab Zeinabin Zeinabille Zeinabilta Zeinabia
Wilhelmina Wilhelminan Wilhelminalle Wilhelminalta Wilhelminaa
Tuulevi Tuulevin Tuuleville Tuulevilta Tuulevia
Hjördis Hjördiksen Hjördikselle Hjördikseltä Hjördistä
Pipsukka Pipsukan Pipsukalle Pipsukalta Pipsukkaa
Jarkka Jarkan Jarkalle Jarkalta Jarkkaa
Ebbe Ebben Ebbelle Ebbeltä Ebbeä
"""
# Names that are everyday words as well.
_AMBIGUOUS = """
Toivo Toivon Toivolle Toivolta Toivoa
Ilo Ilon Ilolle Ilolta Iloa
Lumi Lumin Lumille Lumilta Lumia
Meri Merin Merille Meriltä Meriä
Onni Onnin Onnille Onnilta Onnia
Tuuli Tuulin Tuulille Tuulilta Tuulia
Satu Satun Satulle Satulta Satua
Kari Karin Karille Karilta Karia
Pilvi Pilvin Pilville Pilviltä Pilviä
Rauha Rauhan Rauhalle Rauhalta Rauhaa
Usko Uskon Uskolle Uskolta Uskoa
"""
_SURNAMES = """
Virtanen Virtasen Virtaselle Virtaselta Virtasta
Korhonen Korhosen Korhoselle Korhoselta Korhosta
Mäkelä Mäkelän Mäkelälle Mäkelältä Mäkelää
Lehto Lehdon Lehdolle Lehdolta Lehtoa
Ranta Rannan Rannalle Rannalta Rantaa
Niemi Niemen Niemelle Niemeltä Niemeä
Kallio Kallion Kalliolle Kalliolta Kalliota
Karlsson Karlssonin Karlssonille Karlssonilta Karlssonia
Lehtimäki Lehtimäen Lehtimäelle Lehtimäeltä Lehtimäkeä
Åkerman Åkermanin Åkermanille Åkermanilta Åkermania
Salminen Salmisen Salmiselle Salmiselta Salmista
Aalto Aallon Aallolle Aallolta Aaltoa
Rinne Rinteen Rinteelle Rinteeltä Rinnettä
Kortesoja Kortesojan Kortesojalle Kortesojalta Kortesojaa
Kuutsanen Kuutsasen Kuutsaselle Kuutsaselta Kuutsasta
Berisha Berishan Berishalle Berishalta Berishaa
Rahimi Rahimin Rahimille Rahimilta Rahimia
Tuomikoski Tuomikosken Tuomikoskelle Tuomikoskelta Tuomikoskea
Ylihuhta Ylihuhdan Ylihuhdalle Ylihuhdalta Ylihuhtaa
Petrov Petrovin Petroville Petrovilta Petrovia
Vaskirinne Vaskirinteen Vaskirinteelle Vaskirinteeltä Vaskirinnettä
Hägerstrand Hägerstrandin Hägerstrandille Hägerstrandilta Hägerstrandia
Hassan Hassanin Hassanille Hassanilta Hassania
Kukkasniemi Kukkasniemen Kukkasniemelle Kukkasniemeltä Kukkasniemeä
Pölkkynen Pölkkysen Pölkkyselle Pölkkyseltä Pölkkystä
Tran Tranin Tranille Tranilta Trania
"""
# Base, genitive, where, from, whereto.
_MUNICIPALITIES = """
Lahti Lahden Lahdessa Lahdesta Lahteen
Turku Turun Turussa Turusta Turkuun
Helsinki Helsingin Helsingissä Helsingistä Helsinkiin
Rovaniemi Rovaniemen Rovaniemellä Rovaniemeltä Rovaniemelle
Tampere Tampereen Tampereella Tampereelta Tampereelle
Varkaus Varkauden Varkaudessa Varkaudesta Varkauteen
Orivesi Oriveden Orivedellä Orivedeltä Orivedelle
Seinäjoki Seinäjoen Seinäjoella Seinäjoelta Seinäjoelle
Heinola Heinolan Heinolassa Heinolasta Heinolaan
Sysmä Sysmän Sysmässä Sysmästä Sysmään
Padasjoki Padasjoen Padasjoella Padasjoelta Padasjoelle
Pihtipudas Pihtiputaan Pihtiputaalla Pihtiputaalta Pihtiputaalle
Hyvinkää Hyvinkään Hyvinkäällä Hyvinkäältä Hyvinkäälle
Kauniainen Kauniaisten Kauniaisissa Kauniaisista Kauniaisiin
Kotka Kotkan Kotkassa Kotkasta Kotkaan
Salo Salon Salossa Salosta Saloon
Kaarina Kaarinan Kaarinassa Kaarinasta Kaarinaan
Pori Porin Porissa Porista Poriin
Uusikaupunki Uudenkaupungin Uudessakaupungissa Uudestakaupungista Uuteenkaupunkiin
Espoo Espoon Espoossa Espoosta Espooseen
Ähtäri Ähtärin Ähtärissä Ähtäristä Ähtäriin
Ii Iin Iissä Iistä Iihin
Mikkeli Mikkelin Mikkelissä Mikkelistä Mikkeliin
Isokyrö Isonkyrön Isossakyrössä Isostakyröstä Isoonkyröön
Raahe Raahen Raahessa Raahesta Raaheen
Kannus Kannuksen Kannuksessa Kannuksesta Kannukseen
Virrat Virtain Virroilla Virroilta Virroille
Hanko Hangon Hangossa Hangosta Hankoon
Joensuu Joensuun Joensuussa Joensuusta Joensuuhun
Vihti Vihdin Vihdissä Vihdistä Vihtiin
"""
_PEOPLE = (
    "lahtelainen helsinkiläinen turkulainen tamperelainen rovaniemeläinen joensuulainen porilainen kuopiolainen"
    " oululainen"
)
_STREETS = (
    "Torikatu {n}",
    "Mannerheimintie {n} A {m}",
    "Väinö Linnan tie {n}",
    "Opistokuja {n} B",
    "Koskipolku {n}",
    "Kauppakadulla {n}",
    "Ison Roobertin katu {n}",
    "Rantaraitti {n}",
    "Mustikkatie {n} C {m}",
    "Storgatan {n}",
    "Metsolantie {n}:ssä",
    "Harjukatu {n}",
    "satamakatu {n}",
    "Lepänkuja {n}",
)

_PERSON = (
    "Sain apua {person:3} monta kertaa.",
    "Kiitos {person:2}!",
    "Ilman {person:4} en olisi jaksanut.",
    "Puhuin {person:1} kanssa pitkään.",
    "{person:1} kanssa oli helppo puhua.",
    "Ohjaaja {person:0} kuunteli.",
    "Silloin {person:0} tuli kotiin ja itki.",
    "Soitin eilen {person:2} mutta hän ei vastannut.",
    "Minusta {person:0} on paras työntekijä.",
    "Poikani {person:0} aloitti koulun.",
    "Terveisin {person:0}",
    "Lääkäri {person:0} ei ottanut tosissaan.",
    "Se on {person:1} ansiota, että olen täällä.",
    "Nimeni on {person:0}.",
    "meidän {person:0} ja naapurin lapset",
    "Oli ihanaa, kun {person:0} ja vauva nukkuivat.",
    "{person:0} sanoi, että kaikki järjestyy.",
    "Näin {person:4} viimeksi jouluna.",
)
_SMALL = (
    "sain apua {person:3} joka viikko",
    "kiitos {person:2} kaikesta",
    "ohjaaja {person:0} auttoi",
    "poikani {person:0} on neljä",
)
_PLACES = (
    "Muutin {place:4} keväällä.",
    "Asumme {place:2} vielä vuoden.",
    "Tulin {place:3} junalla.",
    "{place:1} yksikkö on paras.",
    "{place:2} ei ole palveluja.",
    "Olen aina asunut {place:2}.",
    "Matka {place:4} on pitkä.",
    "Se oli {place:1} kaupungin päätös.",
    "asun {place:2} äidin kanssa",
    "Siirto {place:3} kesti kauan.",
    "Lapset jäivät {place:4}.",
)
_OTHERS = {
    "hetu": ("Tunnukseni {hetu} oli väärin paperissa.", "Lapulla luki {hetu}.", "hetu {hetu}, miksi sitä kysyttiin?"),
    "business": ("Yrityksen Y-tunnus on {business}.", "Laskutin numerolla {business} vuoden."),
    "iban": ("Maksu tilille {iban} kiitos.", "Annoin tilinumeron {iban} heti."),
    "email": ("Kirjoita {email} jos kiinnostaa.", "Osoitteeni on {email}."),
    "phone": (
        "Soita {phone} illalla.",
        "Numeroni on {phone}.",
        "puh. {phone}",
        "Minut tavoittaa numerosta {phone}, myös öisin.",
    ),
    "url": ("Katso {url} lisää.", "Kaikki on sivulla {url}."),
    "handle": ("Olen somessa {handle}.", "Seuraan tiliä {handle} päivittäin."),
    "date": ("Tapasimme {date} ensimmäisen kerran.", "Se alkoi {date}.", "Vauva syntyi {date} yöllä."),
    "plate": ("Auto {plate} oli pihalla.", "Rekisterinumero {plate} jäi mieleen.", "Siellä seisoi {plate} taas."),
    "address": ("Asun osoitteessa {address}.", "Ryhmä kokoontuu, {address}.", "Muutimme, uusi osoite on {address}."),
    "postal": ("Postit: {postal}.", "Kuori tuli osoitteeseen {postal} väärin."),
    "workplace": (
        "Työskentelen paikassa {workplace}.",
        "Yksikkömme {workplace} on pieni.",
        "{workplace} auttoi eniten.",
    ),
}
_TRAPS = (
    "Toivo katosi talvella.",
    "Minulla on vielä toivoa.",
    "Ilo löytyi uudestaan.",
    "Lumi satoi ja meri jäätyi.",
    "Rauha tuli kotiin.",
    "Onni on pienissä asioissa.",
    "Usko tulevaan kasvoi.",
    "Tuuli oli kova.",
    "Kari rikkoi veneen pohjan.",
    "Kai se siitä.",
    "Mäki oli jyrkkä, virta vahva.",
    "Kallio on kova perusta.",
    "Ranta oli tyhjä.",
    "Niemi näkyi kauas.",
    "Lahti oli jäässä.",
    "Uimme lahdessa joka ilta.",
    "Kotka lensi yli.",
    "Salo on synkkä.",
    "Kela maksoi tuen myöhässä.",
    "Kelan päätös kesti.",
    "Suomi on kylmä maa.",
    "Muutin Ruotsista Suomeen.",
    "Käytämme Teamsia ja Zoomia.",
    "Facebookissa oli ryhmä.",
    "Jumala antoi voimaa.",
    "Joulu oli raskas.",
    "Ohjaaja kuunteli ja opettaja auttoi.",
    "Äitini kanssa oli vaikeaa.",
    "Vuonna {year} aloitin työt.",
    "Perheitä on {n}, ja ruutu on {n} minuuttia.",
    "Se maksoi {n} euroa kuussa.",
    "Klo {h}.30 alkoi ryhmä.",
    "Valtatie {n} on ruuhkainen.",
    "Hoitopolku {n} on uusi.",
    "ICD-10 ja DSM-5 eivät kerro kaikkea.",
    "KYS-{n} oli osaston nimi.",
    "EU-27 päätti.",
    "Luku oli {n},5 prosenttia.",
    "Osasto {n}, huone {n}.",
    "Arvio 1–5: {m}.",
    "Kadulla oli turvatonta.",
    "Tie oli pitkä.",
    "Polku oli kuljettava itse.",
    "Luottamus syntyy hitaasti.",
    "Anna ihmisen puhua loppuun.",
    "Ota minut tosissani.",
    "Satu kerrottiin illalla.",
    "Pilvi peitti auringon.",
    "Helmi löytyi simpukasta.",
    "Aina kiire, aina jono.",
    "Aino oikea tapa on kuunnella.",
    "Karjalainen ruoka oli hyvää.",
    "Suomalainen työ on arvossaan.",
    "Venäläinen naapuri auttoi.",
    "Ruotsalainen malli toimii.",
    "EN JAKSA ENÄÄ.",
    "Hyvä ryhmä! Paras ohjaaja!",
    "Lapsi sai tukea, vanhempi ei.",
    "Kysyin neuvolasta apua.",
    "Neuvola ja päiväkoti auttoivat.",
    "Koulun kuraattori oli mukana.",
    "Sosiaalityöntekijä vaihtui {n} kertaa.",
    "Minä olen vastaaja numero {n}.",
    "Olin sairaalassa {n} viikkoa.",
    "Syksyllä {year} alkoi kuntoutus.",
    "2-vuotias nukkui.",
    "90-luvun lama tuntui.",
    "Työ, koti, arki ja uni.",
    "Varma paikka ja vieno toive.",
    "Taimi kasvoi ja kukka avautui.",
    "Sade loppui, säde näkyi.",
    "Vappu meni kotona.",
    "Aamulla heräsin, illalla itkin.",
    "Veli ja sisko auttoivat.",
    "Kiitos kaikille!",
    "En osaa sanoa.",
    "Hieno juttu :) t. asiakas",
    "Palvelu 24/7 olisi tarpeen.",
    "Asiakas nro {n}.",
    "Kohdat 3.1 ja 4.{m} puuttuivat.",
)
_LEADS = ("", "", "", "Niin. ", "Mielestäni se meni näin. ", "Ensin oli vaikeaa, sitten helpompaa. ", "- ", "Hyvää: ")


def sentences(count: int = 2000, *, seed: int = 7) -> list[Planted]:
    """Return sentences, half of them without any identifier, in random order."""
    chance = random.Random(seed)
    made = [_with(chance) for _ in range(count // 2)] + [_without(chance) for _ in range(count - count // 2)]
    chance.shuffle(made)
    return made


def _rows(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


def _without(chance: random.Random) -> Planted:
    text = chance.choice(_LEADS) + chance.choice(_TRAPS)
    return Planted(_numbers(text, chance), ())


def _numbers(text: str, chance: random.Random) -> str:
    return text.format(
        n=chance.randint(2, 45), m=chance.randint(1, 9), h=chance.randint(8, 20), year=chance.randint(1990, 2024)
    )


def _with(chance: random.Random) -> Planted:
    sort = chance.choices(("person", "place", "other"), (45, 20, 35))[0]
    if sort == "person":
        template, small = (chance.choice(_SMALL), True) if chance.random() < 0.1 else (chance.choice(_PERSON), False)
        return _filled(template, chance, small=small)
    if sort == "place" and chance.random() < 0.15:
        base = chance.choice(_PEOPLE.split())
        text = f"Olen {base} ja ylpeä siitä."
        return Planted(text, ((5, 5 + len(base), "municipality", "inhabitant"),))
    if sort == "place":
        return _filled(chance.choice(_PLACES), chance, small=False)
    return _filled(chance.choice(_OTHERS[chance.choice(list(_OTHERS))]), chance, small=False)


def _filled(template: str, chance: random.Random, *, small: bool) -> Planted:
    text = chance.choice(_LEADS) if not small else ""
    spans = []
    at = 0
    for match in re.finditer(r"\{(\w+)(?::(\d))?\}", template):
        text += template[at : match.start()]
        kind = {"place": "municipality"}.get(match[1], match[1])
        value, how = _value(match[1], int(match[2] or 0), chance, small=small)
        if template.startswith("asun {place") and chance.random() < 0.5:
            value, how = value.lower(), "small letters"
        spans.append((len(text), len(text) + len(value), kind, how))
        text += value
        at = match.end()
    return Planted(text + template[at:], tuple(spans))


def _value(kind: str, case: int, chance: random.Random, *, small: bool) -> tuple[str, str]:
    if kind == "person":
        return _person(case, chance, small=small)
    if kind == "place":
        row = chance.choice(_rows(_MUNICIPALITIES))
        return row[case], row[0]
    return _MAKERS[kind](chance), kind


def _person(case: int, chance: random.Random, *, small: bool) -> tuple[str, str]:
    given = chance.choice(_rows(_GIVEN))
    if small:
        return given[case].lower(), f"small {given[0]}"
    sort = chance.choices(("given", "whole", "surname", "ambiguous"), (45, 30, 10, 15))[0]
    if sort == "given":
        return given[case], f"given {given[0]}"
    if sort == "ambiguous":
        row = chance.choice(_rows(_AMBIGUOUS))
        return row[case], f"ambiguous {row[0]}"
    surname = chance.choice(_rows(_SURNAMES))
    if sort == "surname":
        return surname[case], f"surname {surname[0]}"
    return f"{given[0]} {surname[case]}", f"whole {given[0]} {surname[0]}"


def _hetu(chance: random.Random) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(0, 99)
    start, number = f"{day:02}{month:02}{year:02}", chance.randint(900, 999)
    check = "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(f"{start}{number}") % 31]
    return f"{start}{chance.choice('-YXABC+')}{number}{check}"


def _business(chance: random.Random) -> str:
    while True:
        digits = [chance.randint(0, 9) for _ in range(7)]
        rest = sum(a * b for a, b in zip(digits, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
        if rest != 1:
            return "".join(map(str, digits)) + f"-{0 if rest == 0 else 11 - rest}"


def _iban(chance: random.Random) -> str:
    body = "".join(str(chance.randint(0, 9)) for _ in range(14))
    check = 98 - int(body + "151800") % 97
    text = f"FI{check:02}{body}"
    return " ".join(text[place : place + 4] for place in range(0, 18, 4)) if chance.random() < 0.5 else text


def _phone(chance: random.Random) -> str:
    digits = f"{chance.randint(0, 9_999_999):07}"
    head = chance.choice(("040", "050", "044", "+358 40", "+35850", "09", "(03)", "045-"))
    middle = chance.choice((" ", "")) if not head.endswith("-") else ""
    return f"{head}{middle}" + chance.choice((digits, f"{digits[:3]} {digits[3:]}"))


def _email(chance: random.Random) -> str:
    name = chance.choice(("maija.virtanen", "p_lehto", "info", "satu-kaarina", "hossein81"))
    return name + chance.choice(("@", "(at)")) + chance.choice(("esimerkki.fi", "posti.example.com"))


def _url(chance: random.Random) -> str:
    return chance.choice(("www.esimerkki.fi", "https://esimerkki.fi/ryhma", "http://blogi.example.com/a?b=1"))


def _date(chance: random.Random) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(1950, 2024)
    words = ("tammikuuta", "toukokuuta", "heinäkuuta", "joulukuuta")
    return chance.choice((f"{day}.{month}.{year}", f"{day:02}.{month:02}.{year}", f"{day}.{month}.",
                          f"{day}. {chance.choice(words)}", f"{day}. {chance.choice(words)} {year}"))  # fmt: skip


def _plate(chance: random.Random) -> str:
    return "".join(chance.choice("ABCEFGHIJKLMNOPRSTUVXYZ") for _ in range(3)) + f"-{chance.randint(1, 999)}"


_MAKERS = {
    "hetu": _hetu, "business": _business, "iban": _iban, "phone": _phone, "email": _email, "url": _url, "date": _date,
    "plate": _plate,
    "handle": lambda chance: chance.choice(("@kuntoutuja_81", "@maijav", "@_aiti.arki")),
    "address": lambda chance: chance.choice(_STREETS).format(n=chance.randint(1, 120), m=chance.randint(1, 40)),
    "postal": lambda chance: f"{chance.choice((15140, 20100, 96100))} {chance.choice(_rows(_MUNICIPALITIES))[0]}",
    "workplace": lambda chance: chance.choice(WORKPLACES),
}  # fmt: skip


def marked(text: str) -> list[Planted]:
    """Return sentences whose identifiers are marked `{kind:words}`, one a line."""
    result = []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        plain, spans, at = "", [], 0
        for match in re.finditer(r"\{(\w+):([^}]*)\}", line):
            plain += line[at : match.start()]
            spans.append((len(plain), len(plain) + len(match[2]), match[1], "marked " + match[2]))
            plain += match[2]
            at = match.end()
        result.append(Planted(plain + line[at:], tuple(spans)))
    return result
