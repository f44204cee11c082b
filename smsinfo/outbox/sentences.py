"""What operators are told: the sentences of all alarms, each with what to do."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "channel_failing": (
        "Channel {about} has been failing for {age}: {detail}. Mend its provider, modem or credentials, then run: "
        "smsinfo channel resume {about}",
        "Kanal {about} gagal mengirim {umur}: {detail}. Periksa penyedia, modem atau kata sandi, lalu: "
        "smsinfo channel resume {about}",
    ),
    "channel_unwell": (
        "Channel {about} does not answer its health check: {detail}. See docs/gateways.",
        "Kanal {about} tidak sehat: {detail}. Lihat docs/gateways.",
    ),
    "alert_unsealed": (
        "Alert {about} is not what was approved: somebody changed it in the database. It was stopped. Look at its page "
        "and at smsinfo audit verify.",
        "Peringatan {about} tidak sama dengan yang disetujui: ada yang mengubah basis data. Pengiriman dihentikan. "
        "Lihat halamannya dan smsinfo audit verify.",
    ),
    "replies_late": (
        "Replies by {about} have waited for {age}. See smsinfo outbox: is a worker running, the channel paused, the "
        "money spent?",
        "Balasan lewat {about} tertahan {umur}. Lihat smsinfo outbox: apakah worker jalan, kanal dijeda, dana habis?",
    ),
    "alerts_late": (
        "Alerts by {about} have waited for {age}. A large alert takes its time; else see smsinfo outbox.",
        "Peringatan lewat {about} tertahan {umur}. Bila bukan kiriman besar, lihat smsinfo outbox.",
    ),
    "nothing_sends": (
        "An alert has waited for {age} and no channel can send: all are paused or failing. Resume one: smsinfo channel "
        "resume NAME",
        "Peringatan tertahan {umur} dan tidak ada kanal yang bisa mengirim: semua dijeda atau gagal. Jalankan: smsinfo "
        "channel resume NAMA",
    ),
    "urgent_stuck": (
        "An urgent alert has waited {age} at {about}, and nothing left by it meanwhile. See smsinfo outbox: worker, "
        "pause, breaker, money.",
        "Peringatan darurat tertahan {umur} di kanal {about}, dan tak ada yang keluar. Lihat smsinfo outbox: worker, "
        "jeda, gangguan, dana.",
    ),
    "silent": (
        "No text has come by {about} for {age} of daytime. Text its number; if nothing comes, look at the SIM, the "
        "modem or the provider's webhook.",
        "Tidak ada SMS masuk lewat {about} selama {umur} (07-21). Kirim SMS ke nomornya; bila tak masuk, periksa SIM, "
        "modem, webhook.",
    ),
    "loop_lost": (
        "The hourly text from {about} to {other} did not arrive: {about} does not send, or {other} does not receive. "
        "Text both numbers.",
        "SMS tiap jam dari {about} ke {other} tidak sampai: {about} tidak mengirim atau {other} tidak menerima. Coba "
        "SMS ke kedua nomor.",
    ),
    "balance_low": (
        "Channel {about} has Rp {balance} left; the last 7 days took Rp {used}. Top it up.",
        "Saldo kanal {about} tinggal Rp {balance}; 7 hari terakhir terpakai Rp {used}. Isi ulang.",
    ),
    "sim_expires": (
        "The SIM of {about} is active until {date}. Top it up, then change sim_expires in smsinfo.toml.",
        "Masa aktif SIM {about} sampai {date}. Isi ulang, lalu ubah sim_expires di smsinfo.toml.",
    ),
    "spend_day": (
        "{percent} % of the day's money is spent (Rp {spent}); at 100 % replies stop. Look for a loop or abuse, or "
        "raise spend_cap_idr.",
        "Dana hari ini terpakai {percent} % (Rp {spent}); pada 100 % balasan berhenti. Cari penyalahgunaan atau "
        "naikkan spend_cap_idr.",
    ),
    "spend_month": (
        "{percent} % of the month's money is spent (Rp {spent}); at 100 % only urgent alerts leave. Raise "
        "spend_cap_month_idr or send less.",
        "Dana bulan ini terpakai {percent} % (Rp {spent}); pada 100 % hanya darurat yang dikirim. Naikkan "
        "spend_cap_month_idr.",
    ),
    "segments_day": (
        "{about} has sent {sent} of its {cap} segments of today (daily_segments); at the cap only urgent alerts leave "
        "by it until midnight.",
        "{about} sudah mengirim {sent} dari {cap} segmen hari ini (daily_segments); setelah itu hanya darurat sampai "
        "tengah malam.",
    ),
    "clock_wrong": (
        "The clock of {about} is wrong by {age}. Set it by NTP: timedatectl set-ntp true",
        "Jam {about} salah {umur}. Setel dengan NTP: timedatectl set-ntp true",
    ),
    "no_worker": (
        "No worker has shown itself for {age}: nothing leaves, no modem is read. Start one: smsinfo worker",
        "Tidak ada worker selama {umur}: tidak ada yang terkirim, modem tak terbaca. Jalankan: smsinfo worker",
    ),
    "no_worker_yet": (
        "No worker has run yet: nothing leaves, no modem is read. Start one: smsinfo worker",
        "Worker belum pernah jalan: tidak ada yang terkirim, modem tak terbaca. Jalankan: smsinfo worker",
    ),
    "feed_failing": (
        "The CAP feed {about} could not be read for {age}: {detail}. Look at its address (cap_feeds) and the network.",
        "Umpan CAP {about} tidak terbaca selama {umur}: {detail}. Periksa alamatnya di cap_feeds dan jaringan.",
    ),
    "request_due": (
        "A request about personal data has to be answered within {age}: see /staff/privacy.",
        "Permintaan data pribadi harus dijawab dalam {umur}: lihat /staff/privacy.",
    ),
    "request_late": (
        "A request about personal data is overdue by {age}: answer it at /staff/privacy.",
        "Permintaan data pribadi terlambat {umur}: jawab di /staff/privacy.",
    ),
    "unknown_share": (
        "Of {percent} % of today's messages by {about} nobody knows whether they left. Look at the provider's log and "
        "at time-outs.",
        "{percent} % pesan hari ini lewat {about} tidak jelas terkirim. Periksa log penyedia dan batas waktunya.",
    ),
}
"""Code -> English, Indonesian. With their values they fit two segments, most of them one."""
