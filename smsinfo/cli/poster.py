"""`smsinfo poster`: a poster to print for the board of a village."""

from __future__ import annotations

from pathlib import Path

import click

from smsinfo.cli.errors import friendly
from smsinfo.config import load_settings
from smsinfo.domain.clock import utc_now
from smsinfo.errors import BadInput
from smsinfo.gateways import make_gateways
from smsinfo.outbox.numbers import Numbers
from smsinfo.outbox.plans import plans_of
from smsinfo.rehearsal import published
from smsinfo.window import posters
from smsinfo.window.numbers import told
from smsinfo.window.poster import as_pdf
from smsinfo.window.poster_words import INFO, LANGUAGES


@click.command()
@click.argument("region")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--kind", default=INFO, show_default=True, help="info, siaran, or a category of topics.")
@click.option(
    "--language", default="id", show_default=True, type=click.Choice(LANGUAGES), help="Language of the words."
)
@friendly
def poster(region: str, file: Path, kind: str, language: str) -> None:
    """A poster (PDF, A4) for the board of the village REGION, written into FILE."""
    settings = load_settings()
    catalogue, from_database = published(settings)
    if not from_database:
        click.echo("(no database yet: made from the demo pack)", err=True)
    plans = plans_of(settings, make_gateways(settings, utc_now))
    house = posters.House(
        catalogue=catalogue,
        numbers=told(Numbers(plans.values())),
        address=settings.public_url,
        text_idr=settings.citizen_text_idr,
        today=utc_now().astimezone(settings.zone).date(),
    )
    made = as_pdf(posters.poster(house, region, kind, language))
    try:
        file.write_bytes(made)
    except OSError as error:
        raise BadInput(f"{file} can't be written ({error.strerror}); choose another place") from None
    click.echo(f"{file}: {len(made)} bytes")
