"""The front door: the simulator where there is one, else a few words on what this is."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from smsinfo.gateways import simulator_channel
from smsinfo.web.access import services

pages = Blueprint("home", __name__)


@pages.get("/")
def home() -> ResponseReturnValue:
    """To the simulator, or the page that says what the service is."""
    if simulator_channel(services().settings) is not None:
        return redirect(url_for("simulator.phone"), 302)
    return render_template("home.html")
