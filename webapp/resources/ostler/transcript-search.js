/* Searching a transcript: the server looks, hits are ticks at the right edge, one after the other is gone to. */
var ostlerTranscriptSearch = (function () {
    "use strict";
    /* More ticks than the edge has pixels say nothing. */
    var MOST_TICKS = 200;

    /* ask: sends a question to the server; go: shows a line; total: number of the last line */
    function Search(card, texts, ask, go, total) {
        var self = this;
        this.card = card;
        this.texts = texts;
        this.go = go;
        this.total = total;
        this.ticks = card.querySelector(".ticks");
        this.told = card.querySelector("[data-hits]");
        this.reset();
        card.querySelector("[data-find]").addEventListener("submit", function (event) {
            event.preventDefault();
            var text = event.target.querySelector("input").value;
            if (self.hits.length > 0 && self.searched === text) {
                self.turn(1);
            } else {
                self.searched = text;
                ask({ op: "search", text: text });
            }
        });
    }

    Search.prototype.reset = function () {
        this.hits = [];
        this.hit = -1;
        this.searched = "";
        this.ticks.textContent = "";
        this.told.textContent = "";
    };

    Search.prototype.found = function (message) {
        this.hits = message.hits;
        this.ticks.textContent = "";
        var every = Math.max(1, Math.ceil(this.hits.length / MOST_TICKS));
        this.hits.forEach(function (number, index) {
            if (index % every === 0) {
                var tick = document.createElement("i");
                tick.style.top = number / Math.max(1, this.total()) * 100 + "%";
                this.ticks.appendChild(tick);
            }
        }, this);
        Array.prototype.forEach.call(this.card.querySelectorAll("[data-hit]"), function (button) {
            button.hidden = message.hits.length === 0;
        });
        this.hit = this.hits.length;
        if (this.hits.length > 0) {
            this.turn(-1);
        } else {
            this.told.textContent = message.text ? this.texts.noHits : "";
        }
    };

    Search.prototype.turn = function (by) {
        this.hit = (this.hit + by + this.hits.length) % this.hits.length;
        this.told.textContent = this.texts.hits.replace("{0}", this.hit + 1).replace("{1}", this.hits.length);
        this.go(this.hits[this.hit]);
    };

    /* The row of the next error after the one that is marked; after the last one the first again. */
    Search.prototype.nextError = function (term) {
        var errors = Array.prototype.slice.call(term.querySelectorAll(".err"));
        var current = term.querySelector(".at");
        var at = current ? errors.findIndex(function (row) { return row.ostler.n > current.ostler.n; }) : 0;
        return errors.length > 0 ? errors[Math.max(0, at)] : null;
    };

    return {
        of: function (card, texts, ask, go, total) { return new Search(card, texts, ask, go, total); }
    };
})();
