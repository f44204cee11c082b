"""`Understanding.resolve`: a text becomes a decision with its evidence. Immutable; one object a snapshot."""

from __future__ import annotations

from dataclasses import dataclass, replace

from smsinfo.domain.content import Catalogue
from smsinfo.domain.understanding import Evidence, Resolution
from smsinfo.locale import CommandWords
from smsinfo.understanding.claims import ClaimIndex
from smsinfo.understanding.commands import CommandParser
from smsinfo.understanding.cries import CryDetector
from smsinfo.understanding.decide import probability, strength, weights
from smsinfo.understanding.index import Index
from smsinfo.understanding.intents import command_of, language_switch
from smsinfo.understanding.lexicon import function_words
from smsinfo.understanding.manners import is_manners
from smsinfo.understanding.normalise import words
from smsinfo.understanding.places import PlaceIndex
from smsinfo.understanding.readings import Reader
from smsinfo.understanding.score import Picture, Scorer, TopicScore
from smsinfo.understanding.stopping import is_stop

MOST_MENU = 4
MOST_OTHERS = 2
LONGEST_OPEN = 4
# A short text that is a keyword or alias and nothing else, but for a slip.
NEARLY_WHOLE = 0.75
SHORT = 3
MOST_REMEMBERED = 4096
NONE = Resolution("none")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text's words, its scored picture, and the topics in order of strength."""

    found: list[str]
    picture: Picture
    ranked: tuple[TopicScore, ...]
    sure: float


class Understanding:
    """Resolves texts against one catalogue."""

    def __init__(self, catalogue: Catalogue, commands: tuple[CommandWords, ...], languages: dict[str, str]) -> None:
        self._resolved: dict[str, Resolution] = {}
        self._places = PlaceIndex(catalogue.gazetteer)
        self._index = Index(catalogue)
        self._reader = Reader(self._index, self._places.names)
        self._scorer = Scorer(self._index, self._reader, self._places.names)
        self._parser = CommandParser(commands, self._places, languages)
        self._cries = CryDetector(self._index.keys)
        self._claims = ClaimIndex(catalogue.claims)
        known = set(self._index.keys)
        self._open = {
            " ".join(words(word)): tuple(k for k in menu.topics if k in known)
            for menu in catalogue.menus
            for word in menu.words
        }

    def resolve(self, text: str, language: str = "id", region: str | None = None) -> Resolution:
        """What the text means. Never raises; bounded time for any text. Most people text the same few hundred words."""
        known = self._resolved.get(text)
        if known is None:
            if len(self._resolved) >= MOST_REMEMBERED:
                self._resolved.clear()
            known = self._resolved[text] = self._resolve(text)
        return known

    def _resolve(self, text: str) -> Resolution:
        if text.strip() in ("?", "??"):
            return Resolution("command", command="help", score=1.0)
        found = words(text)
        if not found:
            return NONE
        if is_stop(found, bool(self._places.find(found[1:], slips=False))):
            return Resolution("command", command="stop", places=self._places.find(found[1:]), score=1.0)
        head = self._parser.head(found)
        switched = language_switch(self._parser, head)
        if switched is not None or is_manners(found):
            return switched or Resolution("command", command="thanks", score=1.0)
        opened = self._open.get(" ".join(found))
        if opened:
            return Resolution("menu", opened[:MOST_MENU], score=1.0)
        whole = self._index.whole.get(" ".join(found))
        if whole is not None:
            # 112 alone is somebody who wants help, and must pass every limit.
            urgent = whole in self._index.safety and "".join(found).isdigit()
            return replace(self._answer(self._read(found), whole, 1.0), emergency=urgent)
        reading = self._read(found)
        cry = self._cry(reading)
        if cry is not None:
            return cry
        command = command_of(self._parser, self._places, head, found, text, self._means_topic(reading))
        return command or self._topics(reading)

    def claim(self, text: str) -> str | None:
        """The key of the claim that the words quote; None when none is close enough."""
        return self._claims.find(words(text))

    def explain(self, text: str, most: int = 3) -> list[tuple[str, tuple[Evidence, ...]]]:
        """The topics that came nearest, best first, each with the words that spoke for it, strongest first."""
        reading = self._read(words(text))
        return [(self._index.keys[s.topic], self._evidence(reading.found, s.topic)) for s in reading.ranked[:most]]

    def _read(self, found: list[str]) -> _Reading:
        picture = self._scorer.picture(found)
        ranked = tuple(sorted(picture.scores, key=strength, reverse=True))
        return _Reading(found, picture, ranked, probability(picture, ranked))

    def _cry(self, reading: _Reading) -> Resolution | None:
        """The answer to a cry for help, or None when the text is none."""
        best = reading.ranked[0] if reading.ranked else None
        danger = best is not None and self._index.keys[best.topic] in self._cries.dangers
        value = self._cries.score(
            reading.found,
            points_to_danger=danger,
            strength=strength(best) if best is not None else 0.0,
            questions=reading.picture.questions,
        )
        if value < weights().cry:
            return None
        topic = self._cries.topic_of(reading.found)
        evidence = Evidence(topic, "cry", " ".join(reading.found), "danger", round(value, 2))
        return Resolution("answer", (topic,), emergency=True, score=1.0, evidence=(evidence,))

    def _means_topic(self, reading: _Reading) -> float:
        """How likely the text is a question about a topic, whatever its first word is."""
        if not reading.ranked:
            return 0.0
        best = reading.ranked[0]
        return max(reading.sure, 0.97 * best.whole) if best.phrase_words else reading.sure

    def _topics(self, reading: _Reading) -> Resolution:
        opened = self._open_word(reading.found)
        if opened:
            return Resolution("menu", opened[:MOST_MENU], score=1.0)
        if not reading.ranked:
            return NONE
        best = reading.ranked[0].topic
        needed = weights().safety if best in self._index.safety else weights().answer
        if reading.ranked[0].whole >= NEARLY_WHOLE and reading.picture.content <= SHORT:
            needed = weights().whole_text
        if reading.sure < needed or _is_flimsy(reading):
            return replace(NONE, score=reading.sure, evidence=self._evidence(reading.found, best))
        return self._answer(reading, best, reading.sure)

    def _open_word(self, found: list[str]) -> tuple[str, ...]:
        """The menu of a word that is open on purpose, when the text says nothing else."""
        kept = [word for word in found if word not in function_words()]
        return self._open.get(" ".join(kept), ()) if kept and len(found) <= LONGEST_OPEN else ()

    def _answer(self, reading: _Reading, best: int, score: float) -> Resolution:
        top = next((s for s in reading.ranked if s.topic == best), None)
        others = [
            s.topic
            for s in reading.ranked
            if s.topic != best
            and s.topic not in self._index.safety
            and top is not None
            and strength(s) >= weights().others * strength(top)
        ]
        keys = tuple(self._index.keys[number] for number in (best, *others[:MOST_OTHERS]))
        return Resolution("answer", keys, score=score, evidence=self._evidence(reading.found, best))

    def _evidence(self, found: list[str], topic: int) -> tuple[Evidence, ...]:
        key = self._index.keys[topic]
        hits = self._scorer.hits(found, topic)[:6]
        return tuple(Evidence(key, hit.reading.way, hit.word, hit.reading.term, round(hit.weight, 2)) for hit in hits)


def _is_flimsy(reading: _Reading) -> bool:
    """Mended words among words that nobody knows (`@SUM(1+1)*cmd`) say nothing, however like a keyword they are."""
    best, picture = reading.ranked[0], reading.picture
    mended = best.hits <= 2 and 2 * best.mended > best.bag
    return mended and picture.content >= 3 and 3 * picture.unknown >= picture.content
