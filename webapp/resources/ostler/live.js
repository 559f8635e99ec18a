/* Live update: the socket only says which run has changed; the page then asks for what it shows, at most four times
   a second. A page may listen as well: ostlerLive.listen(function (runId) {...}). When the socket is down for five
   seconds the page asks every five seconds instead and says so in the header. */
var ostlerLive = (function () {
    "use strict";
    var listeners = [];
    var pending = 0;
    var downSince = 0;
    var polling = 0;

    function refresh() {
        pending = 0;
        if (typeof window.osLive === "function" && !document.hidden) {
            window.osLive();
        }
    }

    function soon() {
        if (!pending) {
            pending = window.setTimeout(refresh, 250);
        }
    }

    function offline(is) {
        var note = document.getElementById("live-note");
        if (note) {
            note.hidden = !is;
        }
    }

    function changed(run) {
        var page = document.querySelector("main[data-run]");
        listeners.forEach(function (listener) { listener(run); });
        if (!page || page.getAttribute("data-run") === run || page.getAttribute("data-run") === "") {
            soon();
        }
    }

    function opened() {
        downSince = 0;
        window.clearInterval(polling);
        polling = 0;
        offline(false);
        soon();
    }

    function closed() {
        downSince = downSince || Date.now();
        window.setTimeout(function () {
            if (downSince && !polling) {
                offline(true);
                polling = window.setInterval(refresh, 5000);
            }
        }, 5000);
    }

    function ages() {
        var chinese = document.documentElement.lang === "zh-CN";
        document.querySelectorAll("time[data-age]").forEach(function (time) {
            var minutes = Math.floor((Date.now() - Date.parse(time.getAttribute("datetime"))) / 60000);
            if (minutes >= 1 && minutes < 60) {
                time.textContent = minutes + (chinese ? " 分" : " min");
            }
        });
    }

    window.setInterval(ages, 20000);
    document.addEventListener("visibilitychange", function () { if (!document.hidden) { soon(); } });
    return {
        changed: changed,
        opened: opened,
        closed: closed,
        refresh: soon,
        listen: function (listener) { listeners.push(listener); }
    };
})();
