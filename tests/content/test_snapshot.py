"""A publication becomes answers: what only changes the words of answers does not wait for the indexing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smsinfo.content.catalogue import catalogue_of
from smsinfo.content.snapshot import Snapshot, Snapshots, build_snapshot, with_texts
from smsinfo.domain.content import Catalogue
from smsinfo.domain.regions import Gazetteer
from tests.content.samples import a_pack, a_topic

FIRST = catalogue_of(a_pack(a_topic("ktp"), a_topic("kk"), menus=()), 1)


def changed(catalogue: Catalogue, **values: object) -> Catalogue:
    """The next version, with other values in its first topic."""
    first, *others = catalogue.topics
    return replace(catalogue, version=catalogue.version + 1, topics=(replace(first, **values), *others))  # type: ignore[arg-type]


def corrected(catalogue: Catalogue, text: str) -> Catalogue:
    """The next version, with other words in the answers of the first topic."""
    return changed(catalogue, summaries=tuple(replace(one, text=text) for one in catalogue.topics[0].summaries))


def answer(snapshot: Snapshot) -> str:
    """What KTP is answered with."""
    return snapshot.topics["ktp"].summary("id", None).text


def test_a_corrected_answer_is_there_before_everything_is_indexed_anew() -> None:
    seen: list[str] = []
    versions = [FIRST]

    def build(catalogue: Catalogue) -> Snapshot:
        if catalogue.version > 1:
            seen.append(answer(held.current()))
        return build_snapshot(catalogue)

    held = Snapshots(lambda: versions[-1], lambda: versions[-1].version, build=build)
    held.refresh()
    versions.append(corrected(FIRST, "Loket pindah ke lantai 2."))
    assert held.refresh() is True
    assert seen == ["Loket pindah ke lantai 2."] == [answer(held.current())]
    assert held.current().understanding.resolve("ktp").topics == ("ktp",)
    assert held.refresh() is False


@pytest.mark.parametrize(
    "values",
    [
        {"keywords": ("kartu",)},
        {"aliases": {"id": ("kartu tanda",)}},
        {"examples": {"id": ("di mana",)}},
        {"safety": True},
    ],
    ids=lambda values: next(iter(values)),
)
def test_what_changes_how_topics_are_found_waits_for_the_index(values: dict[str, object]) -> None:
    assert with_texts(build_snapshot(FIRST), changed(FIRST, **values)) is None


def test_another_field_of_a_region_is_answered_with_at_once() -> None:
    fields = replace(FIRST, version=2, gazetteer=Gazetteer(FIRST.gazetteer.places, {"": {"darurat": "112"}}))
    made = with_texts(build_snapshot(FIRST), fields)
    assert made is not None
    assert made.fields(None) == {"darurat": "112"}


def test_an_index_that_fails_is_tried_again_and_the_correction_holds_meanwhile() -> None:
    versions, broken, built = [FIRST], [False], [0]

    def build(catalogue: Catalogue) -> Snapshot:
        if broken[0]:
            raise MemoryError
        built[0] += 1
        return build_snapshot(catalogue)

    held = Snapshots(lambda: versions[-1], lambda: versions[-1].version, build=build)
    held.refresh()
    versions.append(corrected(FIRST, "Loket pindah ke lantai 2."))
    broken[0] = True
    with pytest.raises(MemoryError):
        held.refresh()
    assert (answer(held.current()), built[0]) == ("Loket pindah ke lantai 2.", 1)
    broken[0] = False
    assert held.refresh() is True
    assert (answer(held.current()), built[0]) == ("Loket pindah ke lantai 2.", 2)
