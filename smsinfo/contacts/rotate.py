"""Seals every number under the newest key, a page at a time, while the service runs."""

from __future__ import annotations

from smsinfo.contacts.seal import Sealer
from smsinfo.db.engine import Database
from smsinfo.db.queries.contacts import page_of_contacts

PAGE = 500


def rotate_keys(database: Database, sealer: Sealer) -> int:
    """How many numbers moved. Each page is its own transaction, so it may be stopped and begun again."""
    moved, after = 0, 0
    while True:
        with database.write() as session:
            contacts = page_of_contacts(session, after, PAGE)
            for contact in contacts:
                newest = sealer.seals(
                    sealer.open(contact.msisdn_sealed, practice=contact.practice), practice=contact.practice
                )[0]
                if newest != contact.msisdn_sealed:
                    contact.msisdn_sealed = newest
                    moved += 1
            if not contacts:
                return moved
            after = contacts[-1].id
