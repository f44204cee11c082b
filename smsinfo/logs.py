"""Structured logs. Every value is masked before it is written: a phone number or NIK never reaches a log."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, cast

import structlog

from smsinfo.sms.masking import mask_log


def _mask(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: mask_log(value) if isinstance(value, str) else value for key, value in event.items()}


class _MaskingFilter(logging.Filter):
    """Masks what libraries log through the standard library's logging."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask_log(record.getMessage()), None
        return True


def configure_logs(level: str, form: str) -> None:
    """Send all logs to stderr: `text` for people, `json` one object a line."""
    plain = structlog.dev.plain_traceback  # the pretty one prints local variables, and those hold numbers and tokens
    text = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)
    renderer: Any = structlog.processors.JSONRenderer() if form == "json" else text
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _mask,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler()
    handler.addFilter(_MaskingFilter())
    logging.basicConfig(
        level=max(logging.WARNING, logging.getLevelNamesMapping()[level]), handlers=[handler], force=True
    )


def get_logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """A logger whose events carry the module's name."""
    return cast("structlog.typing.FilteringBoundLogger", structlog.get_logger(name))
