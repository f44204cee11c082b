"""Open data: what there is, each as JSON and CSV at an address that stays, with its schema and licence."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Final

from flask import Response, abort

from smsinfo.rehearsal import DEMO_PACK
from smsinfo.web import public_alerts as alerts
from smsinfo.web.access import services
from smsinfo.web.caching import Made, answer
from smsinfo.web.i18n import page_language
from smsinfo.web.window import page, window_pages
from smsinfo.window.dataset import LICENCE, LICENCE_ADDRESS, Dataset, Row, Source, as_csv, as_json, schema
from smsinfo.window.sets import DATASETS

pages = window_pages("open_data", __name__)
REGIONS_LICENCE: Final = DEMO_PACK / "LICENSE-wilayah.txt"


@pages.get("/data")
def all_() -> Response:
    """What there is, field by field."""
    return page((), "window/data.html", _values)


@pages.get("/data/<name>.json")
def as_object(name: str) -> Response:
    """A data set with what it is and its licence."""
    found = _named(name)
    return _file(name, "json", lambda: Made(as_json(found, _rows(found), _today(), _base()), "application/json"))


@pages.get("/data/<name>.csv")
def as_table(name: str) -> Response:
    """A data set as a table, for spreadsheets and programs."""
    found = _named(name)
    response = _file(name, "csv", lambda: Made(as_csv(found, _rows(found)), "text/csv; charset=utf-8; header=present"))
    response.headers["Content-Disposition"] = f'attachment; filename="smsinfo-{name}.csv"'
    return response


@pages.get("/data/<name>.schema.json")
def as_schema(name: str) -> Response:
    """The JSON Schema that the JSON of a data set keeps to."""
    found = _named(name)
    address = f"{_base()}/data/{name}.schema.json"
    text = json.dumps(schema(found, address), ensure_ascii=False, indent=1)
    return _file(name, "schema", lambda: Made(text.encode(), "application/schema+json"))


@pages.get("/data/LICENSE-wilayah.txt")
def licence() -> Response:
    """The licence of codes and names of regions."""
    return _file("licence", "txt", lambda: Made(REGIONS_LICENCE.read_bytes(), "text/plain; charset=utf-8"))


def _values() -> dict[str, object]:
    return {
        "sets": list(DATASETS.values()),
        "words": page_language(),
        "licence": LICENCE,
        "licence_address": LICENCE_ADDRESS,
        "mark": services().snapshots.current().catalogue.mark,
    }


def _named(name: str) -> Dataset:
    found = DATASETS.get(name)
    if found is None:
        abort(404)
    return found


def _file(name: str, form: str, make: Callable[[], Made]) -> Response:
    response = answer(alerts.kept().get(("data", name, form), make), squeeze=True)
    response.headers["Access-Control-Allow-Origin"] = "*"  # pages of others may read it: it is open
    return response


def _rows(found: Dataset) -> list[Row]:
    with services().database.read() as session:
        settings = services().settings
        snapshot, now = services().snapshots.current(), services().clock()
        return found.make(Source(session, snapshot, now, settings.zone, alerts.fill))


def _today() -> date:
    return services().clock().astimezone(services().settings.zone).date()


def _base() -> str:
    return services().settings.public_url
