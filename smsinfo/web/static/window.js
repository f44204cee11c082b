"use strict";
// Keeps what was seen on the phone, for when there is no connection. Everything works without it.
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js");
