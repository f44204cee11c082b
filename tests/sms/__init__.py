"""Tests of the pure text rules."""
