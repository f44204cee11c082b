"""Thanks and greetings, and `who is this`: whole texts made of such words only."""

from __future__ import annotations

import re

_GREETING = frozenset(
    "halo hallo hallow hai hay hi hello hey hei helo assalamualaikum assalamu alaikum assalamualaikm askum asw ass aslm samlekum "
    "waalaikumsalam waalaikumussalam wr wb warahmatullahi wabarakatuh selamat slmt slamat met pagi siang sore malam mlm petang pg "
    "permisi punten salam tabe p ping horas om swastiastu shalom good morning afternoon evening night apa kabar kabarnya habar ap kbr".split()
)
_THANKS = frozenset(
    "terima terimakasih kasih makasih makasi mksh mksih mksi trims trimakasih tks thx thanks thank you tq trmksh tengkyu tengkiu "
    "tarima matur nuwun suwun hatur nuhun syukron jazakallah sip siap sipp oke ok okay okey okee baik baiklah mantap bagus sama "
    "sudah sdh udah jelas paham mengerti dimengerti infonya informasinya bantuannya jawabannya atas".split()
)
_FILLING = frozenset(
    "ya y yaa pak bu bpk bapak ibu mas mbak min admin kak bang dong deh sih nih lah banget bgt sekali banyak byk semua semuanya "
    "info nya kk sis bro gan bos lur all semoga sehat selalu tuhan memberkati gbu dan untuk itu ini saya sy".split()
)
# What people ask when a text of ours surprises them. Cost and identity questions are short; longer ones are questions.
_ABOUT = re.compile(
    r"(?:maaf |pak |bu |halo |permisi |mas |mbak )*(?:"
    r"(?:ini|nie|ni)? ?(?:siapa|sp|spa|sapa|eweh)(?: sih| ya| ini| nih| kah| anda| kamu| km| pian| yg sms| yang sms)*"
    r"|(?:ini |nih )?(?:nomor|nomer|no|nmr|sms|layanan|nomornya) (?:siapa|apa|sp|apaan|dari siapa|dari mana)(?: ini| ya| sih| nih| kah)*"
    r"|(?:ini )?(?:layanan|program|info|sms) (?:apa|apaan) (?:ini|sih|ya)(?: ya| sih)*"
    r"|(?:apa|apakah|ap)? ?(?:ini|sms ini|nomor ini|layanan ini) (?:penipuan|penipu|tipu|tipuan|nipu|modus|resmi|asli|beneran|hoax|hoaks|bot|robot|mesin|manusia|aman|gratis|bayar|berbayar)"
    r"(?: ya| kah| bukan| atau bukan| gak| ga| tidak| nggak| sih| apa bukan| apa tidak| pak| bu)*"
    r"|(?:ini )?(?:penipuan|penipu|tipu tipu|bot|robot) (?:ya|kah|bukan|nih)(?: ya| ini)*"
    r"|(?:bayar|biaya|tarif|tarifnya|biayanya|harga)(?: sms| smsnya| layanan| sekali)*(?: ini| nya)? (?:berapa|brp|brapa|barapa)(?: ya| sih| sekali| per| sms| ini| kirim| pulsa)*"
    r"|(?:berapa|brp) (?:bayar|biaya|tarif|pulsa|harga)(?: sms| smsnya| nya| layanan)*(?: ini| nya| ya)*"
    r"|(?:apa|apakah)? ?(?:sms|kirim sms|balas|bales|layanan) ?(?:ini|ke sini|kesini)? ?(?:bayar|berbayar|gratis|kena pulsa|potong pulsa|motong pulsa|premium)(?: gak| ga| tidak| ya| kah| nggak| sih| berapa| brp)*"
    r"|(?:ini )?(?:kena|potong|motong|makan|nyedot) pulsa(?: gak| ga| berapa| brp| ya| tidak)*"
    r"|(?:ini )?(?:gratis|berbayar|resmi|asli|premium)(?: gak| ga| kah| ya| tidak| nggak)+"
    r"|(?:kamu|anda|km|pian|ikam) (?:siapa|sp|robot|bot|orang apa robot|manusia)(?: sih| ya| ini| kah| bukan)*"
    r"|(?:dapat|dpt|tau|tahu) (?:nomor|no|nomer) (?:saya|sy|aku) (?:dari mana|darimana|dr mana)(?: ya| sih)*"
    r"|(?:tentang|siapa) (?:kami|smsinfo|layanan ini|anda)"
    r"|who (?:is this|are you)|is this (?:a scam|free|official|real|legit)|what is this|how much(?: does (?:it|this) cost)?"
    r")"
)


def is_manners(found: list[str]) -> bool:
    """True for thanks, greetings and OKs with nothing else in them."""
    if len(found) > 14:
        return False
    meant = [word for word in found if word in _GREETING or word in _THANKS]
    return bool(meant) and all(word in _GREETING or word in _THANKS or word in _FILLING for word in found)


def is_about(found: list[str]) -> bool:
    """True for `ini siapa`, `ini penipuan ya`, `bayar berapa` and their like."""
    return len(found) <= 10 and _ABOUT.fullmatch(" ".join(found)) is not None
