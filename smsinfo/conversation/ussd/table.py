"""The kinds of screens: a visible table. A new one is a function in a file of this folder, a line here, and texts."""

from __future__ import annotations

from typing import Final

from smsinfo.conversation.ussd import alerts, answers, hoaxes, home, languages, mine, places, topics
from smsinfo.conversation.ussd.visit import Node

NODES: Final[dict[str, Node]] = {
    "home": Node(home.home),
    "search": Node(home.search),
    "help": Node(home.help_),
    "said": Node(home.said),
    "lesson": Node(home.lesson),
    "resume": Node(home.resume),
    "topics": Node(topics.topics),
    "category": Node(topics.category),
    "menu": Node(topics.menu),
    "topic": Node(answers.topic),
    "danger": Node(answers.danger),
    "copied": Node(answers.copied, deed="copy"),
    "alerts": Node(alerts.alerts, live=True),
    "alert": Node(alerts.alert, live=True),
    "verified": Node(alerts.verified, live=True),
    "places": Node(places.places),
    "found": Node(places.found),
    "join": Node(places.join),
    "joined": Node(places.joined, deed="subscribe"),
    "here": Node(places.here, deed="region"),
    "mine": Node(mine.mine, live=True),
    "leave": Node(mine.leave),
    "left": Node(mine.left, deed="unsubscribe", ends=True),
    "stopped": Node(mine.stopped, deed="stop", ends=True),
    "forget": Node(mine.forget),
    "forgotten": Node(mine.forgotten, deed="forget", ends=True),
    "hoaxes": Node(hoaxes.hoaxes),
    "hoax": Node(hoaxes.hoax),
    "languages": Node(languages.languages),
    "spoken": Node(languages.spoken, deed="language"),
}
"""Kind -> how it looks and what it does."""
