"""Subscribers as a list: brought in with proof, counted, set aside when dead, and the villages that nobody reaches."""
