"""Fetches what gateways do not push: a modem's texts and receipts. First the commit, then the mark as fetched."""

from __future__ import annotations

from smsinfo.bootstrap import Services
from smsinfo.domain.gateway import Gateway
from smsinfo.errors import GatewayAway
from smsinfo.logs import get_logger

log = get_logger(__name__)


def poll(services: Services, gateway: Gateway) -> int:
    """Take over what waits at one gateway; how many texts and receipts. A repeat of either changes nothing."""
    try:
        found = gateway.poll()
        if not found.mos and not found.dlrs and found.mark is None:
            return 0
        for mo in found.mos:
            services.inbox.receive(mo)
        if found.dlrs:
            services.receipts.take(found.dlrs)
        gateway.polled_done(found.mark)
    except GatewayAway as error:
        log.warning("gateway_away", channel=gateway.channel, problem=str(error))
        return 0
    return len(found.mos) + len(found.dlrs)
