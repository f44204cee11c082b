"""Which channel an MT leaves by: the one that was texted, else by operator, health, rank and price."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from smsinfo.domain.channels import Plan


def suits(plan: Plan, operator: str) -> bool:
    """True where the channel is meant for this operator, or for all."""
    return plan.can_send and (not plan.operators or operator in plan.operators)


def routes(plans: Iterable[Plan], operator: str, *, broken: Collection[str] = (), kind: str = "") -> list[Plan]:
    """The channels for one operator, best first: those that work before broken ones, those made for it before others.

    `kind` limits them to one kind of gateway (`mail`); without it mail is left out, since a phone gets none.
    """
    fitting = [p for p in plans if suits(p, operator) and (p.kind == kind if kind else p.kind != "mail")]
    return sorted(fitting, key=lambda p: (p.name in broken, operator not in p.operators, p.rank, p.tariff_idr, p.name))


def best(plans: Iterable[Plan], operator: str, *, broken: Collection[str] = ()) -> Plan | None:
    """The best channel; None where nothing can send to this operator."""
    found = routes(plans, operator, broken=broken)
    return found[0] if found else None
