"""Subscribers as a list: files of them, dead numbers, villages that nobody reaches."""
