/* The line to the server over which a transcript comes: opens it again when it is lost, and carries one question at a
   time, as the server takes them; the latest of those that wait is asked next. */
var ostlerTranscriptLine = (function () {
    "use strict";
    /* The server beats every 20 s. Sooner, and a slow network looks dead; later, and a dead line looks quiet. */
    var DEAD_AFTER = 45000;
    /* An answer takes milliseconds; one that was lost must not keep the next question from being asked. */
    var ANSWERED_WITHIN = 5000;
    var SIGNED_OUT = 1008;

    /* told: opened(), received(message), changed() when it was opened or lost */
    function Line(run, told) {
        this.address = location.origin.replace(/^http/, "ws")
            + (document.documentElement.getAttribute("data-base") || "") + "/console/runs/" + run;
        this.told = told;
        this.socket = null;
        this.signedOut = false;
        this.tries = 0;
        this.answeredBy = 0;
        this.next = null;
        window.setInterval(this.look.bind(this), ANSWERED_WITHIN);
    }

    Line.prototype.isOpen = function () {
        return this.socket !== null && this.socket.readyState === 1;
    };

    /* place: "tail=n" or "after=n"; again: gives the place when the line was lost */
    Line.prototype.connect = function (host, place, again) {
        var self = this;
        var socket = new WebSocket(this.address + "?" + place + "&host=" + encodeURIComponent(host)
            + "&lang=" + encodeURIComponent(document.documentElement.lang || "en"));
        if (this.socket) {
            this.socket.onclose = null;
            this.socket.close();
        }
        this.socket = socket;
        this.answeredBy = 0;
        this.next = null;
        this.heard = Date.now();
        socket.onopen = function () {
            self.tries = 0;
            self.told.opened();
        };
        socket.onmessage = function (event) {
            if (self.socket === socket) {
                self.received(JSON.parse(event.data));
            }
        };
        socket.onclose = function (event) {
            self.signedOut = event.code === SIGNED_OUT;
            self.told.changed();
            if (!self.signedOut) {
                self.tries++;
                window.setTimeout(function () {
                    if (self.socket === socket) {
                        self.connect(host, again(), again);
                    }
                }, Math.min(10000, 300 * Math.pow(2, self.tries)));
            }
        };
    };

    Line.prototype.received = function (message) {
        this.heard = Date.now();
        this.told.received(message);
        if (message.op) {
            this.answeredBy = 0;
            this.askNext();
        }
    };

    Line.prototype.ask = function (question) {
        this.next = question;
        this.askNext();
    };

    Line.prototype.askNext = function () {
        if (this.next !== null && this.isOpen() && Date.now() > this.answeredBy) {
            this.answeredBy = Date.now() + ANSWERED_WITHIN;
            this.socket.send(JSON.stringify(this.next));
            this.next = null;
        }
    };

    Line.prototype.isAsking = function () {
        return this.next !== null || Date.now() <= this.answeredBy;
    };

    /* Whether the answer that comes next is not yet that to the latest question. */
    Line.prototype.isQueued = function () {
        return this.next !== null;
    };

    Line.prototype.look = function () {
        if (this.isOpen() && Date.now() - this.heard > DEAD_AFTER) {
            this.socket.close();
        }
        this.askNext();
    };

    return { of: function (run, told) { return new Line(run, told); } };
})();
