"""Open data of what is published: topics with their texts, claims with their verdicts, alerts that were sent."""

from __future__ import annotations

from typing import Final

from smsinfo.content.render import render
from smsinfo.content.words import CATEGORIES, VERDICTS
from smsinfo.db.queries import public_alerts
from smsinfo.domain.public_alerts import Standing
from smsinfo.reports.shape import Words
from smsinfo.window.dataset import Dataset, Field, Kind, Row, Source

MOST_ALERTS: Final = 2000
"""The newest ones; who needs more has the CAP documents."""
_LANGUAGE: Final = Words(
    "Bahasa teks: id, en, bjn (Banjar), nij (Ngaju).", "Language: id, en, bjn (Banjar), nij (Ngaju)."
)


def topics(source: Source) -> list[Row]:
    """One row a text."""
    catalogue = source.snapshot.catalogue
    return [
        {
            "topic": topic.key,
            "category": topic.category,
            "keywords": ", ".join(topic.keywords),
            "language": text.language,
            "region_code": text.region,
            "title": topic.titles.get(text.language) or topic.titles["id"],
            "text": render(text.text, source.snapshot.fields(text.region)),
            "more": render(text.more, source.snapshot.fields(text.region)),
            "template": text.text,
            "source": topic.tag,
            "office": topic.owner,
            "checked_on": text.checked_on.isoformat(),
            "review_by": topic.review_by.isoformat(),
            "needs_native": text.needs_native,
            "mark": catalogue.mark,
        }
        for topic in catalogue.topics
        for text in topic.summaries
    ]


def claims(source: Source) -> list[Row]:
    """One row a claim and language."""
    catalogue = source.snapshot.catalogue
    return [
        {
            "claim_key": claim.key,
            "verdict": claim.verdict,
            "region_code": claim.region,
            "language": language,
            "claim": words,
            "answer": claim.answers.get(language) or claim.answers["id"],
            "source": claim.tag,
            "checked_on": claim.checked_on.isoformat(),
            "mark": catalogue.mark,
        }
        for claim in catalogue.claims
        for language, words in claim.claims.items()
    ]


def alerts(source: Source) -> list[Row]:
    """One row an alert, the newest first; no drills."""
    session, now = source.session, source.now
    found = public_alerts.in_force(session, now, most=MOST_ALERTS)
    found += [alert for _, alert in public_alerts.past(session, now, most=MOST_ALERTS - len(found))]
    found.sort(key=lambda alert: (alert.sent_at, alert.code), reverse=True)
    return [
        {
            "code": alert.code,
            "standing": alert.standing(now).value,
            "form": alert.form,
            "category": alert.category,
            "severity": alert.severity,
            "urgency": alert.urgency,
            "certainty": alert.certainty,
            "issuer": alert.issuer,
            "headline": alert.headline,
            "text": source.public(alert.text("id")),
            "region_codes": list(alert.regions),
            "sent_at": alert.sent_at.isoformat(),
            "expires_at": alert.expires_at.isoformat(),
        }
        for alert in found
    ]


TOPICS: Final = Dataset(
    "topics",
    Words("Topik dan jawabannya", "Topics and their answers"),
    Words("Semua teks yang diterbitkan, satu baris per teks.", "All published texts, a row a text."),
    (
        Field("topic", Kind.TEXT, Words("Kunci topik.", "The topic's key.")),
        Field("category", Kind.TEXT, Words("Kelompok.", "Category."), choices=CATEGORIES),
        Field("keywords", Kind.TEXT, Words("Kata kunci SMS, dipisah koma.", "Keywords of the SMS, by commas.")),
        Field("language", Kind.TEXT, _LANGUAGE),
        Field(
            "region_code",
            Kind.REGION,
            Words("Wilayah teks ini; kosong: semua.", "The text's region; nothing: all."),
            empty=True,
        ),
        Field("title", Kind.TEXT, Words("Judul.", "Title.")),
        Field(
            "text",
            Kind.TEXT,
            Words(
                "Teks seperti dibaca di wilayah itu, tanpa sumber.", "The text as it is read in that region, no source."
            ),
        ),
        Field("more", Kind.TEXT, Words("Lanjutan setelah LANJUT.", "What LANJUT sends.")),
        Field(
            "template",
            Kind.TEXT,
            Words("Teks asli dengan isian wilayah, mis. {kab}.", "As written, with fields of regions, e.g. {kab}."),
        ),
        Field("source", Kind.TEXT, Words("Sumber singkat.", "Source, in short.")),
        Field("office", Kind.TEXT, Words("Instansi yang bertanggung jawab.", "The office that answers for it.")),
        Field("checked_on", Kind.DAY, Words("Tanggal fakta dicek.", "When its facts were checked.")),
        Field("review_by", Kind.DAY, Words("Harus dicek lagi sebelum.", "To be checked again by.")),
        Field("needs_native", Kind.FLAG, Words("Menunggu penutur asli.", "Waits for a native speaker.")),
        Field("mark", Kind.TEXT, Words("Tanda isi, mis. DEMO: contoh.", "Mark of the content, e.g. DEMO: an example.")),
    ),
    topics,
)

CLAIMS: Final = Dataset(
    "claims",
    Words("Kabar yang sudah diperiksa", "Claims that were checked"),
    Words("Kabar yang beredar dengan putusannya.", "What went round, with the verdict; a row a claim and language."),
    (
        Field("claim_key", Kind.TEXT, Words("Kunci.", "The claim's key.")),
        Field("verdict", Kind.TEXT, Words("Putusan.", "Verdict."), choices=VERDICTS),
        Field("region_code", Kind.REGION, Words("Wilayah; kosong: semua.", "Region; nothing: all."), empty=True),
        Field("language", Kind.TEXT, _LANGUAGE),
        Field("claim", Kind.TEXT, Words("Kabarnya.", "What people say.")),
        Field("answer", Kind.TEXT, Words("Jawaban kami.", "Our answer.")),
        Field("source", Kind.TEXT, Words("Sumber singkat.", "Source, in short.")),
        Field("checked_on", Kind.DAY, Words("Tanggal dicek.", "When it was checked.")),
        Field("mark", Kind.TEXT, Words("Tanda isi.", "Mark of the content.")),
    ),
    claims,
)

ALERTS: Final = Dataset(
    "alerts",
    Words("Siaran resmi yang dikirim", "Official alerts that were sent"),
    Words(
        f"{MOST_ALERTS} siaran terbaru, tanpa uji coba, tanpa penerima.",
        f"The newest {MOST_ALERTS}, no drills, nothing of who got them. Codes by CAP 1.2.",
    ),
    (
        Field("code", Kind.TEXT, Words("Kode: CEK <kode>.", "Code: CEK <code>.")),
        Field("standing", Kind.TEXT, Words("Keadaannya.", "What holds of it."), choices=tuple(Standing)),
        Field("form", Kind.TEXT, Words("Siaran, ralat atau pembatalan.", "Alert, correction or recall.")),
        Field("category", Kind.TEXT, Words("Kelompok.", "Category.")),
        Field("severity", Kind.TEXT, Words("Keparahan (CAP).", "Severity (CAP).")),
        Field("urgency", Kind.TEXT, Words("Kegentingan (CAP).", "Urgency (CAP).")),
        Field("certainty", Kind.TEXT, Words("Kepastian (CAP).", "Certainty (CAP).")),
        Field("issuer", Kind.TEXT, Words("Penerbit.", "Issuer.")),
        Field("headline", Kind.TEXT, Words("Judul.", "Headline.")),
        Field("text", Kind.TEXT, Words("Teks resmi bahasa Indonesia.", "The official words in Indonesian.")),
        Field("region_codes", Kind.REGIONS, Words("Wilayah; CSV: dipisah spasi.", "Regions; in CSV by blanks.")),
        Field("sent_at", Kind.TIME, Words("Waktu disetujui.", "When it became official."), "UTC, ISO 8601"),
        Field("expires_at", Kind.TIME, Words("Berlaku sampai.", "Holds until."), "UTC, ISO 8601"),
    ),
    alerts,
)
