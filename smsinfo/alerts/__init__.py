"""Alerts from the first draft to the last recipient: two people, checks, a seal, the sending, the taking back."""
