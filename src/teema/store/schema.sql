-- The study file, schema version 1. Column names are the field names of teema.records.
-- Everything but `journal` and `annotations` can be rebuilt from the journal alone.

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL                 -- JSON
) STRICT;

CREATE TABLE variables (
    name       TEXT PRIMARY KEY,
    label      TEXT NOT NULL,
    kind       TEXT NOT NULL,
    categories TEXT NOT NULL,           -- JSON list, in order
    "column"   TEXT NOT NULL,
    position   INTEGER NOT NULL
) STRICT;

CREATE TABLE questions (
    question TEXT PRIMARY KEY,
    text     TEXT NOT NULL,
    "column" TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE cases (
    "case"     TEXT PRIMARY KEY,
    background TEXT NOT NULL,           -- JSON object: variable -> value
    position   INTEGER NOT NULL
) STRICT;

-- An answer is never edited in place by a user; pseudonymisation raises `version`, the journal keeps the former text.
CREATE TABLE answers (
    answer     TEXT PRIMARY KEY,
    "case"     TEXT NOT NULL REFERENCES cases DEFERRABLE INITIALLY DEFERRED,
    question   TEXT NOT NULL REFERENCES questions DEFERRABLE INITIALLY DEFERRED,
    text       TEXT NOT NULL,
    source_row INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    position   INTEGER NOT NULL
) STRICT;
CREATE INDEX answers_by_case ON answers ("case");
CREATE INDEX answers_by_question ON answers (question);

CREATE TABLE codes (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    parent     TEXT REFERENCES codes DEFERRABLE INITIALLY DEFERRED,
    definition TEXT NOT NULL,
    include    TEXT NOT NULL,
    exclude    TEXT NOT NULL,
    example    TEXT NOT NULL,
    query      TEXT NOT NULL,
    colour     TEXT NOT NULL,
    origin     TEXT NOT NULL CHECK (origin IN ('data', 'theory', 'mixed')),
    position   INTEGER NOT NULL
) STRICT;
CREATE INDEX codes_by_parent ON codes (parent);

-- A span [start, end) of the answer's current text, in Unicode code points.
CREATE TABLE extracts (
    id      TEXT PRIMARY KEY,
    answer  TEXT NOT NULL REFERENCES answers DEFERRABLE INITIALLY DEFERRED,
    start   INTEGER NOT NULL CHECK (start >= 0),
    "end"   INTEGER NOT NULL,
    quote   TEXT NOT NULL,
    reduced TEXT NOT NULL,
    memo    TEXT NOT NULL,
    CHECK ("end" > start)
) STRICT;
CREATE UNIQUE INDEX extracts_by_span ON extracts (answer, start, "end");

CREATE TABLE codings (
    id      TEXT PRIMARY KEY,
    extract TEXT NOT NULL REFERENCES extracts DEFERRABLE INITIALLY DEFERRED,
    code    TEXT NOT NULL REFERENCES codes DEFERRABLE INITIALLY DEFERRED,
    coder   TEXT NOT NULL,
    level   TEXT CHECK (level IN ('semantic', 'latent')),
    created TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX codings_once ON codings (extract, code, coder);
CREATE INDEX codings_by_code ON codings (code);

CREATE TABLE analyses (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,
    approach TEXT NOT NULL,
    unit     TEXT NOT NULL,             -- unit of analysis, in the researcher's words
    levels   TEXT NOT NULL,             -- JSON object: theme kind -> level name
    position INTEGER NOT NULL,
    frame    TEXT NOT NULL DEFAULT ''   -- the preset its first themes were made from
) STRICT;

CREATE TABLE themes (
    id         TEXT PRIMARY KEY,
    analysis   TEXT NOT NULL REFERENCES analyses DEFERRABLE INITIALLY DEFERRED,
    name       TEXT NOT NULL,
    parent     TEXT REFERENCES themes DEFERRABLE INITIALLY DEFERRED,
    kind       TEXT NOT NULL CHECK (kind IN ('unifying', 'overarching', 'theme', 'subtheme')),
    definition TEXT NOT NULL,
    concept    TEXT NOT NULL,
    story      TEXT NOT NULL,
    candidate  INTEGER NOT NULL CHECK (candidate IN (0, 1)),
    position   INTEGER NOT NULL,
    boundary   TEXT NOT NULL DEFAULT '',                             -- what the theme is not
    also       TEXT REFERENCES themes DEFERRABLE INITIALLY DEFERRED, -- seen as a second kind: under this theme too
    holding    INTEGER NOT NULL DEFAULT 0 CHECK (holding IN (0, 1)), -- sekalaiset: what has no place yet
    fields     TEXT NOT NULL DEFAULT '{}'                            -- JSON object: columns of the researcher's own
) STRICT;
CREATE UNIQUE INDEX themes_by_name ON themes (analysis, name);
CREATE INDEX themes_by_parent ON themes (parent);
CREATE INDEX themes_by_also ON themes (also) WHERE also IS NOT NULL;

-- What a theme holds: whole codes, single extracts, or reduced expressions, which are known by their words.
CREATE TABLE members (
    id      TEXT PRIMARY KEY,
    theme   TEXT NOT NULL REFERENCES themes DEFERRABLE INITIALLY DEFERRED,
    code    TEXT REFERENCES codes DEFERRABLE INITIALLY DEFERRED,
    extract TEXT REFERENCES extracts DEFERRABLE INITIALLY DEFERRED,
    reduced TEXT,
    CHECK ((code IS NOT NULL) + (extract IS NOT NULL) + (reduced IS NOT NULL) = 1)
) STRICT;
CREATE UNIQUE INDEX members_codes ON members (theme, code) WHERE code IS NOT NULL;
CREATE UNIQUE INDEX members_extracts ON members (theme, extract) WHERE extract IS NOT NULL;
CREATE UNIQUE INDEX members_reduced ON members (theme, reduced) WHERE reduced IS NOT NULL;
CREATE INDEX members_by_code ON members (code) WHERE code IS NOT NULL;
CREATE INDEX members_by_extract ON members (extract) WHERE extract IS NOT NULL;

CREATE TABLE relations (
    id       TEXT PRIMARY KEY,
    analysis TEXT NOT NULL REFERENCES analyses DEFERRABLE INITIALLY DEFERRED,
    source   TEXT NOT NULL REFERENCES themes DEFERRABLE INITIALLY DEFERRED,
    target   TEXT NOT NULL REFERENCES themes DEFERRABLE INITIALLY DEFERRED,
    kind     TEXT NOT NULL CHECK (kind IN ('relates', 'contrasts', 'leads_to', 'overlaps')),
    label    TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX relations_once ON relations (source, target, kind);
CREATE INDEX relations_by_target ON relations (target);

-- Places on the theme map that were chosen by hand; `id` is the theme.
CREATE TABLE places (
    id TEXT PRIMARY KEY REFERENCES themes DEFERRABLE INITIALLY DEFERRED,
    x  REAL NOT NULL,
    y  REAL NOT NULL
) STRICT;

CREATE TABLE memos (
    id          TEXT PRIMARY KEY,
    target_kind TEXT NOT NULL,
    target      TEXT NOT NULL,
    text        TEXT NOT NULL,
    coder       TEXT NOT NULL,
    created     TEXT NOT NULL
) STRICT;
CREATE INDEX memos_by_target ON memos (target_kind, target);

CREATE TABLE snapshots (
    id       TEXT PRIMARY KEY,
    analysis TEXT NOT NULL REFERENCES analyses DEFERRABLE INITIALLY DEFERRED,
    name     TEXT NOT NULL,
    stage    TEXT NOT NULL CHECK (stage IN ('initial', 'developed', 'final')),
    note     TEXT NOT NULL,
    created  TEXT NOT NULL,
    content  TEXT NOT NULL              -- JSON: themes, members, relations as they were
) STRICT;
CREATE UNIQUE INDEX snapshots_by_name ON snapshots (analysis, name);

-- Append-only. `changes` is compressed JSON: rows before and after, see teema.store.journal.
CREATE TABLE journal (
    event   INTEGER PRIMARY KEY AUTOINCREMENT,
    time    TEXT NOT NULL,
    coder   TEXT NOT NULL,
    command TEXT NOT NULL,
    summary TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('import', 'do', 'undo', 'redo')),
    undoes  INTEGER REFERENCES journal,
    changes BLOB NOT NULL
) STRICT;
CREATE TRIGGER journal_is_append_only_u BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_append_only_d BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- Lemmas of answer texts, so that a study opens without loading a language model. A cache: safe to empty.
CREATE TABLE annotations (
    pipeline TEXT NOT NULL,
    digest   BLOB NOT NULL,             -- of the texts
    data     BLOB NOT NULL,
    PRIMARY KEY (pipeline, digest)
) STRICT, WITHOUT ROWID;

-- What follows came with version 2 of the file.

-- A cell of a framework matrix: what a case, or a group of cases, says of a theme, in the researcher's words.
CREATE TABLE summaries (
    id       TEXT PRIMARY KEY,
    theme    TEXT NOT NULL REFERENCES themes DEFERRABLE INITIALLY DEFERRED,
    variable TEXT NOT NULL,             -- '' for a case, else the background variable that makes the groups
    value    TEXT NOT NULL,             -- the case, or the group
    text     TEXT NOT NULL,
    coder    TEXT NOT NULL,
    created  TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX summaries_once ON summaries (theme, variable, value);

-- Extracts that something rests on, or that speak against a theme.
CREATE TABLE evidence (
    id       TEXT PRIMARY KEY,
    theme    TEXT REFERENCES themes DEFERRABLE INITIALLY DEFERRED,
    relation TEXT REFERENCES relations DEFERRABLE INITIALLY DEFERRED,
    summary  TEXT REFERENCES summaries DEFERRABLE INITIALLY DEFERRED,
    extract  TEXT NOT NULL REFERENCES extracts DEFERRABLE INITIALLY DEFERRED,
    kind     TEXT NOT NULL CHECK (kind IN ('supports', 'contrary')),
    CHECK ((theme IS NOT NULL) + (relation IS NOT NULL) + (summary IS NOT NULL) = 1)
) STRICT;
CREATE UNIQUE INDEX evidence_themes ON evidence (theme, extract) WHERE theme IS NOT NULL;
CREATE UNIQUE INDEX evidence_relations ON evidence (relation, extract) WHERE relation IS NOT NULL;
CREATE UNIQUE INDEX evidence_summaries ON evidence (summary, extract) WHERE summary IS NOT NULL;
CREATE INDEX evidence_by_extract ON evidence (extract);

-- The researcher's judgement of an analysis by a criterion, or a warning that she has silenced.
CREATE TABLE reviews (
    id       TEXT PRIMARY KEY,
    analysis TEXT NOT NULL REFERENCES analyses DEFERRABLE INITIALLY DEFERRED,
    kind     TEXT NOT NULL CHECK (kind IN ('criterion', 'silenced')),
    item     TEXT NOT NULL,
    verdict  TEXT NOT NULL,
    text     TEXT NOT NULL,
    coder    TEXT NOT NULL,
    created  TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX reviews_once ON reviews (analysis, kind, item);

-- A type (tyypittely), composed of many cases; its parts are codes that mark it and cases that belong to it in part.
CREATE TABLE types (
    id          TEXT PRIMARY KEY,
    analysis    TEXT NOT NULL REFERENCES analyses DEFERRABLE INITIALLY DEFERRED,
    name        TEXT NOT NULL,
    description TEXT NOT NULL,
    position    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX types_by_name ON types (analysis, name);

CREATE TABLE type_parts (
    id     TEXT PRIMARY KEY,
    type   TEXT NOT NULL REFERENCES types DEFERRABLE INITIALLY DEFERRED,
    code   TEXT REFERENCES codes DEFERRABLE INITIALLY DEFERRED,
    "case" TEXT REFERENCES cases DEFERRABLE INITIALLY DEFERRED,
    weight REAL NOT NULL CHECK (weight BETWEEN 0 AND 1),
    note   TEXT NOT NULL,
    CHECK ((code IS NULL) <> ("case" IS NULL))
) STRICT;
CREATE UNIQUE INDEX type_parts_codes ON type_parts (type, code) WHERE code IS NOT NULL;
CREATE UNIQUE INDEX type_parts_cases ON type_parts (type, "case") WHERE "case" IS NOT NULL;
CREATE INDEX type_parts_by_code ON type_parts (code) WHERE code IS NOT NULL;
CREATE INDEX type_parts_by_case ON type_parts ("case") WHERE "case" IS NOT NULL;
