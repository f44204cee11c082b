"""`Understanding.resolve`: a text becomes a decision with its evidence. Immutable; one object a snapshot."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from smsinfo.domain.content import Catalogue
from smsinfo.domain.understanding import Evidence, Resolution
from smsinfo.locale import CommandWords
from smsinfo.understanding.asked import local_of, news_of, rating_of, status_of
from smsinfo.understanding.claims import ClaimIndex
from smsinfo.understanding.commands import CommandParser
from smsinfo.understanding.cries import Around, CryDetector
from smsinfo.understanding.decide import Weights, probability, said, strength, weights
from smsinfo.understanding.evidence import TopicScore
from smsinfo.understanding.index import Index
from smsinfo.understanding.intents import command_of, language_switch
from smsinfo.understanding.lexicon import everyday, function_words, word_list
from smsinfo.understanding.manners import is_manners
from smsinfo.understanding.normalise import words
from smsinfo.understanding.places import PlaceIndex
from smsinfo.understanding.readings import Reader
from smsinfo.understanding.score import NOTHING, Picture, Scorer
from smsinfo.understanding.stopping import is_stop
from smsinfo.understanding.wording import Wording

MOST_MENU = 4
MOST_OTHERS = 2
LONGEST_OPEN = 4
LONGEST_WISH = 8
SHORT_WISH = 5
# A short text that is a keyword or alias and nothing else, but for a slip.
NEARLY_WHOLE = 0.75
_CERTAIN_CRY = 1.5
_ALL_OF_IT = 0.99
_ASKED = 0.1
SHORT = 3
MOST_REMEMBERED = 4096
NONE = Resolution("none")
# A spreadsheet's formula (OWASP, CSV injection): no person texts one, and its function names look like slips of ours.
_FORMULA = re.compile(r"\s*[=@+-]\s*[A-Za-z]{2,}\(")
_FILLING = word_list("open_filling")
_WISH = word_list("wish")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text's words, its scored picture, and the topics in order of strength."""

    found: list[str]
    picture: Picture
    ranked: tuple[TopicScore, ...]
    sure: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """All that `bench/calibrate.py` fits."""

    weights: Weights
    cry: dict[str, float]
    wording: Wording


class Understanding:
    """Resolves texts against one catalogue."""

    def __init__(
        self,
        catalogue: Catalogue,
        commands: tuple[CommandWords, ...],
        languages: dict[str, str],
        fitted: Fitted | None = None,
    ) -> None:
        """`fitted`: other weights than the shipped ones, for measuring with what was fitted without some texts."""
        self._weights = fitted.weights if fitted else weights()
        self._resolved: dict[str, Resolution] = {}
        self._places = PlaceIndex(catalogue.gazetteer)
        self._index = Index(catalogue)
        self._reader = Reader(self._index, self._places.names)
        self._scorer = Scorer(self._index, self._reader, self._places.names, fitted.wording if fitted else None)
        self._parser = CommandParser(commands, self._places, languages)
        self._cries = CryDetector(self._index.keys, fitted.cry if fitted else None)
        self._claims = ClaimIndex(catalogue.claims)
        known = set(self._index.keys)
        self._open = {
            " ".join(words(word)): tuple(k for k in menu.topics if k in known)
            for menu in catalogue.menus
            for word in menu.words
        }
        self._open_words = frozenset(word for words_of in self._open for word in words_of.split())

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
        if not found or _FORMULA.match(text):
            return NONE
        if is_stop(found, bool(self._places.find(found[1:], slips=False))):
            return Resolution("command", command="stop", places=self._places.find(found[1:]), score=1.0)
        head = self._parser.head(found)
        asked = status_of(found) or rating_of(found) or news_of(found, self._places)
        switched = asked or language_switch(self._parser, head, text)
        if switched is not None or is_manners(found):
            return switched or Resolution("command", command="thanks", score=1.0)
        opened = self._open.get(" ".join(found))
        if opened and not self._parser.alone(head):  # BANTUAN alone is help, `bantuan buat mamaku` is not
            return Resolution("menu", opened[:MOST_MENU], score=1.0)
        whole = self._index.whole.get(" ".join(found))
        if whole is not None:
            # 112 alone is somebody who wants help, and must pass every limit.
            urgent = whole in self._index.safety and "".join(found).isdigit()
            return replace(self._answer(self._named(found), whole, 1.0), emergency=urgent)
        reading = self._read(found)
        cry = self._cry(reading)
        quoting = head is not None and head.command in ("hoax", "verify")
        if cry is not None and cry[0] >= _CERTAIN_CRY and not quoting:
            return cry[1]
        command = command_of(self._parser, self._places, head, found, text, self._means_topic(reading))
        if command is not None and self._is_danger(reading, command):
            command = None
        # `yaku melai Tumbang Talaken` and `HOAKS ...` may sound like a cry; who names a place or a claim does not cry.
        if cry is not None and (command is None or command.command == "report"):
            return cry[1]
        return command or self._topics(reading)

    def _is_danger(self, reading: _Reading, command: Resolution) -> bool:
        """LAPOR with somebody in danger (`lapor dipukulin suami`) gets help at once, not a number of a report."""
        best = reading.ranked[0].topic if reading.ranked else -1
        return command.command == "report" and best in self._index.safety and reading.sure >= self._weights.safety

    def claim(self, text: str) -> str | None:
        """The key of the claim that the words quote; None when none is close enough."""
        return self._claims.find(words(text))

    def asked_local(self, text: str) -> tuple[str, tuple[str, ...]] | None:
        """(`kabar`, `acara`, `umkm` or `wisata`; codes of the place that is named) of a text that says nothing else."""
        return local_of(words(text), self._places)

    def explain(self, text: str, most: int = 3) -> list[tuple[str, tuple[Evidence, ...]]]:
        """The topics that came nearest, best first, each with the words that spoke for it, strongest first."""
        reading = self._read(words(text))
        return [(self._index.keys[s.topic], self._evidence(reading.found, s.topic)) for s in reading.ranked[:most]]

    def _read(self, found: list[str]) -> _Reading:
        picture = self._scorer.picture(found)
        ranked = tuple(sorted(picture.scores, key=strength, reverse=True))
        return _Reading(found, picture, ranked, probability(picture, ranked, self._weights))

    def _named(self, found: list[str]) -> _Reading:
        """A keyword or alias: what whole texts and wording say of it does not matter."""
        scores = sorted(self._scorer.scores(found), key=strength, reverse=True)
        return _Reading(found, NOTHING, tuple(scores), 1.0)

    def _cry(self, reading: _Reading) -> tuple[float, Resolution] | None:
        """How surely the text is a cry for help (log-odds), and the answer to it; None when it is none."""
        best, opinion = reading.ranked[0] if reading.ranked else None, reading.picture.opinion
        around = Around(
            points_to_danger=best is not None and self._index.keys[best.topic] in self._cries.dangers,
            strength=strength(best) if best is not None else 0.0,
            questions=reading.picture.questions,
            alarm=opinion.alarm if opinion is not None else 0.0,
        )
        value = self._cries.score(reading.found, around)
        if value < self._weights.cry:
            return None
        odds_of = opinion.topics if opinion is not None else {}
        topic = self._cries.topic_of(reading.found, {self._index.keys[n]: odds for n, odds in odds_of.items()})
        evidence = Evidence(topic, "cry", " ".join(reading.found), "danger", round(value, 2))
        return value, Resolution("answer", (topic,), emergency=True, score=1.0, evidence=(evidence,))

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
        wished = self._open_wish(reading.found)
        if wished is not None and not any(_is_named(score) for score in reading.ranked):
            return wished
        if not reading.ranked:
            return NONE
        best = reading.ranked[0].topic
        needed = self._weights.answer
        if best in self._index.safety:
            # Who asks for a number is less likely to be misread than who mentions a dog.
            needed = self._weights.safety - (_ASKED if reading.picture.questions else 0.0)
        nearly = reading.ranked[0].whole >= NEARLY_WHOLE and reading.picture.content <= SHORT
        # `karet` is half of a village's name, and in `harga karet` rubber: such a word may tell something after all.
        nearly = nearly and not any(word in self._places.names and word in everyday() for word in reading.found)
        if nearly or _is_keywords_only(reading):
            needed = self._weights.whole_text
        if reading.sure < needed or _is_flimsy(reading):
            return wished or replace(NONE, score=reading.sure, evidence=self._evidence(reading.found, best))
        return self._answer(reading, best, reading.sure)

    def _open_word(self, found: list[str]) -> tuple[str, ...]:
        """The menu of a word that is open on purpose, when the text says nothing else."""
        kept = self._plainly([word for word in found if word not in function_words()])
        return self._open.get(" ".join(kept), ()) if kept and len(found) <= LONGEST_OPEN else ()

    def _open_wish(self, found: list[str]) -> Resolution | None:
        """The menu of an open word with who wants it, for whom and please around it: `bantuan buat mamaku dong`."""
        bare = [word for word in found if word not in function_words() and word not in _FILLING]
        telling = self._plainly(bare)
        wished = len(found) <= SHORT_WISH or any(word in _WISH for word in found)
        opened = self._open.get(" ".join(telling)) if wished and len(found) <= LONGEST_WISH else None
        # `urus dokumen di capil`: each word is open by itself, and the last one narrows the others down.
        if opened is None and len(telling) == 2 and all(word in self._open for word in telling):
            opened = self._open[telling[-1]]
        return Resolution("menu", opened[:MOST_MENU], score=1.0) if opened else None

    def _plainly(self, telling: list[str]) -> list[str]:
        """Short and local words written out and slips mended, where that makes a word of an open menu of them."""
        out = []
        for word in telling:
            plain = next(
                (cut for end in ("nya", "ku", "mu") if (cut := word.removesuffix(end)) in self._open_words), word
            )
            meant = plain if plain in self._open_words else self._reader.meant(word)
            out.extend(meant.split(" ") if meant in self._open_words or " " in meant else [word])
        return [word for word in out if word not in function_words()]

    def _answer(self, reading: _Reading, best: int, score: float) -> Resolution:
        top = next((s for s in reading.ranked if s.topic == best), None)
        least = self._weights.others * said(top) if top is not None else math.inf
        others = [
            s.topic
            for s in reading.ranked
            if s.topic != best and s.topic not in self._index.safety and said(s) >= least
        ]
        keys = tuple(self._index.keys[number] for number in (best, *others[:MOST_OTHERS]))
        return Resolution("answer", keys, score=score, evidence=self._evidence(reading.found, best))

    def _evidence(self, found: list[str], topic: int) -> tuple[Evidence, ...]:
        key = self._index.keys[topic]
        hits = self._scorer.hits(found, topic)[:6]
        return tuple(Evidence(key, hit.reading.way, hit.word, hit.reading.term, round(hit.weight, 2)) for hit in hits)


def _is_named(score: TopicScore) -> bool:
    """`akta kematain`, `pajak moror`: most of the text is a keyword or alias, however it is written."""
    return score.whole >= _ALL_OF_IT or (score.whole >= NEARLY_WHOLE and score.phrase_words > 1)


def _is_keywords_only(reading: _Reading) -> bool:
    """`KTP sama KK`: keywords of several topics and nothing else."""
    named = [s.matched for s in reading.ranked if s.matched is not None and s.matched.keyword]
    covered = {word for phrase in named for word in phrase.words} | function_words()
    return len(named) > 1 and all(word in covered for word in reading.found)


def _is_flimsy(reading: _Reading) -> bool:
    """Mended words among words that nobody knows (`@SUM(1+1)*cmd`) say nothing, however like a keyword they are."""
    best, picture = reading.ranked[0], reading.picture
    mended = best.hits <= 2 and 2 * best.mended > best.bag
    return mended and picture.content >= 3 and 2 * picture.unknown >= picture.content
