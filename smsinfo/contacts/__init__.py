"""People by phone: sealing of numbers, place, language, subscriptions, consent, erasure."""
