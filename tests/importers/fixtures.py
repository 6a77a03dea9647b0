"""The export files of webropol.md §7.4, made on the spot: every text in them is invented.

`python tests/importers/fixtures.py FOLDER` writes them all, to be looked at in a spreadsheet.
"""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from pandas import Timestamp

__all__ = ["FIXTURES", "Fixture"]

Rows = Sequence[Sequence[Any]]
A, B, C = (
    "Luottamus syntyy hitaasti, eikä kiire auta.",
    "Aina on liian kiire!",
    "Kuuntelu kantaa vaikeankin päivän yli.",
)
D, E, F = "Selkeät rajat ja turvallinen arki", "Vertaistuki on ollut tärkeintä minulle.", "Työntekijät vaihtuvat usein."
TIMES = ("3.2.2025 9:14", "3.2.2025 10.02", "14.2.2025 18:30:05")


@dataclass(frozen=True)
class Fixture:
    """A file, and what must come of it.

    Attributes:
        group: Its number in §7.4.
        name: The file's name.
        content: Its bytes.
        layout: The layout it must be taken for.
        questions: The texts of its open questions.
        answers: (case, question, text) of every answer, in order.
        options: What the call must say.
        cases: Background variables: values by name, as lists.
        roles: Some columns' roles by header.
        warns: Words of the warnings, in English.
        error: Words of the refusal; nothing else is then looked at.
    """

    group: int
    name: str
    content: bytes
    layout: str = ""
    questions: Sequence[str] = ()
    answers: Sequence[tuple[str, str, str]] = ()
    options: dict[str, Any] = field(default_factory=dict)
    cases: dict[str, list[Any]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    warns: Sequence[str] = ()
    error: str = ""


def text(rows: Rows, separator: str = ";", encoding: str = "utf-8", end: str = "\n", *, quoted: bool = False) -> bytes:
    made = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(made, delimiter=separator, lineterminator=end, quoting=quoting).writerows(rows)
    return made.getvalue().encode(encoding)


def book(sheets: dict[str, Rows], merged: Sequence[str] = (), hidden: Sequence[str] = ()) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for i, row in enumerate(rows, 1):
            for j, value in enumerate(row, 1):
                if value not in ("", None):
                    cell = sheet.cell(i, j, value)
                    if isinstance(value, str):
                        cell.data_type = "s"
        for span in merged:
            sheet.merge_cells(span)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def asked(question: str, *texts: str) -> list[tuple[str, str, str]]:
    """Return the answers of the cases 1, 2, 3 to one question."""
    return [(str(i), question, each) for i, each in enumerate(texts, 1) if each]


def by_case(*questions: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return answers case by case."""
    return sorted((item for question in questions for item in question), key=lambda item: int(item[0]))


def clean() -> list[Fixture]:
    question = "Mikä kantaa asiakassuhdetta?"
    rows = [["Vastausaika", question], *zip(TIMES, (A, B, C), strict=True)]
    found = Fixture(1, "selkeä.csv", text(rows), "webropol-w1", [question], asked(question, A, B, C))
    hard = ['Kiire;\n"aina" kiire on tässä työssä', "", "Rauha; ja ”aika”\n\nkaikille meille"]
    quoted = text([["Vastausaika", question], *zip(TIMES, hard, strict=True)], encoding="utf-8-sig", end="\r\n")
    return [found, Fixture(2, "rivinvaihdot.csv", quoted, "webropol-w1", [question], asked(question, *hard))]


def headers() -> list[Fixture]:
    header = ["Vastausaika", "\u00a0", "Mikä\u00a0auttaa:", ":Vahvuus", "Kerro  <b>lis&auml;&auml;</b>&nbsp;"]
    names = ["(unnamed question 2)", "Mikä auttaa", "Mikä auttaa: Vahvuus", "Kerro lisää"]
    rows = [[TIMES[0], A, B, C, D], [TIMES[1], B, C, D, E]]
    pathological = by_case(*(asked(name, rows[0][i], rows[1][i]) for i, name in enumerate(names, 1)))
    items = [f"Väite {letter}" for letter in "ABCDEFGHIJKLMNOP"]
    top = [cell for item in items for cell in (item, "Perustele vastauksesi")]
    rows16 = [
        [
            cell
            for i, item in enumerate(items)
            for cell in ("Samaa mieltä", f"Koska {item} on juuri näin" * ((i + k) % 3 > 0))
        ]
        for k in range(6)
    ]
    told = [
        (str(k + 1), f"{item} > Perustele vastauksesi", f"Koska {item} on juuri näin")
        for k in range(6)
        for i, item in enumerate(items)
        if (i + k) % 3
    ]
    traps = [
        "Vastausaika",
        "Kerro: mitä teit klo 10:30?",
        "Ikä:HUOM! Laske ikä 18.4.2027",
        "Ryhmä:Kyllä",
        "Ryhmä:Ei: en ehdi",
    ]
    trapped = [[TIMES[0], A, "31", "Kyllä", ""], [TIMES[1], B, "45", "", "Ei: en ehdi"]]
    texts = [
        "Tavat:Videointi",
        "Tavat:Muu, mikä?",
        "Tavat:Kotikäynti",
        "Tavat:Muu, mikä? Avoimet vastaukset",
        "Muu, mikä?:",
    ]
    written = [["Videointi", "", "", "valokuvat ja äänet", ""], ["", "Muu, mikä?", "Kotikäynti", "", "jokin muu juttu"]]
    return [
        Fixture(3, "otsikot.csv", text([header, *rows]), "webropol-w1", names, pathological),
        Fixture(
            4, "perustelut.csv", text([top, *rows16]), "table", [f"{i} > Perustele vastauksesi" for i in items], told
        ),
        Fixture(
            5,
            "kaksoispisteet.csv",
            text([traps, *trapped]),
            "webropol-w1",
            [traps[1]],
            asked(traps[1], A, B),
            cases={"Ryhmä": [["Kyllä"], ["Ei: en ehdi"]], traps[2]: [31.0, 45.0]},
        ),
        Fixture(
            6,
            "tekstikentät.csv",
            text([texts, *written]),
            "webropol-w1",
            ["Tavat: Muu, mikä? (written answer)", "Muu, mikä?"],
            [("1", "Tavat: Muu, mikä? (written answer)", "valokuvat ja äänet"), ("2", "Muu, mikä?", "jokin muu juttu")],
            cases={"Tavat": [["Videointi"], ["Muu, mikä?", "Kotikäynti"]]},
            roles={texts[3]: "option-text"},
        ),
    ]


W2_TOP = ["Language", "1. Väitteet", "", "2. Menetelmät", "", "3. Mikä auttaa?"]
W2_BELOW = ["", "Aikaa on", "Tukea on", "Videointi", "Kotikäynti", ""]
W2_ROWS = [
    ["Finnish", "Samaa mieltä", "Eri mieltä", "Videointi", "", A],
    ["Swedish", "Eri mieltä", "Samaa mieltä", "", "Kotikäynti", B],
    ["Finnish", "Samaa mieltä", "Samaa mieltä", "Videointi", "Kotikäynti", C],
]


def two_rows() -> list[Fixture]:
    expected = {
        "layout": "webropol-w2",
        "questions": ["Mikä auttaa?"],
        "answers": asked("Mikä auttaa?", A, B, C),
        "cases": {"Menetelmät": [["Videointi"], ["Kotikäynti"], ["Videointi", "Kotikäynti"]]},
    }
    rows = [W2_TOP, W2_BELOW, *W2_ROWS]
    merged = book({"Perusraportti": rows}, merged=["B1:C1", "D1:E1"])
    twin = [["Mikä auttaa?", "Mikä estää?", "Muuta?"], [A, B, C], [D, E, F]]
    answers = by_case(asked("Mikä auttaa?", A, D), asked("Mikä estää?", B, E), asked("Muuta?", C, F))
    windows = [[cell.replace("Aikaa on", "Aika – ”oma”") for cell in row] for row in rows]
    twice = text(rows, ",").decode().encode().decode("cp1252", errors="replace").encode()
    broken = [tuple(part.encode().decode("cp1252") for part in item) for item in expected["answers"]]
    return [
        Fixture(7, "kysely_Perusraportti.xlsx", book({"Perusraportti": rows}), **expected),
        Fixture(8, "yhdistetyt_Perusraportti.xlsx", merged, **expected),
        Fixture(
            8,
            "kaksonen_Perusraportti.xlsx",
            book({"Perusraportti": twin}),
            "table",
            ["Mikä auttaa?", "Mikä estää?", "Muuta?"],
            answers,
        ),
        Fixture(9, "windows.csv", text(windows, ",", "cp1252", "\r\n"), **expected),
        Fixture(9, "kahdesti.csv", twice, "webropol-w2", [broken[0][1]], broken, warns=["converted twice"]),
    ]


def encodings() -> list[Fixture]:
    question = "Mikä on hyvää?"
    rows = [["Vastausaika", question], *zip(TIMES, (A, D, "Äidin tuki 🙂 on hyvää"), strict=True)]
    expected = {
        "layout": "webropol-w1",
        "questions": [question],
        "answers": asked(question, *(row[1] for row in rows[1:])),
    }
    return [
        Fixture(10, "utf16-bom.txt", b"\xff\xfe" + text(rows, "\t", "utf-16-le", "\r\n"), **expected),
        Fixture(10, "utf16.txt", text(rows, "\t", "utf-16-le", "\r\n"), **expected),
        Fixture(10, "utf16-be.txt", text(rows, "\t", "utf-16-be", "\r\n"), **expected),
    ]


def values() -> list[Fixture]:
    top = ["Ikä", "Väite 1", "Väite 2", "Väite 3", "Väite 4", "Kerro lisää"]
    numbers = [[str(31 + i), "1", "2", str(1 + i % 5), "0", "0" if i % 2 else f"{A} {i}"] for i in range(8)]
    kept = [(str(i + 1), "Kerro lisää", f"{A} {i}") for i in range(0, 8, 2)]
    all_kept = [(str(i + 1), "Kerro lisää", row[5]) for i, row in enumerate(numbers)]
    long = ("pitkä vastaus " * 3000)[:32_767].strip() + "n" * (32_767 - len(("pitkä vastaus " * 3000)[:32_767].strip()))
    mess = [
        ["Päivä", "Postinumero", "Ikä", "Osuus", "Kerro"],
        ["3.2.2025", 100, 4.0, "4.0", "Rivi yksi_x000D_\nrivi kaksi on tässä"],
        [datetime(2025, 2, 4, 9, 14, 59, 999_900), 100, 5, 4.5, long],  # noqa: DTZ001
        [45691.5, 33100, 7, 0.25, C],
        ["5.2.2025 9.30", 990, 12345678901, 1, "_x005F_alaviiva alussa kuuluu vastaukseen"],
    ]
    days = ["2025-02-03 00:00:00", "2025-02-04 09:15:00", "2025-02-03 12:00:00", "2025-02-05 09:30:00"]
    return [
        Fixture(
            11, "numeroina.csv", text([top, *numbers]), "table", ["Kerro lisää"], kept, warns=["zeros", "numbers only"]
        ),
        Fixture(11, "oikea-nolla.csv", text([top, *numbers]), "table", ["Kerro lisää"], all_kept, {"zero_fill": False}),
        Fixture(
            12,
            "tyypit.xlsx",
            book({"Taulukko": mess}),
            "table",
            ["Kerro"],
            asked("Kerro", "Rivi yksi\nrivi kaksi on tässä", long, C, "_alaviiva alussa kuuluu vastaukseen"),
            {"roles": {"Postinumero": "text"}},
            cases={
                "Postinumero": ["00100", "00100", "33100", "00990"],
                "Päivä": list(map(Timestamp, days)),
                "Ikä": [4.0, 5.0, 7.0, 12345678901.0],
                "Osuus": [4.0, 4.5, 0.25, 1.0],
            },
            roles={"Päivä": "date", "Ikä": "number"},
            warns=["may be cut off"],
        ),
    ]


def edited() -> list[Fixture]:
    rows = [
        ["Nro", "Ikä", "Mikä auttaa?", "Huom", "Corrected"],
        *([i, 30 + i, each, "tarkista" * (i == 2), ""] for i, each in enumerate((A, B, C, D), 1)),
        [],
        ["Keskiarvo", 32.5],
        [],
        ["Koonnut: hankkeen väki"],
    ]
    made = book({"Ohje": [["Tämä on ohje"]], "Vastaukset": rows, "Vanha": [*rows, *rows]}, hidden=["Vanha"])
    return [
        Fixture(
            13,
            "muokattu.xlsx",
            made,
            "table",
            ["Mikä auttaa?"],
            asked("Mikä auttaa?", A, B, C, D),
            roles={"Huom": "system"},
            warns=["sums or notes", "added by hand"],
        ),
    ]


def events() -> list[Fixture]:
    rows = [
        ["Tapahtuman nimi", "Vertaistuen päivä"],
        ["Aika", "4.4.2025"],
        ["#", "Ilm.aika", "Nimi", "Sähköposti", "Tila", "-", "-", "-"],
        ["-", "-", "-", "-", "-", "Nimi", "Ruokavalio", "Mitä odotat päivältä?"],
        ["1", "1.3.2025 9:00", "Testi Varaaja", "a@esimerkki.invalid", "Ilmoittautunut", "Testi Osallistuja", "-", A],
        ["2", "2.3.2025 9.30", "Toinen Varaaja", "b@esimerkki.invalid", "Peruttu", "-", "kasvis", "-"],
        ["3", "3.3.2025 9:00", "Kolmas Varaaja", "c@esimerkki.invalid", "Ilmoittautunut", "Kolmas", "-", f"{B}\n{C}"],
    ]
    question = "Mitä odotat päivältä?"
    return [
        Fixture(
            14,
            "tapahtuma.csv",
            text(rows),
            "webropol-events",
            [question],
            [("1", question, A), ("3", question, f"{B}\n{C}")],
            cases={"Tila": ["Ilmoittautunut", "Peruttu", "Ilmoittautunut"]},
            roles={"Ilm.aika": "system"},
        ),
    ]


def report_sheets() -> dict[str, Rows]:
    first, second = "Mikä on auttanut sinua arjessa eniten?", "Mikä on auttanut sinua arjessa vähiten?"
    head: Rows = [["Asiakassuhdekysely"], ["Vastaajien kokonaismäärä: 4"], []]
    closed: Rows = [
        ["Oletko käynyt ennen?"],
        ["Vastaajien määrä: 4"],
        ["", "n", "Prosentti"],
        ["Kyllä", 3, "75%"],
        ["Muu", 1, "25%"],
    ]
    written: Rows = [[], ["Avoimeen tekstikenttään annetut vastaukset"], ["Vastausvaihtoehdot", "Teksti"], ["Muu", E]]
    return {
        first[:31]: [*head, [first], ["Vastaajien määrä: 3"], ["Vastaukset"], [A], ["Vastaukset"], [f"{B}\n{C}"]],
        f"{second[:27]} (2)": [[second], ["Vastaajien määrä: 2"], [], ["Vastaukset"], [D], ["-"]],
        "Oletko käynyt ennen": [*closed, *written],
        "Ikä": [["Ikä"], ["Vastaajien määrä: 4, valittujen vastausten lukumäärä: 4"], ["", "n"], ["18–29", 4]],
    }


def report() -> list[Fixture]:
    import docx

    first, second = "Mikä on auttanut sinua arjessa eniten?", "Mikä on auttanut sinua arjessa vähiten?"
    found = {
        "layout": "webropol-report",
        "questions": [first, second, "Oletko käynyt ennen?: Muu"],
        "answers": [
            *((f"Q1-{k}", first, each) for k, each in enumerate([A, "Vastaukset", f"{B}\n{C}"], 1)),
            *((f"Q2-{k}", second, each) for k, each in enumerate([D, "-"], 1)),
            ("Q3-1", "Oletko käynyt ennen?: Muu", E),
        ],
        "warns": ["cannot be compared", "distributions only"],
    }
    document = docx.Document()
    for rows in report_sheets().values():
        for row in rows:
            if len(row) == 1:
                document.add_paragraph(str(row[0]))
            elif row:
                cells = document.add_table(rows=1, cols=len(row)).rows[0].cells
                for cell, value in zip(cells, row, strict=True):
                    cell.text = str(value)
    out = io.BytesIO()
    document.save(out)
    return [
        Fixture(15, "kysely_omat-taulukot.xlsx", book(report_sheets()), **found),
        Fixture(15, "kysely_raportti.docx", out.getvalue(), **found),
    ]


def long_tables() -> list[Fixture]:
    first, second = "Mikä tuki auttaa?", "Mitä puuttuu?"
    rows = [
        ["Pienryhmä", "Yksikkö", "Kysymys", "Muistiinpano"],
        ["Ryhmä 1", "Avo", first, A],
        ["Ryhmä 1", "Avo", second, B],
        ["Ryhmä 1", "Avo", first, "Lisäksi arjen rytmi on tärkeä"],
        ["Ryhmä 2", "Ensikoti", first, C],
        ["Ryhmä 2", "Ensikoti", second, ""],
        ["Ryhmä 3", "Avo", second, D],
    ]
    answers = [
        ("Ryhmä 1", first, f"{A}\nLisäksi arjen rytmi on tärkeä"),
        ("Ryhmä 1", second, B),
        ("Ryhmä 2", first, C),
        ("Ryhmä 3", second, D),
    ]
    return [
        Fixture(
            20,
            "ryhmien-muistiinpanot.xlsx",
            book({"Muistiinpanot": rows}),
            "long",
            [first, second],
            answers,
            {"case_unit": "pienryhmä"},
            cases={"Yksikkö": ["Avo", "Ensikoti", "Avo"]},
            warns=["line break"],
        ),
    ]


def mixed() -> list[Fixture]:
    question = "Mitä muuta haluat sanoa?"
    texts = [
        "Tack för allt stöd ni gett",
        "Thanks for all the help 🙂",
        "=1+1",
        "-5 ja muuta",
        "-",
        "...",
        "en osaa sanoa",
        A,
        B,
    ]
    rows = [["Vastausaika", question], *([TIMES[0], each] for each in texts)]
    header = ["Vastausaika", "Yhteystiedot:Etunimi", "Yhteystiedot:Sähköposti", "Yhteystiedot:Postinumero", question]
    secret = "Soittakaa: esimerkki@esimerkki.invalid, tunnus 010190-123X"
    persons = [
        [TIMES[0], "Testi", "a@esimerkki.invalid", "00100", A],
        [TIMES[1], "Toinen", "b@esimerkki.invalid", "33100", secret],
    ]
    return [
        Fixture(
            16,
            "kielet.csv",
            text(rows),
            "webropol-w1",
            [question],
            asked(question, *texts),
            {"roles": {question: "open"}},
            warns=["no content"],
        ),
        Fixture(
            17,
            "henkilöt.csv",
            text([header, *persons]),
            "webropol-w1",
            [question],
            asked(question, A, secret),
            roles={header[1]: "personal", header[2]: "personal", header[3]: "personal"},
            warns=["personal data"],
        ),
    ]


def sisters() -> list[Fixture]:
    return [*ms_forms(), *google(), *qualtrics(), *limesurvey(), *redcap(), *redcap_events()]


def ms_forms() -> list[Fixture]:
    question = "Mikä auttaa arjessa?"
    own = ["Tunnus", "Aloitusaika", "Valmistumisaika", "Sähköposti", "Nimi"]
    unknown = ["Nummer", "Början", "Slut", "Adress", "Vem"]
    rows = [
        [i, datetime(2025, 2, i, 9, 0), datetime(2025, 2, i, 9, 20), "anonymous", "", chosen, each]  # noqa: DTZ001
        for i, (chosen, each) in enumerate([("Tuki;Lepo;", A), ("Lepo;", B), ("", C)], 1)
    ]
    english = ["ID", "Start time", "Completion time", "Email", "Name", "Mitä saat?\n", question, "Points - Mitä saat?"]
    expected = {"layout": "ms-forms", "questions": [question], "answers": asked(question, A, B, C)}
    lists = [["Tuki", "Lepo"], ["Lepo"], []]
    return [
        Fixture(
            18,
            "forms-en.xlsx",
            book({"Form1": [english, *([*row, 1] for row in rows)]}),
            **expected,
            cases={"Mitä saat?": lists},
            roles={"Email": "personal", "Points - Mitä saat?": "system"},
        ),
        Fixture(
            18,
            "forms-fi.xlsx",
            book({"Taul1": [[*own, "Mitä saat?", question], *rows]}),
            **expected,
            cases={"Mitä saat?": lists},
        ),
        Fixture(
            18,
            "forms-lajeista.xlsx",
            book({"Blad1": [[*unknown, "Mitä saat?", question], *rows]}),
            **expected,
            roles={"Nummer": "id", "Vem": "personal"},
        ),
    ]


def google() -> list[Fixture]:
    question = "Mikä auttaa arjessa?"
    header = ["Aikaleima", "Sähköpostiosoite", "Mitä saat?", "Arvioi [Aika]", "Arvioi [Tuki]", question]
    stamp = "2025/02/03 9:14:05 ap. EET"
    chosen = ["Tuki, Lepo", "Lepo", "Tuki, Lepo, Aika", "Aika"]
    grades = ["Samaa mieltä", "Eri mieltä", "Samaa mieltä", "Samaa mieltä"]
    rows = [
        [stamp, "a@esimerkki.invalid", chosen[i], grades[i], grades[-1 - i], each]
        for i, each in enumerate((A, B, C, D))
    ]
    found = Fixture(
        18,
        "google.csv",
        text([header, *rows], ","),
        "google-forms",
        [question],
        asked(question, A, B, C, D),
        cases={"Mitä saat?": [["Tuki", "Lepo"], ["Lepo"], ["Tuki", "Lepo", "Aika"], ["Aika"]], "Arvioi: Aika": grades},
        roles={"Aikaleima": "system", "Sähköpostiosoite": "personal"},
    )
    return [found]


def qualtrics() -> list[Fixture]:
    names = ["StartDate", "IPAddress", "ResponseId", "Q1", "Q2", "Q2_4_TEXT", "Q3_1", "Q3_2", "Q4_TEXT"]
    texts = [
        "Start Date",
        "IP Address",
        "Response ID",
        "<b>Yksikkö</b>",
        "Tavat? - Selected Choice",
        "Tavat? - Muu, mikä? - Text",
        "Väitteet - Aikaa on",
        "Väitteet - Tukea on",
        "<p>Mikä auttaa?</p>",
    ]
    ids = [f'{{"ImportId":"QID{i}"}}' for i in range(len(names))]
    rows = [
        [
            "2025-02-03 09:14:00",
            "0.0.0.0",
            "R_1",
            "Ensikoti",
            "Kuva,Muu",
            "valokuvat ja äänet",
            "Samaa mieltä",
            "Eri mieltä",
            A,
        ],
        ["2025-02-04 09:14:00", "0.0.0.0", "R_2", "Avo", "Kuva", "", "Eri mieltä", "Samaa mieltä", B],
        ["2025-02-05 09:14:00", "0.0.0.0", "R_3", "Avo", "Kuva,Muu", "", "Samaa mieltä", "Samaa mieltä", C],
    ]
    expected = {
        "layout": "qualtrics",
        "questions": ["Tavat?: Muu, mikä? (written answer)", "Mikä auttaa?"],
        "answers": [
            ("R_1", "Tavat?: Muu, mikä? (written answer)", "valokuvat ja äänet"),
            ("R_1", "Mikä auttaa?", A),
            ("R_2", "Mikä auttaa?", B),
            ("R_3", "Mikä auttaa?", C),
        ],
        "cases": {"Tavat?": [["Kuva", "Muu"], ["Kuva"], ["Kuva", "Muu"]]},
        "roles": {"IPAddress": "personal", "ResponseId": "id", "Q2_4_TEXT": "option-text", "Q4_TEXT": "open"},
        "options": {"roles": {"Q4_TEXT": "open"}},
    }
    return [
        Fixture(18, "qualtrics.csv", text([names, texts, ids, *rows], ",", quoted=True), **expected),
        Fixture(18, "qualtrics.tsv", text([names, texts, ids, *rows], "\t", "utf-16"), **expected),
        Fixture(18, "qualtrics-vanha.csv", text([names, texts, *rows], ","), **expected),
    ]


def limesurvey() -> list[Fixture]:
    own = ["id", "submitdate", "lastpage", "startlanguage", "seed"]
    asks = "Mitä tapoja käytät?"
    modes = {
        "koodit": [*own, "tavat[SQ001]", "tavat[SQ002]", "tavat[other]", "auttaa"],
        "molemmat": [
            *(f"{name}. {name}" for name in own),
            f"tavat[SQ001]. {asks} [Kuva]",
            f"tavat[SQ002]. {asks} [Keskustelu]",
            f"tavat[other]. {asks} [Muu]",
            "auttaa. Mikä auttaa?",
        ],
        "tekstit": [
            "Vastauksen ID",
            "Lähetyspäivä",
            "Viimeinen sivu",
            "Aloituskieli",
            "Siemen",
            f"{asks} [Kuva]",
            f"{asks} [Keskustelu]",
            f"{asks} [Muu]",
            "Mikä auttaa?",
        ],
        "lyhyet": [
            "Vastauksen ID",
            "Lähetyspäivä",
            "Viimeinen sivu",
            "Aloituskieli",
            "Siemen",
            "Mitä tapoja käy.. [Kuva]",
            "Mitä tapoja käy.. [Keskustelu]",
            "Mitä tapoja käy.. [Muu]",
            "Mikä auttaa?",
        ],
    }
    rows = [
        ["7", "2025-02-03 09:14:00", "3", "fi", "123", "Kyllä", "Ei", "omat kuvat ja äänet", A],
        ["9", "2025-02-04 09:14:00", "3", "fi", "124", "Ei", "Kyllä", "", "'=kiire on aina läsnä"],
        ["12", "2025-02-05 09:14:00", "3", "sv", "125", "Kyllä", "Kyllä", "", C],
    ]
    found = []
    for mode, header in modes.items():
        stem = {"koodit": "tavat", "lyhyet": "Mitä tapoja käy.."}.get(mode, asks)
        labels = ["SQ001", "SQ002"] if mode == "koodit" else ["Kuva", "Keskustelu"]
        other = {"koodit": "other"}.get(mode, "Muu")
        last = {"koodit": "auttaa"}.get(mode, "Mikä auttaa?")
        written = f"{stem}: {other} (written answer)"
        answers = [
            ("7", written, "omat kuvat ja äänet"),
            ("7", last, A),
            ("9", last, "=kiire on aina läsnä"),
            ("12", last, C),
        ]
        found.append(
            Fixture(
                18,
                f"results-survey-{mode}.csv",
                text([header, *rows, []], ",", "utf-8-sig", "\r\n", quoted=True),
                "limesurvey",
                [written, last],
                answers,
                cases={stem: [[labels[0]], [labels[1]], labels]},
                roles={header[4]: "system"},
            )
        )
    return found


def redcap() -> list[Fixture]:
    raw = [
        "record_id",
        "redcap_survey_identifier",
        "kysely_timestamp",
        "tavat___1",
        "tavat___2",
        "auttaa",
        "kysely_complete",
    ]
    labelled = [
        "Record ID",
        "Survey Identifier",
        "Survey Timestamp",
        "Tavat (choice=Kuva)",
        "Tavat (choice=Keskustelu)",
        "Mikä auttaa?",
        "Complete?",
    ]
    body = [["1", "", "2025-02-03 09:14", "1", "0", A, "2"], ["2", "", "2025-02-04 09:14", "1", "1", B, "2"]]
    words = [[{"1": "Checked", "0": "Unchecked"}[c] if i in (3, 4) else c for i, c in enumerate(row)] for row in body]
    return [
        Fixture(
            18,
            "redcap-koodit.csv",
            text([raw, *body], ","),
            "redcap",
            ["auttaa"],
            asked("auttaa", A, B),
            cases={"tavat": [["1"], ["1", "2"]]},
            roles={"kysely_complete": "system", "record_id": "id"},
        ),
        Fixture(
            18,
            "redcap-tekstit.csv",
            text([labelled, *words], ","),
            "redcap",
            ["Mikä auttaa?"],
            asked("Mikä auttaa?", A, B),
            cases={"Tavat": [["Kuva"], ["Kuva", "Keskustelu"]]},
        ),
    ]


def redcap_events() -> list[Fixture]:
    """Return a project with two events and a diary that is filled in again and again."""
    own = ["record_id", "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"]
    header = [*own, "ika", "tausta_complete", "tavat___1", "tavat___2", "auttaa", "paivakirja"]
    rows = [
        ["7", "alku_arm_1", "", "", "31", "2", "1", "0", A, ""],
        ["7", "alku_arm_1", "paivakirja", "1", "", "", "", "", "", D],
        ["7", "alku_arm_1", "paivakirja", "2", "", "", "", "", "", E],
        ["7", "seuranta_arm_1", "", "", "", "", "1", "1", B, ""],
        ["9", "alku_arm_1", "", "", "45", "2", "0", "1", C, ""],
        ["9", "alku_arm_1", "paivakirja", "1", "", "", "", "", "", F],
    ]
    labels = {"alku_arm_1": "Alku (Arm 1: Tuki)", "seuranta_arm_1": "Seuranta (Arm 1: Tuki)", "0": "Unchecked"}
    top = ["Record ID", "Event Name", "Repeat Instrument", "Repeat Instance", "Ikä", "Complete?",
           "Tavat (choice=Kuva)", "Tavat (choice=Keskustelu)", "Mikä auttaa?", "Kuvaile päivääsi"]  # fmt: skip
    words = [[{**labels, "1": "Checked"}.get(c, c) if i in (1, 6, 7) else c for i, c in enumerate(row)] for row in rows]
    found = []
    for name, head, body, (asks, diary, events, age, ways, options) in (
        ("redcap-kerrat.csv", header, rows, ("auttaa", "paivakirja", ("alku", "seuranta"), "ika", "tavat", "12")),
        ("redcap-kerrat-tekstit.csv", top, words,
         ("Mikä auttaa?", "Kuvaile päivääsi", ("Alku", "Seuranta"), "Ikä", "Tavat", ("Kuva", "Keskustelu"))),
    ):  # fmt: skip
        first, second = (f"{asks} ({event})" for event in events)
        one, two = (f"{diary} (paivakirja {k})" for k in (1, 2))
        answers = [("7", first, A), ("7", second, B), ("7", one, D), ("7", two, E), ("9", first, C), ("9", one, F)]
        found.append(
            Fixture(
                18,
                name,
                text([head, *body], ","),
                "redcap",
                [first, second, one, two],
                answers,
                {"roles": {asks: "open", diary: "open"}},
                cases={
                    age: [31.0, 45.0],
                    f"{ways} ({events[0]})": [[options[0]], [options[1]]],
                    f"{ways} ({events[1]})": [[options[0], options[1]], []],
                },
                roles={head[0]: "id", head[5]: "system"},
            )
        )
    apart = [
        (str(i), name, cell)
        for i, row in enumerate(rows, 1)
        for name, cell in (("auttaa", row[8]), ("paivakirja", row[9])) if cell
    ]  # fmt: skip
    alone = {"roles": {"record_id": "text", "auttaa": "open", "paivakirja": "open"}}
    made = Fixture(
        18,
        "redcap-rivit.csv",
        text([header, *rows], ","),
        "redcap",
        ["auttaa", "paivakirja"],
        apart,
        alone,
        cases={"record_id": [row[0] for row in rows], "redcap_event_name": [row[1] for row in rows]},
        roles={"redcap_event_name": "choice", "redcap_repeat_instance": "choice"},
    )
    return [*found, made]


def degenerate() -> list[Fixture]:
    question = "Mikä auttaa?"
    wide = [[f"Kysymys {i}" for i in range(1000)], [f"Vastaus kysymykseen {i} on tässä" for i in range(1000)]]
    many = [("1", name, cell) for name, cell in zip(*wide, strict=True)]
    twice = [["Nro", "Ikä", question], ["1", "31", A], ["2", "45", C]]
    page = (
        "<html><script>x('<td>ei</td>')</script><table><tr><td>Valikko</td></tr></table>"
        f"<table><tr><th>Nro</th><th>Ikä</th><th>{question}</th></tr>"
        f"<tr><td>1</td><td>31</td><td>{A}<br>&lt;tosi&gt;</td></tr>"
        "<tr><td>2</td><td>45</td><td>=Kiire</td></tr></table></html>"
    )
    cell = "<Cell><Data>{}</Data></Cell>".format
    lines = [["Nro", "Ikä", question], ["1", "31", A]]
    body = "".join(f"<Row>{''.join(map(cell, line))}</Row>" for line in lines)
    last = f'<Row>{cell("2")}<Cell ss:Index="3"><Data>Kiire &amp; melu</Data></Cell></Row>'
    xml = f"<?xml version='1.0'?><Workbook><Worksheet><Table>{body}{last}</Table></Worksheet></Workbook>"
    return [
        Fixture(19, "otsikot-vain.csv", text([["Vastausaika", question]]), error="no rows of answers"),
        Fixture(
            19,
            "yksi-vastaaja.csv",
            text([["Vastausaika", question], [TIMES[0], A]]),
            "webropol-w1",
            [question],
            asked(question, A),
        ),
        Fixture(19, "yksi-sarake.csv", text([[question], [A], [B]]), "table", [question], asked(question, A, B)),
        Fixture(19, "tuhat.csv", text(wide), "table", wide[0], many),
        Fixture(19, "tuhat.xlsx", book({"Perusraportti": wide}), "table", wide[0], many),
        Fixture(19, "otsikot-vain.xlsx", book({"Perusraportti": [["Ikä", question]]}), error="no rows of answers"),
        Fixture(
            19,
            "yksi-vastaaja.xlsx",
            book({"Perusraportti": [W2_TOP, W2_BELOW, W2_ROWS[0]]}),
            "webropol-w2",
            [question],
            asked(question, A),
        ),
        Fixture(
            19, "yksi-sarake.xlsx", book({"A": [[question], [A], [B]]}), "table", [question], asked(question, A, B)
        ),
        Fixture(
            19,
            "kaksi-vientiä.csv",
            text([*twice, *twice]),
            "table",
            [question],
            asked(question, A, C, A, C),
            cases={"Ikä": [31.0, 45.0, 31.0, 45.0]},
            warns=[
                "header row among the answers: 1",
                "exactly the same as an earlier one: 2",
                "do not tell the cases apart",
            ],
        ),
        Fixture(19, "pelkkä-merkki.csv", b"\xef\xbb\xbf", error="no text"),
        Fixture(19, "tyhjä.csv", b"", error="0 bytes"),
        Fixture(19, "raportti.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", error="PDF"),
        Fixture(19, "taulukko.xls", b"<html><table><tr><td>Mik</td></tr></table></html>", error="web page"),
        Fixture(19, "sivu.xls", page.encode(), "table", [question], asked(question, f"{A}\n<tosi>", "=Kiire")),
        Fixture(19, "vanha-xml.xls", xml.encode(), "table", [question], asked(question, A, "Kiire & melu")),
        Fixture(19, "vastaukset.json", b'[{"Vastaus": "Kiire"}]', error="JSON"),
        Fixture(19, "vastaukset.rtf", b"{\\rtf1\\ansi Vastaukset}", error="RTF"),
        Fixture(
            19,
            "google.zip",
            packed({"Kysely.csv": b"Aikaleima,Syy", "__MACOSX/._Kysely.csv": b""}),
            error="zip archive with Kysely.csv, not",
        ),
    ]


_MAKERS: tuple[Callable[[], list[Fixture]], ...] = (
    clean,
    headers,
    two_rows,
    encodings,
    values,
    edited,
    events,
    report,
    mixed,
    sisters,
    degenerate,
    long_tables,
)
FIXTURES = [fixture for make in _MAKERS for fixture in make()]


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for each in FIXTURES:
        (folder / f"{each.group:02}-{each.name}").write_bytes(each.content)
