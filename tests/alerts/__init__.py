"""Alerts: what comes in and goes out as CAP."""
