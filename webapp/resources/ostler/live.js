/* Live update: the socket only says which run has changed; the page then asks for what it shows, at most four times
   a second, and not again before it was answered and as much time has passed as the answer took. A page may listen as well: ostlerLive.listen(function (runId) {...}). When the socket is down for five
   seconds the page asks every five seconds instead and says so in the header. */
var ostlerLive = (function () {
    "use strict";
    var listeners = [];
    var pending = 0;
    var downSince = 0;
    var polling = 0;
    var leaving = false;
    var asked = 0;
    var took = 0;
    var again = false;

    function refresh() {
        pending = 0;
        if (asked && Date.now() - asked < 15000) {
            again = true;
        } else if (typeof window.osLive === "function" && !document.hidden && !leaving) {
            asked = Date.now();
            window.osLive();
        }
    }

    function answered() {
        took = asked ? Date.now() - asked : 0;
        asked = 0;
        if (again) {
            again = false;
            soon();
        }
    }

    function soon() {
        if (!pending) {
            pending = window.setTimeout(refresh, Math.min(Math.max(250, took), 5000));
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
        if (!page || run === "all" || page.getAttribute("data-run") === run || page.getAttribute("data-run") === "") {
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

    /* A form on its way ends this view on the server: asking for it then would be an error. A download comes back. */
    function leave() {
        leaving = true;
        window.setTimeout(function () { leaving = false; }, 15000);
    }

    /* 410: the server has forgotten this view (many tabs); the page itself is still there. */
    function expired(event, request) {
        if (request && request.status === 410) {
            location.reload();
        }
    }

    /* Answers may overtake each other: what says that something goes on is asked again until it does not. */
    function stillGoesOn() {
        if (document.querySelector(".looking")) {
            soon();
        }
    }

    window.setInterval(ages, 20000);
    window.setInterval(stillGoesOn, 3000);
    document.addEventListener("submit", leave);
    window.addEventListener("beforeunload", leave);
    document.addEventListener("DOMContentLoaded", function () {
        if (window.jQuery) {
            window.jQuery(document).on("pfAjaxError", expired);
        }
    });
    document.addEventListener("visibilitychange", function () { if (!document.hidden) { soon(); } });
    return {
        changed: changed,
        opened: opened,
        closed: closed,
        refresh: soon,
        answered: answered,
        listen: function (listener) { listeners.push(listener); }
    };
})();
