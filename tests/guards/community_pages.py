"""The pages of what the villages do in the table of test_staff_routes.py, and something for their addresses."""

from __future__ import annotations

from tests.web.staffroom import StaffRoom

# endpoint -> who may come
COMMUNITY_PAGES: dict[str, str] = {}


def of_the_villages(room: StaffRoom) -> dict[str, object]:
    """Converter in an address (`<int:group_id>`) -> the number of something there."""
    return {}
