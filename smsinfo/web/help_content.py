"""The help of the pages of claims, region fields, menus and exercises; `help_staff` takes it over."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _

from smsinfo.web.help_page import Help

HELP: Final[dict[str, Help]] = {
    "practice": Help(
        _("Exercises"),
        _("What you do before a role goes live: five tasks, some on your account, some as exercises like this one."),
        (
            _("Read what is asked, write, choose or decide, then send it."),
            _("Where it was not right yet, the page says why. Try again as often as you like."),
        ),
        (
            _("Everything in an exercise is invented. Nothing of it is published or sent."),
            _("With the fifth task the role goes live by itself. Until then it counts nowhere."),
        ),
    ),
    "claims": Help(
        _("Claims"),
        _("What goes round and is not true: what people say, our verdict and the reason in one line, with a source."),
        (
            _("Write in each language what people say, and the answer in one segment."),
            _("Add the words by which it is passed on: HOAKS finds the claim by them."),
            _("Look at it on the phone, then send it. Another person publishes it."),
        ),
        (
            _("A claim that nobody has checked is answered as unchecked, never as true or false."),
            _("A publisher may take a verdict out of the answers alone."),
        ),
    ),
    "region-fields": Help(
        _("Region fields"),
        _("Values of a region that answers put in by name, such as the office, its hours or its telephone."),
        (
            _("Choose the region, then the field."),
            _("Write the value as citizens read it, with its source and the day on which you saw it."),
            _("Look at the answers that use it, as they read in that region, then send it."),
        ),
        (_("What a region does not have it takes from what covers it."),),
    ),
    "menus": Help(
        _("Menus"),
        _("What TOPIK and the dialled code show: order of categories, topics left out, shorter lines, open words."),
        (
            _("Choose a part, change it, and look at the screens beside it."),
            _("Send it. Another person publishes it."),
        ),
        (_("The place of a topic among others stands in its words and sources."),),
    ),
}

PAGES: Final[dict[str, str]] = {
    "exercises.show": "practice",
    "proposals.show": "review",
    "claims.all_": "claims",
    "claims.new": "claims",
    "claims.show": "claims",
    "region_fields.all_": "region-fields",
    "region_fields.add": "region-fields",
    "region_fields.show": "region-fields",
    "menus.all_": "menus",
    "menus.show": "menus",
}
