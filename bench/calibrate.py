"""Fits the three calibrations of the understanding and writes them to its data folder.

    python bench/calibrate.py [--held-out] [--no-write]

`wording.bin`: what a text's wording says (`learn_wording.py`). `weights.toml`: is the best topic an answer that the
text deserves? `cry_weights.tsv`: is the text a cry for help? The last two are fitted on texts that neither index nor
wording had learned (`folds.py`): the pack's example questions, everyday texts, cries, and the tuning half of the
evaluation set, of which each persona lies in one fold. `--held-out` then resolves each persona's texts with what was
fitted without its fold, and prints the figures. The test half is never read here.
"""

from __future__ import annotations

import sys

from folds import Folds, Seen
from learn_wording import FOLDS, demo_pack, tuning_rows
from logistic import fit

from smsinfo.cli.evaluate import print_summary
from smsinfo.domain.content import Catalogue
from smsinfo.locale import command_words, language_names
from smsinfo.rehearsal import Played
from smsinfo.scoring import Label, Scored, judge, summarise
from smsinfo.understanding import lexicon
from smsinfo.understanding.cries import cry_features
from smsinfo.understanding.decide import NAMES, WORDED, Weights, features, weights, worded_features
from smsinfo.understanding.normalise import words
from smsinfo.understanding.resolve import Fitted, Understanding
from smsinfo.understanding.wording import FILE, Wording

ANSWER_WEIGHTS = {
    "example": 0.3,
    "danger example": 0.3,
    "everyday": 1.0,
    "lookalike": 0.5,
    "everyday words": 0.2,
    "tuning": 1.0,
    "tuning negative": 3.0,
}
CRY_WEIGHTS = {
    "cry": 1.0,
    "peace": 1.5,
    "example": 1.0,
    "everyday": 1.0,
    "lookalike": 1.0,
    "tuning": 2.0,
    "tuning negative": 3.0,
    "tuning other": 2.0,
    "tuning cry": 3.0,
}
LEVELS = ("cry", "whole_text", "answer", "safety", "others")


def fit_answer(seen: list[Seen], *, worded: bool) -> dict[str, float]:
    """Weights of `decide.features`; with `worded` of those that the wording adds, too."""
    names = (*NAMES, *WORDED) if worded else NAMES
    rows = []
    for text in seen:
        if text.ranked and text.group in ANSWER_WEIGHTS:
            values = features(text.picture, text.ranked)
            if worded:
                values = (*values, *worded_features(text.picture, text.ranked[0]))
            row = dict(zip(names[1:], values[1:], strict=True))
            rows.append((row, int(text.right), ANSWER_WEIGHTS[text.group]))
    found = fit(rows, l2=2.0, steps=600)
    return {"one": found.pop(""), **{name: found.get(name, 0.0) for name in names[1:]}}


def fit_cry(seen: list[Seen]) -> dict[str, float]:
    """Weights of `cries.cry_features`. Examples about dangers are left out: many of them are cries."""
    dangers = frozenset(topic for topic, _ in lexicon.cries()) - {"-"}
    rows = [
        (cry_features(words(s.text), s.around(dangers)), int(s.group.endswith("cry")), CRY_WEIGHTS[s.group])
        for s in seen
        if s.group in CRY_WEIGHTS
    ]
    found = fit(rows, l2=2.0, rare=3)
    return {name: weight for name, weight in found.items() if abs(weight) >= 0.05 or not name}


def fit_all(seen: list[Seen], wording: Wording) -> Fitted:
    """All that is fitted on texts as seen; the levels stay as people set them."""
    plain, worded = fit_answer(seen, worded=False), fit_answer(seen, worded=True)
    now = weights()
    values = tuple(plain.values()), tuple(worded.values())
    return Fitted(Weights(*values, **{name: getattr(now, name) for name in LEVELS}), fit_cry(seen), wording)


def show_held_out(catalogue: Catalogue, fits: list[Fitted], wrong: bool) -> None:
    """The figures of the tuning half, each persona read by what was fitted without it."""
    stages = [Understanding(catalogue, command_words(), language_names(), fitted) for fitted in fits]
    scored: list[Scored] = []
    for row in tuning_rows():
        label = Label(row["expected"], row["text"], row["kind"])
        scored.append(judge(label, Played(None, stages[int(row["fold"])].resolve(row["text"]))))
    safety = frozenset(topic.key for topic in catalogue.topics if topic.safety)
    print_summary(summarise(scored, safety), scored if wrong else [])


def write(fitted: Fitted) -> None:
    """Into the data folder."""
    file = lexicon.DATA / "weights.toml"
    lines = ["# Written by bench/calibrate.py, but for the levels, which people set."]
    lines += [f"{name} = {getattr(fitted.weights, name)}" for name in LEVELS]
    for name, names, values in (
        ("plain", NAMES, fitted.weights.plain),
        ("worded", (*NAMES, *WORDED), fitted.weights.worded),
    ):
        lines += ["", f"[{name}]", *(f"{n} = {value:.4f}" for n, value in zip(names, values, strict=True))]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = "".join(f"{name}\t{weight:.3f}\n" for name, weight in sorted(fitted.cry.items()))
    (lexicon.DATA / "cry_weights.tsv").write_text(rows, encoding="utf-8")


def main() -> None:
    """Fit, write, and show the held-out figures when asked."""
    catalogue = demo_pack()
    folds = Folds(catalogue)
    keys = [topic.key for topic in catalogue.topics]
    tables, seen = folds.read_all()
    if "--held-out" in sys.argv:
        fits = [
            fit_all([s for s in seen if not (s.persona and s.fold == fold)], Wording(keys, tables[fold]))
            for fold in range(FOLDS)
        ]
        show_held_out(catalogue, fits, "--wrong" in sys.argv)
    if "--no-write" not in sys.argv:
        table = folds.table()
        FILE.write_bytes(table.packed())
        write(fit_all(seen, Wording(keys, table)))


if __name__ == "__main__":
    main()
