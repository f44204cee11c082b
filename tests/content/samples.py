"""A small pack to tell stories with: one regency with a village, two topics, one claim, one menu."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from smsinfo.content.pack_model import (
    Pack,
    PackAlias,
    PackClaim,
    PackField,
    PackHead,
    PackMenu,
    PackRegion,
    PackSource,
    PackSummary,
    PackTopic,
    canonical,
)

KALTENG = Path(__file__).parents[2] / "smsinfo" / "packs" / "kalteng"
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
CHECKED = date(2026, 11, 1)
SOURCE = PackSource("Kompas.com (2 Jun 2022)", "kompas.com/1", CHECKED)


def a_topic(key: str = "ktp", **changes: Any) -> PackTopic:
    """A right topic; `changes` make it wrong or another one."""
    topic = PackTopic(
        key=key,
        category="kependudukan",
        owner="Disdukcapil",
        tag="Dukcapil",
        safety=False,
        review_by=date(2027, 5, 24),
        keywords=(key.upper(),),
        title={"id": f"Judul {key}", "en": f"Title {key}"},
        label={"id": f"Label {key}", "en": f"Name {key}"},
        aliases={"id": (f"buat {key}", f"urus {key}"), "en": (f"make {key}",)},
        related={"id": ("sidik jari",)},
        sources=(SOURCE,),
        summaries=(
            PackSummary("id", f"Urus {key} di kantor[ {{kab}}].", "Bawa KK."),
            PackSummary("en", f"Get {key} at the office[ {{kab}}]."),
        ),
    )
    return replace(topic, **changes)


def a_claim(key: str = "dana-palsu", **changes: Any) -> PackClaim:
    """A right claim."""
    claim = PackClaim(
        key=key,
        verdict="hoax",
        tag="Kominfo",
        review_by=date(2027, 5, 24),
        claim={"id": "Ada dana.", "en": "There is money."},
        answer={"id": "HOAKS: tidak ada dana.", "en": "HOAX: there is no money."},
        signs=("bagi dana", "dana gratis"),
        sources=(SOURCE,),
    )
    return replace(claim, **changes)


def a_pack(*topics: PackTopic, **changes: Any) -> Pack:
    """A right pack with these topics (else `ktp` and `kk`)."""
    topics = topics or (a_topic("ktp"), a_topic("kk"))
    keys = tuple(topic.key for topic in topics)
    head = PackHead("kecil", "Paket kecil", "CC-BY-4.0", ("id", "en"), "Untuk uji.", keys, "DEMO")
    pack = Pack(
        head=head,
        topics=topics,
        claims=(a_claim(),),
        menus=(PackMenu(("surat",), keys),) if len(topics) > 1 else (),
        regions=(
            PackRegion("62", "Kalimantan Tengah", "provinsi", ""),
            PackRegion("62.06", "Kabupaten Katingan", "kabupaten", "62"),
            PackRegion("62.06.05", "Katingan Tengah", "kecamatan", "62.06"),
            PackRegion("62.06.05.2005", "Samba Danum", "desa", "62.06.05"),
        ),
        aliases=(PackAlias("kasongan", "62.06", "ibu kota"),),
        fields=(PackField("62.06", "kab", "Katingan", "Kepmendagri", CHECKED),),
        notices={"LICENSE-wilayah.txt": "MIT\n"},
    )
    return canonical(replace(pack, **changes))
