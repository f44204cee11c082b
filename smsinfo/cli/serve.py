"""`smsinfo serve`: gunicorn over `wsgi`'s application; the reasons for the server stand in docs/decisions.md."""

from __future__ import annotations

import sys
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from smsinfo.bootstrap import Services, build
from smsinfo.cli.errors import friendly
from smsinfo.config import load_settings
from smsinfo.logs import configure_logs
from smsinfo.web.app import create_app


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, services: Services, options: dict[str, Any]) -> None:
        self._services = services
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return create_app(self._services)


def run_server(services: Services, host: str, port: int, workers: int) -> None:
    """Serve until SIGTERM; requests that are under way are finished first."""

    def let_go(_server: Any, _worker: Any) -> None:
        # A connection that was opened before the fork must not be shared by two processes.
        services.database.forget_connections()

    def stop_heart(_server: Any, _worker: Any) -> None:
        services.heart.stop()

    options = {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": workers,
        "worker_class": "gthread",
        # SQLite's writers queue, and threads that wait for the interpreter hold the queue up (bench/README.md).
        "threads": 1 if services.database.is_sqlite else 4,
        "timeout": 30,
        "graceful_timeout": 20,
        "keepalive": 5,
        "limit_request_line": 4094,
        "accesslog": None,  # an access log holds addresses and queries that we have no use for
        "errorlog": "-",
        "loglevel": "warning",
        "post_fork": let_go,
        "worker_exit": stop_heart,
        "control_socket_disable": True,
    }
    _Server(services, options).run()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; a proxy stands in front.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@friendly
def serve(host: str, port: int, workers: int) -> None:
    """The web process: webhooks and pages."""
    settings = load_settings()
    configure_logs(settings.log_level, settings.log_format)
    services = build(settings)
    click.echo(f"smsinfo serves on http://{host}:{port} as {settings.public_url}", err=True)
    run_server(services, host, port, workers)
    sys.exit(0)
