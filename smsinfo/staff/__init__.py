"""The people who work here: accounts, roles, jurisdiction, requests, handover, and the audit log of it all."""
