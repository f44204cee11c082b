"""Characters that nobody sees, as insides of a regex character class.

They reach us by copying from WhatsApp, the web and spreadsheets. They force UCS-2 (twice the price), hide a keyword
from the matcher and can turn a line round on the screen. Source: the Unicode property `Default_Ignorable_Code_Point`
(UAX #44, file DerivedCoreProperties.txt) and the bidi controls of UAX #9.
"""

from typing import Final

INVISIBLE: Final = (
    "\u20e3\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Zero-width characters, bidi controls, variation selectors, tags, fillers; and the box of a keycap emoji, which leaves
its digit."""

CONTROLS: Final = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
"""C0 and C1 controls but those that are blanks or line ends (tab, LF, VT, FF, CR, NEL)."""

SURROGATES: Final = "\ud800-\udfff"
"""Halves of a pair: no text, and no encoder takes them."""
