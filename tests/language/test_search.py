"""The query language finds words in all their forms, and says where a query cannot be read."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teema.errors import NotFoundError, QueryError
from teema.language import parse_query
from teema.language.query import Both, Either, Field, Near, Negated, Node, Phrase, Word
from teema.study import Study, create
from teema.survey import Survey

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    import teema

    folder = tmp_path_factory.mktemp("haku")
    study = create(folder / "g0.teema", teema.read_survey(teema.samples() / "asiakassuhde.csv"), coder="AJ")
    yield study
    study.close()


def words(study: Study, query: str) -> set[str]:
    return {match.casefold() for match in study.find(query).to_frame()["match"]}


def answers(study: Study, query: str) -> set[str]:
    return set(study.find(query).to_frame()["answer"])


class TestWords:
    def test_a_lemma_finds_its_inflections_and_no_compound(self, searched: Study) -> None:
        found = words(searched, "suhde")
        assert {"suhde", "suhdetta", "suhteessa", "suhteetkin"} <= found
        assert not any("asiakas" in word for word in found)

    def test_a_part_finds_compounds_too(self, searched: Study) -> None:
        assert {"suhde", "asiakassuhteessa", "ihmissuhde", "kiintymyssuhteen"} <= words(searched, "~suhde")

    def test_an_inflected_query_word_means_its_lemma(self, searched: Study) -> None:
        assert answers(searched, "luottamuksesta") == answers(searched, "luottamus")

    def test_an_exact_form_finds_only_itself(self, searched: Study) -> None:
        assert words(searched, '"luottamuksen"') == {"luottamuksen"}
        assert words(searched, "”luottamuksen”") == {"luottamuksen"}

    def test_a_beginning_finds_lemmas_and_forms(self, searched: Study) -> None:
        assert {"retkahdus", "retkahduksesta"} <= words(searched, "retkahd*") | {"retkahdus", "retkahduksesta"}
        assert all(word.startswith("retkah") for word in words(searched, "retkah*"))

    def test_spoken_forms_are_found_by_the_written_lemma(self, searched: Study) -> None:
        assert words(searched, "minä") & {"mä", "mun"}


class TestTogether:
    def test_a_phrase_of_lemmas(self, searched: Study) -> None:
        for found in words(searched, "oma huone") | words(searched, "hyvä suhde"):
            assert len(found.split()) == 2

    def test_near_is_within_so_many_words_in_either_order(self, searched: Study) -> None:
        for row in searched.find("äiti NEAR/3 vauva").to_frame().itertuples():
            assert len(str(row.match).split()) <= 4
        assert answers(searched, "äiti NEAR/3 vauva") == answers(searched, "vauva NEAR/3 äiti")
        assert answers(searched, "äiti NEAR/1 vauva") <= answers(searched, "äiti NEAR/9 vauva")

    def test_and_or_not_are_about_answers(self, searched: Study) -> None:
        mother, baby = answers(searched, "äiti"), answers(searched, "vauva")
        assert answers(searched, "äiti OR vauva") == mother | baby
        assert answers(searched, "äiti AND vauva") == mother & baby
        assert answers(searched, "äiti NOT vauva") == mother - baby
        assert answers(searched, "äiti AND NOT vauva") == mother - baby

    @pytest.mark.parametrize(
        "query", ["äiti JA vauva EI ryhmä", "äiti OCH vauva INTE ryhmä", "äiti AND vauva NOT ryhmä"]
    )
    def test_operators_speak_three_languages(self, searched: Study, query: str) -> None:
        assert answers(searched, query) == answers(searched, "(äiti AND vauva) NOT ryhmä")

    def test_brackets_group(self, searched: Study) -> None:
        expected = answers(searched, "kiire") | (answers(searched, "aika") & answers(searched, "asiakas"))
        assert answers(searched, "kiire OR (aika AND asiakas)") == expected


class TestFields:
    def test_a_question_by_number_or_id(self, searched: Study) -> None:
        assert answers(searched, "question:3 aika") == {
            item for item in answers(searched, "aika") if item.endswith("Q3")
        }
        assert answers(searched, "kysymys:q3 aika") == answers(searched, "question:3 AND aika")

    def test_a_background_value(self, searched: Study) -> None:
        cases = searched.cases
        inside = set(cases.index[cases["Yksikkötyyppi"] == "Ensikoti"])
        assert {item.split(":")[0] for item in answers(searched, "yksikkötyyppi:ensikoti asiakas")} <= inside
        assert answers(searched, "yksikkö:ensikoti asiakas") == answers(searched, "yksikkötyyppi:ensikoti asiakas")

    def test_a_chosen_option(self, searched: Study) -> None:
        found = searched.find("mitä:videointi asiakas").cases()
        assert all("Videointi" in chosen for chosen in found["Mitä työmenetelmiä käytät viikoittain?"])

    def test_alone_it_gives_whole_answers(self, searched: Study) -> None:
        frame = searched.find("question:Q5").to_frame()
        assert len(frame) == 23
        assert frame["match"].tolist() == searched.answers.query("question == 'Q5'")["text"].tolist()

    def test_that_does_not_exist_is_said(self, searched: Study) -> None:
        with pytest.raises(NotFoundError, match="Did you mean 'Kaupunki'"):
            searched.find("kaupunkki:Vaasa")
        with pytest.raises(NotFoundError, match="no question '9'"):
            searched.find("question:9 aika")


class TestUnreadableQueries:
    @pytest.mark.parametrize(
        ("query", "at"),
        [("kiire AND", 9), ("(kiire", 0), ("kiire)", 5), ("OR kiire", 0), ('"kiire', 0), ("kiire ~ suhde", 6)],
    )
    def test_point_at_the_place(self, query: str, at: int) -> None:
        with pytest.raises(QueryError) as error:
            parse_query(query)
        lines = str(error.value).splitlines()
        assert lines[1] == f"  {query}"
        assert lines[2].index("^") - 2 == at
        assert len(lines) == 4

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("luott*a", "end of a word"), ("*luotto", "~suhde"), ("kiire || aika", "AND, OR or NOT"),
            ("kiire & aika", "AND, OR or NOT"), ("kiire+aika", "AND, OR or NOT"), ("/kiire.*/", "luott*"),
            ("kiire, aika", "Write OR"), ("kiire; aika", "Write OR"), ("kiire NEAR/x aika", "NEAR/5"),
            ("kiire NEAR/ aika", "NEAR/5"), ("kiire NEAR/1000 aika", "999"), ("()", "between the brackets"),
            ("kiire (", "Close it"), ("question: kiire", "without a space"),
            ("kiire OR OR aika", "no word before"),
            ("(OR kiire)", "no word before"), ("JA aika", "no word before"), ("ＯＲ kiire", "no word before"),
            ("NEAR/5 kiire", "no word before"), ("kiire NOT", "missing at the end"),
            ("kiire AND", "missing at the end"),
            ("kiire)", "never opened"), ("~", "beside a word"), ("**", "beside a word"),
            ('""kiire""', "between the quotation"),
            ("...", "no word in"), ("-", "no word in"),
            ("luott.*", "Regular expressions"), ("^luottamus$", "Regular expressions"), ("luottamu[sk]", "luott*"),
            (r"\bkiire", "Regular expressions"), ("luott%", "luott*"), ("luott_", "luott*"), ("luot?amus", "luott*"),
            ("{kiire OR aika}", "round"), ("yksikkötyyppi=Ensikoti", "colon between"), ("kiire,aika", "Write OR"),
            ("+kiire", "AND, OR or NOT"), ("kiire NEAR5 aika", "NEAR/5"), ("kiire near/5 aika", "capitals"),
            ("kiire NEAR/0 aika", "from 1 to 999"), ("kiire NEAR/-2 aika", "from 1 to 999"),
            ("kiire NEAR NOT aika", "between two words"), ("kiire NEAR question:3", "between words"),
            ("kiire NEAR (NOT aika)", "between words"), ("kiire AND (aika OR )", "no word after"),
            ("question:Q3:kiire", "one colon"), ('~"suhde"', "without quotation marks"), ("~suhde~", "before a word"),
            ("((kiire)", "Close it"), ("kiire/aika", "slash"), ("）kiire", "never opened"), ("kiire TAI", "missing"),
        ],
    )  # fmt: skip
    def test_say_what_to_write_instead(self, query: str, said: str) -> None:
        with pytest.raises(QueryError, match=re.escape(said)) as error:
            parse_query(query)
        assert len(str(error.value).splitlines()) <= 4

    def test_say_which_field_there_is_none_of(self, searched: Study) -> None:
        with pytest.raises(NotFoundError, match=re.escape('A word with a colon in it goes in quotation marks: "EU:n"')):
            searched.find("EU:n")

    @pytest.mark.parametrize("query", ["kiire\n AND", "ｋｉｉｒｅ AND", "ﬁksu AND", "a\u0308iti AND"])
    def test_point_under_what_is_shown(self, query: str) -> None:
        with pytest.raises(QueryError) as error:
            parse_query(query)
        _, shown, caret, _ = str(error.value).splitlines()
        assert caret.index("^") == len(shown)

    @pytest.mark.parametrize(
        ("query", "asked"),
        [
            ("kiire or luottamus", "OR?"),
            ("kiire Tai luottamus", "TAI?"),
            ("kiire -aika", "NOT aika"),
            ('"luott*"', "luott*"),
        ],
    )
    def test_that_can_be_read_but_find_nothing_get_a_hint(self, searched: Study, query: str, asked: str) -> None:
        found = searched.find(query)
        assert len(found) == 0
        assert asked in repr(found)
        assert asked in found._repr_html_()

    @given(st.text(alphabet='aä ORNTED()"~*:/5-,.?\n＂', max_size=16) | st.text(max_size=12))
    def test_never_give_any_other_error(self, query: str) -> None:
        error = None
        try:
            parse_query(query)
        except QueryError as raised:
            error = raised
        assert error is None or len(str(error).splitlines()) <= 4

    @pytest.mark.parametrize("query", ["", "   ", '""', '"..."'])
    def test_are_not_empty(self, query: str) -> None:
        with pytest.raises(QueryError):
            parse_query(query)


class TestSpelling:
    """Letter case, hyphens and compounds."""

    def test_letter_case_never_matters(self, spelt: Study) -> None:
        assert words(spelt, "luottamus") == words(spelt, "LUOTTAMUS") == words(spelt, '"Luottamus"') == {"luottamus"}

    @pytest.mark.parametrize("query", ["työelämä", "työ-elämä", "Työ-Elämä", "työel*", "työ-el*"])
    def test_a_hyphen_in_a_word_makes_no_difference(self, spelt: Study, query: str) -> None:
        assert words(spelt, query) == {"työelämä", "työ-elämä"}

    def test_an_exact_form_has_its_hyphen(self, spelt: Study) -> None:
        assert words(spelt, '"työ-elämä"') == {"työ-elämä"}

    def test_an_elliptic_compound_is_found_by_its_word(self, spelt: Study) -> None:
        assert words(spelt, "sosiaali") == {"sosiaali"}
        assert words(spelt, "1980-luku") == words(spelt, "~luku") == {"1980-luvulla"}

    @pytest.mark.parametrize("query", ["1980-luvulla", "1980luvulla", "1980-luku", '"1980-luvulla"'])
    def test_a_number_and_its_word(self, spelt: Study, query: str) -> None:
        assert words(spelt, query) == {"1980-luvulla"}

    @pytest.mark.parametrize("query", ["e-maili", "emaili", "E-Mailin", "emailin", '"e-mailin"', "e-mail*"])
    def test_a_loan_with_a_hyphen(self, spelt: Study, query: str) -> None:
        assert words(spelt, query) == {"e-mailin"}

    @pytest.mark.parametrize("query", ["sosiaali- ja terveysala", "Sosiaali ja terveysala", "sosiaali- ja terveys-ala"])
    def test_an_elliptic_compound_in_its_phrase(self, spelt: Study, query: str) -> None:
        assert answers(spelt, query) == {"3:Q1"}

    def test_a_lemma_finds_no_compound_and_a_part_finds_all(self, spelt: Study) -> None:
        assert words(spelt, "suhde") == set()
        assert words(spelt, "~suhde") == {"verkostosuhde", "suhdeverkosto"}


@pytest.fixture(scope="module")
def spelt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    import teema

    texts = [
        "Työelämä on raskasta.", "Työ-elämä vie voimat.", "Sosiaali- ja terveysala", "1980-luvulla oli toisin",
        "Lähetin e-mailin.", "LUOTTAMUS!", "Verkostosuhde ja suhdeverkosto",
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("vastaukset")
    lines = ["Vastaaja;Mitä haluat kertoa?", *(f"{at};{text}" for at, text in enumerate(texts, 1))]
    (folder / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    survey = teema.read_survey(folder / "a.csv", roles={"Mitä haluat kertoa?": "open"})
    with create(folder / "a.teema", survey, coder="AJ") as study:
        yield study


plain = st.sampled_from(["kiire", "äiti", "suhde", "1980-luku"])
word = st.builds(Word, st.sampled_from(["lemma", "form", "prefix", "part", "part-prefix"]), plain)
phrase = st.lists(word, min_size=2, max_size=3).filter(lambda words: words[0].kind != "form").map(tuple).map(Phrase)
field = st.builds(Field, st.sampled_from(["question", "kaupunki"]), st.sampled_from(["Q3", "Iso kylä"]))


def several(items: st.SearchStrategy[Node]) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.lists(items, min_size=2, max_size=3).map(tuple)


trees = st.recursive(
    word | phrase | field,
    lambda inner: st.one_of(
        several(inner).map(Both), several(inner).map(Either), inner.map(Negated),
        st.builds(Near, word | phrase, word | phrase, st.integers(1, 999)),
    ),
    max_leaves=8,
)  # fmt: skip


def written(node: Node) -> str:
    """Write a query: brackets around everything that has parts."""
    match node:
        case Word(kind, text):
            return {"form": f'"{text}"', "prefix": f"{text}*", "part": f"~{text}", "part-prefix": f"~{text}*"}.get(
                kind, text
            )
        case Phrase(words):
            return " ".join(map(written, words))
        case Near(left, right, distance):
            return f"({written(left)} NEAR/{distance} {written(right)})"
        case Both(items):
            return f"({' AND '.join(map(written, items))})"
        case Either(items):
            return f"({' OR '.join(map(written, items))})"
        case Negated(item):
            return f"(NOT {written(item)})"
        case Field(name, value):
            return f'{name}:"{value}"'


class TestReading:
    @given(trees)
    def test_what_is_written_is_read(self, tree: Node) -> None:
        assert parse_query(written(tree)) == tree

    def test_or_binds_less_than_and_and_near_binds_most(self) -> None:
        loose, tight = parse_query("a OR b AND c NEAR d"), parse_query("a OR (b AND (c NEAR/5 d))")
        assert loose == tight


@pytest.mark.parametrize("page", ["query-language.md", "fi/hakukieli.md"])
def test_every_query_of_the_guide_is_read(page: str) -> None:
    guide = (Path(__file__).parents[2] / "docs" / page).read_text(encoding="utf-8")
    queries = re.findall(r"^\| `(.+?)` \|", guide, flags=re.MULTILINE)
    assert len(queries) >= 15
    assert len({parse_query(query) for query in queries}) == len(queries)


class TestLaws:
    """On the answers that fit."""

    QUERIES = ("kiire", "~suhde", "luott*", "äiti", "question:2", '"suhde"', "vauva NEAR/4 äiti")

    @given(st.sampled_from(QUERIES), st.sampled_from(QUERIES))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
    def test_and_or_not(self, searched: Study, one: str, other: str) -> None:
        first, second = answers(searched, one), answers(searched, other)
        assert answers(searched, f"{one} AND {other}") == answers(searched, f"{other} AND {one}") == first & second
        assert answers(searched, f"{one} OR {other}") == first | second
        assert answers(searched, f"NOT (NOT {one})") == answers(searched, f"NOT NOT {one}") == first
        assert answers(searched, f"NOT ({one} OR {other})") == answers(searched, f"(NOT {one}) AND (NOT {other})")

    @given(st.sampled_from(QUERIES))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_hits_lie_in_their_answers(self, searched: Study, query: str) -> None:
        text = searched.answers.set_index("answer")["text"]
        for hit in searched.find(query).to_frame(width=20).itertuples():
            whole = text[hit.answer]
            assert whole[hit.start : hit.end] == hit.match
            assert whole[: hit.start].replace("\n", " ").endswith(str(hit.left))
            assert whole[hit.end :].replace("\n", " ").startswith(str(hit.right))


class TestCoding:
    def test_hits_in_one_sentence_become_one_extract(self, study: Study) -> None:
        study.codebook.add("Kiire")
        matches = study.find("kiire")
        assert len(matches) == 3
        preview = matches.preview("Kiire")
        assert preview.proposals[["answer", "text", "status"]].values.tolist() == [
            ["1:Q2", "Kiire.", "new"],
            ["1:Q2", "Aina kiire!", "new"],
            ["4:Q2", "Asiakassuhteet katkeavat kiireen takia.", "new"],
        ]
        assert len(study.codings) == 0
        assert matches.code("Kiire") == 3
        assert matches.code("Kiire") == 0
        assert study.undo() == 1
        assert len(study.codings) == 0

    def test_the_codebooks_queries_are_one_step(self, study: Study) -> None:
        study.codebook.add("Kiire", query="kiire")
        study.codebook.add("Luottamus", query="luottamus OR luottaa")
        study.codebook.add("Arki")
        before = len(study.history())
        proposed = study.autocode()
        assert proposed.summary().to_frame().values.tolist() == [["Kiire", 3, 0, 0, 2], ["Luottamus", 3, 0, 0, 2]]
        assert proposed.without([0]).apply() == 5
        assert len(study.history()) == before + 1

    def test_no_queries_propose_nothing(self, study: Study) -> None:
        study.codebook.add("Arki")
        proposed = study.autocode()
        assert len(proposed) == 0
        assert proposed.apply() == 0

    def test_a_query_that_cannot_be_read_names_its_code(self, study: Study) -> None:
        study.codebook.add("Kiire", query="kiire AND")
        with pytest.raises(QueryError, match="Kiire"):
            study.autocode()


def test_lemmas_are_kept_in_the_file_and_need_no_model(survey: Survey, tmp_path: Path) -> None:
    import subprocess
    import sys

    with create(tmp_path / "muisti.teema", survey, coder="AJ") as study:
        expected = study.tokens["lemma"].tolist()
    code = (
        "import sys, teema\n"
        f"study = teema.open({str(tmp_path / 'muisti.teema')!r}, read_only=True)\n"
        "print(len(study.find('luottamus')), 'spacy' in sys.modules, len(study.tokens))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2", "False", str(len(expected))]
