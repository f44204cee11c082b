"""Claims that went round, each with our verdict, the reason and the source."""

from __future__ import annotations

from smsinfo.content.render import stamp
from smsinfo.conversation.ussd.layout import shorten
from smsinfo.conversation.ussd.visit import Option, View, Visit
from smsinfo.domain.content import CatalogueClaim
from smsinfo.domain.regions import covers

LABEL = 32


def hoaxes(visit: Visit, _argument: str) -> View:
    """The claims of the person's region and of everywhere, by their first words."""
    found = [claim for claim in visit.snapshot.catalogue.claims if _concerns(claim, visit.region)]
    if not found:
        return View(visit.say("hoax.unchecked"))
    options = tuple(Option(shorten(_said(claim, visit.language), LABEL), f"hoax:{claim.key}") for claim in found)
    return View(visit.say("ussd.hoaxes.ask"), options)


def hoax(visit: Visit, argument: str) -> View:
    """What is claimed, and what is true. An unknown claim is called unchecked, never judged."""
    claim = next((one for one in visit.snapshot.catalogue.claims if one.key == argument), None)
    if claim is None:
        return View(visit.say("hoax.unchecked"))
    answer = claim.answers.get(visit.language) or claim.answers["id"]
    verdict = answer + stamp(claim.tag, claim.checked_on, visit.snapshot.catalogue.mark)
    return View(f"{verdict}\n{visit.say('ussd.hoax.claim', name=_said(claim, visit.language))}")


def _concerns(claim: CatalogueClaim, region: str | None) -> bool:
    return claim.region is None or region is None or covers(claim.region, region) or covers(region, claim.region)


def _said(claim: CatalogueClaim, language: str) -> str:
    return claim.claims.get(language) or claim.claims["id"]
