"""The tables of the knowledge: the packs as JSON, and one row for each way an entry is asked for in a place."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, Text

# Raised when the tables or what is put in them change: an old file is then built anew.
STORE_VERSION = "5"
metadata = MetaData()

meta = Table("knowledge_meta", metadata, Column("fingerprint", String, primary_key=True))
place = Table(
    "knowledge_place",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("data", Text, nullable=False),
    Column("triage", Text),
)
entry = Table(
    "knowledge_entry",
    metadata,
    Column("id", String, primary_key=True),
    Column("pack", String, nullable=False),
    Column("country", String, nullable=False),
    Column("data", Text, nullable=False),
)
# What is told in a place, once for each facet: "" (everything), "kind:…", "need:…", "topic:…". The key is the order of
# the answers, so that the first ones are read without looking at the others, however many there are.
facet = Table(
    "knowledge_facet",
    metadata,
    Column("place", String, primary_key=True),
    Column("facet", String, primary_key=True),
    Column("is_aside", Boolean, primary_key=True),  # a need that is not the entry's main one
    Column("position", Integer, primary_key=True),  # by priority, then the city's own before wider ones, then id
    Column("is_conditional", Boolean, nullable=False),  # not open to all
    Column("entry", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("languages", String, nullable=False),  # " fr en "
    Column("closed_to", String, nullable=False),  # " citizen ": the statuses that may not use it
    Column("has_hours", Boolean, nullable=False),
    Column("first_day", String, nullable=False),
    Column("last_day", String, nullable=False),  # also the day before it is replaced
)
Index(
    "knowledge_facet_open_first",
    facet.c.place,
    facet.c.facet,
    facet.c.is_conditional,
    facet.c.is_aside,
    facet.c.position,
)
Index("knowledge_facet_entry", facet.c.place, facet.c.entry, facet.c.facet)
# What a place tells instead of an entry, and from which day.
replaced = Table(
    "knowledge_replaced",
    metadata,
    Column("place", String, primary_key=True),
    Column("entry", String, primary_key=True),
    Column("by", String, nullable=False),
    Column("first_day", String, nullable=False),
)
