"""The outbox: what is to be sent, by which channel, when, and what became of it. The row is the truth."""
