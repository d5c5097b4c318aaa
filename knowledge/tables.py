"""The tables of the knowledge: the packs as JSON, with the few columns that queries filter and sort by."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, MetaData, String, Table, Text

# Raised when the tables or what is put in them change: an old file is then built anew.
STORE_VERSION = "4"
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
    Column("kind", String, nullable=False),
    Column("priority", Integer, nullable=False),  # 10 more when nobody could confirm the entry
    Column("open_to_all", Boolean, nullable=False),
    Column("from_day", String, nullable=False),
    Column("until_day", String, nullable=False),
    Column("replaced_from", String, nullable=False),
    Column("data", Text, nullable=False),
)
# Which entries are told in which city; `distance` is 0 for the city's own.
visible = Table(
    "knowledge_visible",
    metadata,
    Column("place", String, primary_key=True),
    Column("entry", String, primary_key=True),
    Column("distance", Integer, nullable=False),
)
need = Table(
    "knowledge_need",
    metadata,
    Column("need", String, primary_key=True),
    Column("entry", String, primary_key=True),
    Column("rank", Integer, nullable=False),
)
topic = Table(
    "knowledge_topic",
    metadata,
    Column("topic", String, primary_key=True),
    Column("entry", String, primary_key=True),
)
