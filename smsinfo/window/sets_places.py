"""Open data of places: villages, groups, and how many texts came from where, about what."""

from __future__ import annotations

from typing import Final

from smsinfo.db.queries import content, points, village_coverage
from smsinfo.db.queries import window as rows
from smsinfo.domain.regions import Level, covers
from smsinfo.reports.shape import Words
from smsinfo.reports.small import LEAST
from smsinfo.window import figures
from smsinfo.window.dataset import Dataset, Field, Kind, Row, Source, counted

VILLAGES_ARE: Final = (Level.VILLAGE, Level.URBAN_VILLAGE)
_HIDDEN: Final = Words(
    "Kosong: angkanya ada. <5: kecil, disembunyikan; *: ikut disembunyikan.",
    "Nothing: the number is there. <5: small, hidden; *: hidden so that no small one can be reckoned.",
)


def regencies(source: Source) -> list[str]:
    """The codes of regencies and cities, in order."""
    levels = (Level.REGENCY, Level.CITY)
    return sorted(place.code for place in source.snapshot.places.values() if place.level in levels)


def villages(source: Source) -> list[Row]:
    """One row a village."""
    people = village_coverage.subscribers_by_village(source.session, None)
    where = points.all_points(source.session)
    seats = [group.region_code for group in rows.groups(source.session)]
    found = []
    for place in sorted(source.snapshot.places.values(), key=lambda one: one.code):
        if place.level not in VILLAGES_ARE:
            continue
        latitude, longitude = where.get(place.code, (None, None))
        district = place.code.rpartition(".")[0]
        regency = district.rpartition(".")[0]
        found.append(
            {
                "code": place.code,
                "name": place.name,
                "level": place.level.value,
                "district_code": district,
                "district": source.place(district),
                "regency_code": regency,
                "regency": source.place(regency),
                "latitude": latitude,
                "longitude": longitude,
                "reached": people.get(place.code, 0) >= LEAST,
                "group": any(covers(seat, place.code) for seat in seats),
            }
        )
    return found


def groups(source: Source) -> list[Row]:
    """One row a group."""
    return [
        {
            "name": group.name,
            "region_code": group.region_code,
            "region": source.place(group.region_code),
            "decree": group.decree,
            "area": group.area,
            "address": group.address,
        }
        for group in rows.groups(source.session)
    ]


def messages(source: Source) -> list[Row]:
    """One row a day and regency, of the months that are over; and of people whose regency we do not know."""
    codes = regencies(source)
    months = figures.months(source.session, source.today)
    return [
        {
            "day": day.isoformat(),
            "region_code": code or None,
            "region": source.place(code),
            **counted("texts", count),
        }
        for month in figures.texts(source.session, months, codes)
        for code, counts in month.days.items()
        for day, count in zip(month.month.days, counts, strict=True)
    ]


def questions(source: Source) -> list[Row]:
    """One row a month and topic."""
    titles = content.titles(source.session, "id")
    months = figures.months(source.session, source.today)
    return [
        {"month": month.month.name, "topic": topic, "title": titles.get(topic, topic), **counted("answers", count)}
        for month in figures.answers(source.session, months)
        for topic, count in month.topics.items()
    ]


VILLAGES: Final = Dataset(
    "villages",
    Words("Desa dan kelurahan", "Villages"),
    Words(
        "Semua desa dan kelurahan, dan apakah terjangkau. Tidak menunjukkan berapa orang.",
        "All villages (desa and kelurahan), and whether we reach them. Does not show how many people.",
    ),
    (
        Field("code", Kind.REGION, Words("Kode Kemendagri.", "Code of the Ministry of Home Affairs.")),
        Field("name", Kind.TEXT, Words("Nama.", "Name.")),
        Field("level", Kind.TEXT, Words("Desa atau kelurahan.", "Rural or urban."), choices=tuple(VILLAGES_ARE)),
        Field("district_code", Kind.REGION, Words("Kode kecamatan.", "Code of the district.")),
        Field("district", Kind.TEXT, Words("Kecamatan.", "District.")),
        Field("regency_code", Kind.REGION, Words("Kode kabupaten/kota.", "Code of the regency or city.")),
        Field("regency", Kind.TEXT, Words("Kabupaten/kota.", "Regency or city.")),
        Field("latitude", Kind.DEGREES, Words("Lintang.", "Latitude."), "degrees, WGS 84", empty=True),
        Field("longitude", Kind.DEGREES, Words("Bujur.", "Longitude."), "degrees, WGS 84", empty=True),
        Field(
            "reached",
            Kind.FLAG,
            Words(f"Pelanggan siaran di sini {LEAST} orang atau lebih.", f"Has {LEAST} subscribers or more."),
        ),
        Field("group", Kind.FLAG, Words("Ada KIM yang mencakupnya.", "A community group (KIM) covers it.")),
    ),
    villages,
)

GROUPS: Final = Dataset(
    "groups",
    Words("Kelompok Informasi Masyarakat (KIM)", "Community information groups (KIM)"),
    Words("KIM yang ditampilkan, tanpa anggota dan nomor.", "The groups that are shown, without members and numbers."),
    (
        Field("name", Kind.TEXT, Words("Nama.", "Name.")),
        Field("region_code", Kind.REGION, Words("Kode wilayah kedudukannya.", "Code of the region of its seat.")),
        Field("region", Kind.TEXT, Words("Wilayah.", "Region.")),
        Field("decree", Kind.TEXT, Words("Nomor SK.", "Number of its decree.")),
        Field("area", Kind.TEXT, Words("Bidang atau cakupan.", "What it works on or covers.")),
        Field("address", Kind.TEXT, Words("Alamat sekretariat.", "Address of its office.")),
    ),
    groups,
)

MESSAGES: Final = Dataset(
    "messages",
    Words("SMS masuk per hari dan kabupaten/kota", "Texts a day and regency"),
    Words(
        f"{figures.MONTHS} bulan terakhir yang sudah selesai. Wilayah yang disebut orang sendiri. Bukan jumlah orang.",
        f"The last {figures.MONTHS} months that are over. By the region that people named. Not how many people.",
    ),
    (
        Field("day", Kind.DAY, Words("Hari (WIB).", "Day (local).")),
        Field(
            "region_code",
            Kind.REGION,
            Words("Kabupaten/kota; kosong: belum disebut.", "Regency or city; nothing: not named."),
            empty=True,
        ),
        Field("region", Kind.TEXT, Words("Namanya.", "Its name.")),
        Field("texts", Kind.COUNT, Words("SMS dari warga.", "Texts from citizens."), "messages", empty=True),
        Field("texts_hidden", Kind.HIDDEN, _HIDDEN),
    ),
    messages,
)

QUESTIONS: Final = Dataset(
    "questions",
    Words("Topik yang ditanya per bulan", "Topics that were asked for, a month"),
    Words(
        f"Jawaban per topik, {figures.MONTHS} bulan terakhir yang sudah selesai.",
        f"Answers by topic, of the last {figures.MONTHS} months that are over.",
    ),
    (
        Field("month", Kind.MONTH, Words("Bulan.", "Month.")),
        Field("topic", Kind.TEXT, Words("Kunci topik.", "The topic's key.")),
        Field("title", Kind.TEXT, Words("Judul bahasa Indonesia.", "Title in Indonesian.")),
        Field("answers", Kind.COUNT, Words("Jawaban.", "Answers."), "messages", empty=True),
        Field("answers_hidden", Kind.HIDDEN, _HIDDEN),
    ),
    questions,
    names_regions=False,
)
