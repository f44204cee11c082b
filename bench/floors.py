"""What our path is measured against: bare Flask, and Flask with the signature check and one durable INSERT."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask, Response, request
from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text, create_engine, insert
from texts import TOKEN, URL
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from smsinfo.db.engine import Database, make_engine

TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response><Message>ok</Message></Response>'
_messages = Table(
    "bench_message",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("sid", String(64), unique=True),
    Column("sender", String(20)),
    Column("body", Text),
    Column("at", DateTime(timezone=True)),
)


def bare() -> Flask:
    """(a) reads the form and answers a constant."""
    app = Flask("bare")

    @app.post("/gw/twilio/mo")
    def mo() -> Response:
        return Response(TWIML if request.form["Body"] else "", content_type="text/xml")

    return app


def make_table(database_url: str) -> None:
    """The table of (b)."""
    engine = make_engine(database_url)
    _messages.create(engine)
    engine.dispose()


def one_insert(database_url: str) -> Flask:
    """(b) the same with the official signature check and one Core INSERT, committed as durably as ours.

    The table must be there: `make_table`.
    """
    app = Flask("insert")
    plain = create_engine(database_url) if database_url.startswith("postgresql") else make_engine(database_url)
    database = Database(plain)
    validator = RequestValidator(TOKEN)

    @app.post("/gw/twilio/mo")
    def mo() -> Response:
        form = request.form
        if not validator.validate(URL, form, request.headers["X-Twilio-Signature"]):
            return Response(status=403)
        row = {"sid": form["MessageSid"], "sender": form["From"], "body": form["Body"], "at": datetime.now(UTC)}
        with database.writer(), database.engine.begin() as connection:
            connection.execute(insert(_messages), row)
        return Response(TWIML, content_type="text/xml")

    return app
