"""Pure text rules of SMS and USSD: no I/O, no state, importing nothing above `smsinfo.errors`.

module     | what it answers
-----------|--------------------------------------------------------------------------
`clean`    | a received text, safe to store, show and match
`gsm7`     | is a text GSM-7, how many septets, and its GSM-7 twin
`segments` | how many billed parts a text makes, and how to cut a long text into messages
`ussd`     | does a text fit a screen, and how to cut it into screens
`msisdn`   | a typed number as E.164, the kind of a sender, its operator, its mask
`masking`  | free text without NIK, KK, card and (for logs) phone numbers
`unseen`   | the characters nobody sees, shared by the others
`wrap`     | where a text may be cut, shared by `segments` and `ussd`
"""
