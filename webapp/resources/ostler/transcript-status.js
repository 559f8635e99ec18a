/* What is said about a transcript beside its lines: that it is quiet and the host is alive, and to a screen reader what
   came, at most every ten seconds. */
var ostlerTranscriptStatus = (function () {
    "use strict";
    /* Sooner, and every pause of a command would flicker; later, and a person wonders first. */
    var QUIET_AFTER = 10000;
    /* The server counts seconds anyway; asking more often only costs. */
    var ASK_EVERY = 5000;
    /* Sooner, and a screen reader speaks of nothing else. */
    var SAY_EVERY = 10000;
    var ALOUD = "ostler-aloud";

    /* ask: sends a question to the server; texts: sentences by key */
    function Status(card, texts, ask) {
        this.card = card;
        this.texts = texts;
        this.ask = ask;
        this.line = card.querySelector("[data-quiet]");
        this.said = card.querySelector("[data-said]");
        this.term = card.querySelector(".term");
        this.button = card.querySelector("[data-aloud]");
        this.reset();
        this.aloud(window.localStorage.getItem(ALOUD) === "1");
        window.setInterval(this.tick.bind(this), 1000);
    }

    Status.prototype.reset = function () {
        this.last = null;
        this.beats = [];
        this.unsaid = 0;
        this.saidAt = 0;
        this.askedAt = 0;
        this.waiting = 0;
    };

    /* Records came; the first batch after opening is history and no news. */
    Status.prototype.came = function (records, news) {
        this.last = records[records.length - 1];
        this.cameAt = Date.now();
        this.line.hidden = true;
        if (news) {
            this.unsaid += records.length;
            this.announce();
        }
    };

    Status.prototype.announce = function () {
        var wait = this.saidAt + SAY_EVERY - Date.now();
        if (this.unsaid === 0 || this.waiting || this.isAloud()) {
            return;
        }
        if (wait > 0) {
            this.waiting = window.setTimeout(function () { this.waiting = 0; this.announce(); }.bind(this), wait);
            return;
        }
        this.saidAt = Date.now();
        this.said.textContent = this.texts.news.replace("{0}", this.unsaid)
            .replace("{1}", this.last.text.slice(0, 120).replace(/\u001b\[[0-9;]*[A-Za-z]/g, ""));
        this.unsaid = 0;
    };

    Status.prototype.isAloud = function () {
        return this.term.getAttribute("aria-live") === "polite";
    };

    /* Each new line is read as it comes. */
    Status.prototype.aloud = function (on) {
        this.term.setAttribute("aria-live", on ? "polite" : "off");
        this.button.setAttribute("aria-pressed", String(on));
        window.localStorage.setItem(ALOUD, on ? "1" : "0");
    };

    Status.prototype.beat = function (beats) {
        this.beats = beats;
        this.beatsAt = Date.now();
        this.show();
    };

    Status.prototype.tick = function () {
        var over = document.querySelector("[data-run-over]") !== null;
        var quiet = this.last !== null && !over && Date.now() - this.cameAt > QUIET_AFTER;
        if (!quiet) {
            this.line.hidden = true;
            return;
        }
        if (Date.now() - this.askedAt >= ASK_EVERY && !document.hidden) {
            this.askedAt = Date.now();
            this.ask({ op: "beat" });
        }
        this.show();
    };

    Status.prototype.show = function () {
        if (this.last === null || Date.now() - this.cameAt <= QUIET_AFTER) {
            return;
        }
        var since = Math.max(0, Math.round((Date.now() - this.beatsAt) / 1000));
        var texts = this.texts;
        var words = [texts.quiet.replace("{0}", ostlerRows.time(this.last.at))].concat(this.beats.map(function (beat) {
            return texts.beat.replace("{0}", beat.host).replace("{1}", beat.seconds + since);
        }));
        this.line.hidden = false;
        this.line.lastElementChild.textContent = words.join(document.documentElement.lang === "zh-CN" ? "" : " ");
    };

    return { of: function (card, texts, ask) { return new Status(card, texts, ask); } };
})();
