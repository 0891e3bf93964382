"""The tables of a record, defined once for every database that SQLAlchemy speaks.

Kinds of table that never mix: *evidence* (documents, articles) is written once and never changed;
*inference* (readings and what hangs on them) is added anew by each version of the extractor, and *uniting*
(from ``record_people`` on) is what the machine infers from all newest readings together; *judgements*
are a person's, and are kept whatever is read again.  Where a judgement outranks the machine, ``shown``
differs from ``person`` and ``decided`` says so: what the machine inferred stays beside it.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    true,
)

metadata = MetaData()

facts = Table(
    "record_facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
    comment="what the record says of itself: its schema version",
)

articles = Table(
    "articles",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("text", Text, nullable=False, comment="the evidence that all offsets point into"),
    Column("sha256", String(64), nullable=False),
    Column("title", String),
    Column("outlet", String),
    Column("outlet_folded", String, comment="the outlet in folded case, for filters"),
    Column("published", String, comment="ISO 8601, at the precision given"),
    Column("published_first", String(10), index=True, comment="first day that published may mean"),
    Column("published_last", String(10)),
    Column("url", String),
    Column("byline", String),
    Column("added", String, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("article", ForeignKey("articles.key"), nullable=False, index=True),
    Column("name", String, nullable=False, comment="the file, or file and line, as it was named"),
    Column("media_type", String, nullable=False),
    Column("sha256", String(64), nullable=False, comment="of the bytes as they came"),
    Column("raw", LargeBinary, nullable=False, comment="the bytes, compressed with zlib"),
    UniqueConstraint("sha256", "media_type"),
)

readings = Table(
    "readings",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("article", ForeignKey("articles.key"), nullable=False),
    Column("extractor", String, nullable=False, comment="version of the extractor"),
    Column("current", Boolean, nullable=False, comment="whether it is the article's newest"),
    Column("made", String, nullable=False),
    Column("credits", String, nullable=False, server_default="[]", comment="agencies credited, as JSON"),
    UniqueConstraint("article", "extractor"),
)

statements = Table(
    "statements",
    metadata,
    Column("reading", ForeignKey("readings.key"), primary_key=True),
    Column("number", Integer, primary_key=True, comment="the n of the statement id <article id>-n"),
    Column("quote", String, nullable=False),
    Column("communicated", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("speaker", String),
    Column("addressee", String),
    Column("via", String, nullable=False, comment="person ids, a JSON list"),
    Column("parent", Integer),
    Column("act", String, nullable=False),
    Column("said", String),
    Column("answers", Integer, comment="number of the statement that this one denies, confirms or declines"),
    Column("place", String),
    Column("grounds", String, nullable=False, server_default="[]", comment="why each field, as JSON"),
    Column(
        "certainty",
        Float,
        nullable=False,
        server_default="1.0",
        comment="the least confidence, of the relation and of the speaker",
    ),
)

Index("statements_certainty", statements.c.certainty, statements.c.reading, statements.c.number)

spans = Table(
    "spans",
    metadata,
    Column("reading", Integer, primary_key=True),
    Column("statement", Integer, primary_key=True),
    Column("role", String, primary_key=True, comment="content, cue or source"),
    Column("start", Integer, primary_key=True, comment="in code points of the article's text"),
    Column("end", Integer, nullable=False),
    ForeignKeyConstraint(["reading", "statement"], ["statements.reading", "statements.number"]),
)

people = Table(
    "people",
    metadata,
    Column("reading", ForeignKey("readings.key"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("names", String, nullable=False, comment="every printed name, a JSON list"),
    Column("position", Integer, nullable=False, server_default="0", comment="place among the people"),
    Column("roles", String, nullable=False, server_default="[]", comment="words and span, as JSON"),
    Column("mentions", String, nullable=False, server_default="[]", comment="spans, as JSON"),
    Column("occupation", String, nullable=False, server_default=""),
    Column("anonymity", String, nullable=False, server_default="[]", comment="spans, as JSON"),
    Column("speaks_for", String),
)

judgements = Table(
    "judgements",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("subject", String, nullable=False, index=True),
    Column("extractor", String, comment="the version whose reading was judged"),
    Column("kind", String, nullable=False),
    Column("value", String, nullable=False),
    Column("who", String, nullable=False),
    Column("made", String, nullable=False),
    Column("undone", String, comment="when it was taken back"),
    Column("undone_by", String),
    Column("detail", String, comment="what it was about when it was made, as JSON"),
)

problems = Table(
    "problems",
    metadata,
    Column("document", String, primary_key=True),
    Column("reason", String, nullable=False),
    Column("seen", String, nullable=False),
)

Index("readings_of_version", readings.c.current, readings.c.extractor)

record_people = Table(
    "record_people",
    metadata,
    Column("key", Integer, primary_key=True, comment="the n of the id p<n>"),
    Column("made", String, nullable=False),
    Column("into", ForeignKey("record_people.key"), comment="whom its articles are now found to be about"),
    comment="the people of the record; who is one of them is in profiles and bearers",
)

names = Table(
    "names",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True, comment="kind and folded words, the same everywhere"),
)

name_words = Table(
    "name_words",
    metadata,
    Column("word", String, primary_key=True, comment="kind and folded word"),
    Column("name", ForeignKey("names.key"), primary_key=True),
    Column("family", Boolean, nullable=False, comment="whether it may stand for the whole name"),
    comment="by which words a full name may be meant: its family name, its acronym",
)

profiles = Table(
    "profiles",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("name", ForeignKey("names.key"), nullable=False),
    Column("variant", String, nullable=False, comment="what is told of the bearers, if they are several"),
    Column("form", String, nullable=False, comment="full, surname, acronym or alone"),
    Column("kind", String, nullable=False),
    Column("word", String, index=True, comment="of a surname or acronym: the word to look for"),
    Column("hint", String, nullable=False, comment="an initial printed with a surname, or titled"),
    Column("traits", String, nullable=False, comment="what is told of the bearers, as JSON"),
    Column("bearers", Integer, nullable=False, comment="how many, in newest readings"),
    Column("own", ForeignKey("record_people.key"), comment="who it is where it is united with nobody"),
    Column("person", ForeignKey("record_people.key"), comment="the machine's: none where nothing settles it"),
    Column("rule", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("evidence", String, nullable=False, comment="what agrees, a JSON list"),
    Column("shown", ForeignKey("record_people.key"), index=True, comment="person, unless somebody decided"),
    Column("decided", Boolean, nullable=False, comment="whether somebody decided otherwise"),
    UniqueConstraint("name", "variant"),
    comment="bearers of one name of whom articles tell the same, and whom they are taken for",
)

bearers = Table(
    "bearers",
    metadata,
    Column("key", Integer, primary_key=True, comment="the n of the machine's judgement m<n>"),
    Column("reading", ForeignKey("readings.key"), nullable=False),
    Column("id", String, nullable=False, comment="in people"),
    Column("article", ForeignKey("articles.key"), nullable=False, index=True),
    Column("profile", ForeignKey("profiles.key"), nullable=False),
    Column("own", String, nullable=False, comment="article, kind and name: the same when read again"),
    Column("statements", Integer, nullable=False, comment="how many he, she or it makes there"),
    Column("outlet", String),
    Column("day", String(10)),
    Column(
        "person", ForeignKey("record_people.key"), comment="the machine's, where the profile settles nothing"
    ),
    Column("shown", ForeignKey("record_people.key"), comment="where it is not the profile's"),
    Column("decided", Boolean, nullable=False, comment="whether somebody decided so"),
    UniqueConstraint("reading", "id"),
    comment="the people of newest readings, each with the profile that fits",
)

printed = Table(
    "printed",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("profile", ForeignKey("profiles.key"), nullable=False),
    Column("what", String, nullable=False, comment="name (the fullest), form or role"),
    Column("words", String, nullable=False),
    Column("bearers", Integer, nullable=False),
    UniqueConstraint("profile", "what", "words"),
    comment="the words by which bearers of a profile are printed",
)

together = Table(
    "together",
    metadata,
    Column("one", ForeignKey("names.key"), primary_key=True),
    Column("other", ForeignKey("names.key"), primary_key=True, comment="the larger key"),
    Column("articles", Integer, nullable=False, comment="how many have both, in newest readings"),
    sqlite_with_rowid=False,
)

UNITING = (record_people, names, name_words, profiles, bearers, printed, together)

Index("name_words_of_name", name_words.c.name)
Index("bearers_near", bearers.c.profile, bearers.c.outlet, bearers.c.day)
Index(
    "bearers_of_profile",  # all that is asked of somebody's bearers, so that thousands need not be looked up
    bearers.c.profile,
    bearers.c.shown,
    bearers.c.day,
    bearers.c.article,
    bearers.c.statements,
    bearers.c.reading,
    bearers.c.id,
)
for _name, _column in (
    ("bearers_shown", bearers.c.shown),
    ("bearers_person", bearers.c.person),
    ("profiles_person", profiles.c.person),
):
    Index(_name, _column, sqlite_where=_column.is_not(None), postgresql_where=_column.is_not(None))
for _table in (profiles, bearers):
    _decided = _table.c.decided == true()
    Index(f"{_table.name}_decided", _table.c.decided, sqlite_where=_decided, postgresql_where=_decided)
