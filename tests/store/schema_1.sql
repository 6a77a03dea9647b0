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
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE themes (
    id         TEXT PRIMARY KEY,
    analysis   TEXT NOT NULL REFERENCES analyses DEFERRABLE INITIALLY DEFERRED,
    name       TEXT NOT NULL,
    parent     TEXT REFERENCES themes DEFERRABLE INITIALLY DEFERRED,
    kind       TEXT NOT NULL CHECK (kind IN ('overarching', 'theme', 'subtheme')),
    definition TEXT NOT NULL,
    concept    TEXT NOT NULL,
    story      TEXT NOT NULL,
    candidate  INTEGER NOT NULL CHECK (candidate IN (0, 1)),
    position   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX themes_by_name ON themes (analysis, name);
CREATE INDEX themes_by_parent ON themes (parent);

-- What a theme holds: whole codes or single extracts.
CREATE TABLE members (
    id      TEXT PRIMARY KEY,
    theme   TEXT NOT NULL REFERENCES themes DEFERRABLE INITIALLY DEFERRED,
    code    TEXT REFERENCES codes DEFERRABLE INITIALLY DEFERRED,
    extract TEXT REFERENCES extracts DEFERRABLE INITIALLY DEFERRED,
    CHECK ((code IS NULL) <> (extract IS NULL))
) STRICT;
CREATE UNIQUE INDEX members_codes ON members (theme, code) WHERE code IS NOT NULL;
CREATE UNIQUE INDEX members_extracts ON members (theme, extract) WHERE extract IS NOT NULL;
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
