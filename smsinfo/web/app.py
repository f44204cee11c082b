"""The application factory: services in, a Flask application out."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from smsinfo.bootstrap import Services
from smsinfo.config import PREFIX
from smsinfo.errors import BadSetting
from smsinfo.gateways import check_simulator, simulator_channel
from smsinfo.outbox.watch import Watch
from smsinfo.web import assets, auth, errors, gate, headers, health, i18n, metrics, public_alerts, webhooks, words
from smsinfo.web import window as window_frame
from smsinfo.web.access import EXTENSION
from smsinfo.web.auth_forms import safe_next
from smsinfo.web.caching import Kept
from smsinfo.web.help_staff import help_of
from smsinfo.web.pages import (
    alerts,
    area,
    audit,
    cap,
    cap_in,
    cards,
    case_content,
    cases,
    certificates,
    changes,
    claims,
    codes,
    composing,
    courses,
    deciding,
    dialler,
    drafts,
    duty,
    exercises,
    frames,
    gaps,
    group_files,
    groups,
    handover,
    help_,
    helpdesk,
    history,
    home,
    inbox,
    installing,
    join,
    kabar,
    kim,
    kit,
    members,
    menus,
    news,
    numbers,
    open_data,
    packs,
    people,
    posters,
    practice,
    privacy,
    proposals,
    region_fields,
    reports,
    rumours,
    sending,
    siaran,
    simulator,
    staff_home,
    subscribers,
    texts,
    topics,
    trainings,
    trial,
    verification,
    village_proposals,
    window,
)
from smsinfo.web.sessions import CookieSessions
from smsinfo.web.tries import Tries


def create_app(services: Services) -> Flask:
    """The application for these services. Raises BadSetting where a setting must not serve people."""
    check_simulator(services.settings)
    app = Flask("smsinfo.web")
    app.config.update(_config(services))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True  # blanks would travel by 2G too
    app.session_interface = CookieSessions()
    app.extensions[EXTENSION] = services
    app.extensions[health.WATCH] = Watch(services)
    app.before_request(gate.make_room)  # before the form is read for its token
    csrf = CSRFProtect(app)
    errors.init_app(app)
    headers.init_app(app, services.settings)
    i18n.init_app(app, services.settings)
    assets.init_app(app)
    auth.init_app(app, services)
    _add_staff_pages(app)
    csrf.exempt(webhooks.mount(app, services))
    app.register_blueprint(health.pages)
    app.register_blueprint(metrics.pages)
    app.context_processor(window_frame.menus)
    for public in (home, window, installing, numbers, open_data, posters, certificates):
        app.register_blueprint(public.pages)
    app.extensions[public_alerts.KEPT] = Kept(services.clock)
    app.register_blueprint(siaran.pages)
    app.register_blueprint(kim.pages)
    app.register_blueprint(kabar.pages)
    app.register_blueprint(cap.pages)
    if simulator_channel(services.settings) is not None:
        app.extensions[practice.TRIES] = Tries()
        app.register_blueprint(simulator.pages)
        app.register_blueprint(dialler.pages)
        app.register_blueprint(practice.pages)
    # A server forks after the application is built, and a thread does not survive that: so with the first request.
    app.before_request(services.heart.start)
    return app


def _add_staff_pages(app: Flask) -> None:
    """The pages of those who work here. Flask-Security's own are asked for at the same gate as ours."""
    app.before_request_funcs.setdefault("security", []).append(gate.ask)
    app.after_request_funcs.setdefault("security", []).append(gate.keep_inside)
    for pages in (
        staff_home.pages,
        exercises.pages,
        join.pages,
        people.pages,
        handover.pages,
        audit.pages,
        privacy.pages,
        reports.pages,
        courses.pages,
    ):
        app.register_blueprint(pages)
    for pages in (topics.pages, texts.pages, frames.pages, drafts.pages, changes.pages, history.pages, trial.pages):
        app.register_blueprint(pages)
    for pages in (claims.pages, region_fields.pages, menus.pages, proposals.pages):
        app.register_blueprint(pages)
    for pages in (news.pages, cards.pages, gaps.pages, verification.pages, packs.pages, cap_in.pages):
        app.register_blueprint(pages)
    for pages in (
        alerts.pages,
        composing.pages,
        area.pages,
        deciding.pages,
        sending.pages,
        codes.pages,
        kit.pages,
        duty.pages,
    ):
        app.register_blueprint(pages)
    for pages in (cases.pages, case_content.pages, rumours.pages, village_proposals.pages):
        app.register_blueprint(pages)
    for pages in (helpdesk.pages, inbox.pages, subscribers.pages, help_.public, help_.pages):
        app.register_blueprint(pages)
    for pages in (groups.pages, group_files.pages, members.pages, trainings.pages):
        app.register_blueprint(pages)
    app.context_processor(
        lambda: {
            "navigation": gate.navigation,
            "is_here": gate.is_here,
            "words": words,
            "help_of": help_of,
            "safe_next": safe_next,
        }
    )


def _config(services: Services) -> dict[str, object]:
    settings = services.settings
    if settings.secret_key is None:
        problem = "is not set; `smsinfo keys new` prints one"
        raise BadSetting(f"{PREFIX}SECRET_KEY", problem, f"{PREFIX}SECRET_KEY_FILE=/run/secrets/key")
    return {
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "MAX_CONTENT_LENGTH": webhooks.LARGEST_BODY,
        "MAX_FORM_MEMORY_SIZE": webhooks.LARGEST_BODY,
        "SESSION_COOKIE_NAME": "smsinfo",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.public_url.startswith("https:"),
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(hours=1),
        # A page that stays open for a day still sends; the token ends with the session.
        "WTF_CSRF_TIME_LIMIT": None,
        # The token is the protection; a Referer there is none, because our own policy tells browsers to send none.
        "WTF_CSRF_SSL_STRICT": False,
    }
