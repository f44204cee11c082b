"""Security headers of everything that a browser shows. Webhooks go without: their readers are machines."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, g, request
from secure import Secure
from secure.headers import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    ReferrerPolicy,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

from smsinfo.config import Settings
from smsinfo.web.errors import MACHINES

INSTALLABLE: Final = "installable"
"""In `flask.g`: the page may name a manifest and start the worker that keeps pages on the phone."""


def init_app(app: Flask, settings: Settings) -> None:
    """Put the headers on every page, static files and error pages too."""
    https = settings.public_url.startswith("https:")
    policies = {installable: security_headers(https=https, installable=installable) for installable in (False, True)}

    def put(response: Response) -> Response:
        if not request.path.startswith(MACHINES):
            policies[bool(g.get(INSTALLABLE))].set_headers(response)
            if request.endpoint != "static" and not response.cache_control.public:
                response.headers["Cache-Control"] = "no-store"  # a page shows what somebody texted
        return response

    app.after_request(put)


def security_headers(*, https: bool, installable: bool = False) -> Secure:
    """No script, style, frame or form but our own, and no address of ours told to other sites. `installable`: a
    manifest and a worker of our own, too."""
    csp = (
        ContentSecurityPolicy()
        .default_src("'none'")
        .script_src("'self'")
        .style_src("'self'")
        .img_src("'self'")
        .connect_src("'self'")
        .form_action("'self'")
        .base_uri("'none'")
        .frame_ancestors("'none'")
    )
    if installable:
        csp = csp.worker_src("'self'").manifest_src("'self'")
    return Secure(
        csp=csp,
        hsts=StrictTransportSecurity().max_age(31_536_000) if https else None,
        coop=CrossOriginOpenerPolicy().same_origin(),
        referrer=ReferrerPolicy().no_referrer(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    )
