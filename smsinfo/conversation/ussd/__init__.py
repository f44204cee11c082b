"""The menu of USSD: what a screen holds, what a key leads to, one kind of screen a file and the table of them.

`walk` takes a dialogue one input further, `layout` cuts a view to what a phone shows; both are pure. Whatever a screen
does (subscribe, send a copy) is only named here, by `Node.deed`, and done by `deeds` when the newest input leads there.
"""
