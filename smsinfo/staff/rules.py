"""Rules of roles that every change of grants asks."""

from __future__ import annotations

from smsinfo.domain.staff import Person, Role, apart
from smsinfo.errors import StaffRefused


def check_apart(person: Person, role: Role) -> None:
    """Refuse a role that must not meet one that the person has, be it in practice. Raises StaffRefused."""
    for other in sorted(person.roles):
        if apart(role, other):
            raise StaffRefused(
                "apart",
                f"{person.name} is {other.value}: that and {role.value} are never held by one person",
                name=person.name,
                role=role.value,
                other=other.value,
            )
