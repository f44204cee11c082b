"""Numbers at rest: looked up under every key, read under none but ours, comparable for ever where it must be so."""

from __future__ import annotations

import pytest

from smsinfo.contacts.seal import Sealer
from smsinfo.errors import SmsinfoError
from tests.support import CITIZEN, NEIGHBOUR

OLD, NEW = bytes(range(64)), bytes(64)
ROOT, OTHER_ROOT = bytes(range(32)), bytes(32)


@pytest.mark.parametrize("practice", [False, True])
def test_a_sealed_number_opens_again_and_does_not_show_the_number(practice: bool) -> None:
    sealer = Sealer((OLD,), ROOT)
    (sealed,) = sealer.seals(CITIZEN, practice=practice)
    assert sealer.open(sealed, practice=practice) == CITIZEN
    assert CITIZEN[1:].encode() not in sealed


def test_one_number_has_one_sealed_form_so_that_it_can_be_looked_up() -> None:
    sealer = Sealer((OLD,), ROOT)
    assert sealer.seals(CITIZEN) == Sealer((OLD,), OTHER_ROOT).seals(CITIZEN)
    assert sealer.seals(CITIZEN) != sealer.seals(NEIGHBOUR)


def test_the_first_key_writes_and_all_keys_read() -> None:
    old, both = Sealer((OLD,), ROOT), Sealer((NEW, OLD), ROOT)
    assert both.key_count == 2
    assert both.seals(CITIZEN)[1] == old.seals(CITIZEN)[0]
    assert both.seals(CITIZEN)[0] == Sealer((NEW,), ROOT).seals(CITIZEN)[0]
    assert both.open(old.seals(CITIZEN)[0]) == CITIZEN


@pytest.mark.parametrize(("keys", "practice"), [((NEW,), False), ((OLD,), True)])
def test_a_number_under_another_key_or_of_another_world_stays_shut(keys: tuple[bytes, ...], practice: bool) -> None:
    (sealed,) = Sealer((OLD,), ROOT).seals(CITIZEN)
    with pytest.raises(SmsinfoError, match="put the old key back"):
        Sealer(keys, ROOT).open(sealed, practice=practice)


def test_the_mark_of_a_stop_outlives_every_rotation_but_not_another_root() -> None:
    digest = Sealer((OLD,), ROOT).suppression_digest(CITIZEN)
    assert digest == Sealer((NEW,), ROOT).suppression_digest(CITIZEN)
    assert digest != Sealer((OLD,), OTHER_ROOT).suppression_digest(CITIZEN)
    assert digest != Sealer((OLD,), ROOT).suppression_digest(CITIZEN, practice=True)
    assert len(digest) == 32
