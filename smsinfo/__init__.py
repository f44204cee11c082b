"""smsinfo: short, correct, sourced answers for people who only have a basic phone."""

__version__ = "0.1.0"
