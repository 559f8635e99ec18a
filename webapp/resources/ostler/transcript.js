/* A run's transcript: a window of at most 2,000 rows onto any number of lines. The server stores and numbers; this asks
   "after n" and so misses nothing. Tail first; scrolling up lets go of the tail, "f" or End takes it again. */
window.addEventListener("DOMContentLoaded", function () {
    "use strict";
    var card = document.getElementById("transcript");
    if (!card) {
        return;
    }
    var MOST_ROWS = 2000;
    var CHUNK = 500;
    var term = card.querySelector(".term");
    var newer = card.querySelector(".newer");
    var follow = card.querySelector("[data-follow]");
    var texts = JSON.parse(card.getAttribute("data-texts"));
    var rows = ostlerRows.of(JSON.parse(card.getAttribute("data-steps")));
    var line = ostlerTranscriptLine.of(card.getAttribute("data-run"), { opened: opened, received: received, changed: count });
    var ask = line.ask.bind(line);
    var status = ostlerTranscriptStatus.of(card, texts, function (question) {
        if (!line.isAsking()) {
            ask(question);
        }
    });
    var search = ostlerTranscriptSearch.of(card, texts, ask, go, function () { return state.total; });
    var tail = ostlerRows.fresh();
    var linked = true;
    var state;

    function say(key, value) { return texts[key].replace("{0}", value === undefined ? "" : value.toLocaleString()); }

    function fresh(host) {
        return { host: host, last: 0, total: 0, first: 0, shown: 0, pinned: true, atEnd: true, unseen: 0, wanted: 0, way: 0 };
    }

    /* the window */
    function bounds() {
        var first = term.firstElementChild;
        state.first = first ? first.ostler.n : 0;
    }

    function trimTop() {
        while (term.childElementCount > MOST_ROWS) {
            term.removeChild(term.firstElementChild);
        }
        bounds();
    }

    function trimBottom() {
        while (term.childElementCount > MOST_ROWS) {
            term.removeChild(term.lastElementChild);
            state.atEnd = false;
        }
        bounds();
    }

    function append(records) {
        if (records.length === 0) {
            return;
        }
        term.appendChild(rows.build(records, tail));
        state.shown = records[records.length - 1].number;
        if (state.pinned) {
            trimTop();
            term.scrollTop = term.scrollHeight;
        } else if (term.childElementCount > MOST_ROWS * 2) {
            state.atEnd = false;
            trimBottom();
        }
        bounds();
    }

    function prepend(records) {
        if (records.length === 0) {
            return;
        }
        var height = term.scrollHeight;
        var top = term.scrollTop;
        term.insertBefore(rows.build(records, ostlerRows.fresh()), term.firstChild);
        term.scrollTop = top + term.scrollHeight - height;
        trimBottom();
    }

    function replace(records) {
        term.textContent = "";
        tail = ostlerRows.fresh();
        state.atEnd = false;
        state.pinned = false;
        append(records);
        state.atEnd = records.length > 0 && state.shown >= state.total;
        bounds();
    }

    function count() {
        card.querySelector("[data-count]").textContent = line.signedOut ? say("signedOut")
            : line.isOpen() ? say("lines", state.total) : say("offline");
        follow.setAttribute("aria-pressed", String(state.pinned));
        newer.hidden = state.unseen === 0 || state.pinned;
        newer.firstElementChild.textContent = "↓ " + say("newer", state.unseen);
    }

    /* what the server says */
    var answers = {
        read: got,
        step: function (message) {
            if (message.hits.length > 0) {
                go(message.hits[0]);
            }
        },
        search: function (message) { search.found(message); },
        beat: function (message) { status.beat(message.beats); },
        unknown: function () {}
    };

    function received(message) {
        if (message.op) {
            answers[message.op](message);
        } else {
            news(message);
        }
        count();
    }

    function news(message) {
        var records = message.records.filter(function (record) { return record.number > state.last; });
        state.total = message.last;
        if (records.length === 0) {
            return;
        }
        status.came(records, state.last !== 0);
        state.last = records[records.length - 1].number;
        if (state.atEnd) {
            append(records);
        }
        if (!state.pinned) {
            state.unseen += records.length;
        }
    }

    function got(message) {
        if (state.wanted && !line.isQueued()) {
            replace(message.records);
            var row = document.getElementById("L" + state.wanted) || ostlerRows.nearest(term, state.wanted);
            state.wanted = 0;
            if (row) {
                ostlerRows.mark(term, row);
            }
        } else if (state.way < 0) {
            prepend(message.records);
        } else {
            term.appendChild(rows.build(message.records, tail));
            if (message.records.length > 0) {
                state.shown = message.records[message.records.length - 1].number;
            }
            state.atEnd = state.shown >= state.total || message.records.length === 0;
            trimTop();
        }
    }

    function read(from, way) {
        if (!line.isAsking()) {
            state.way = way;
            ask({ op: "read", from: from, limit: CHUNK });
        }
    }

    /* going somewhere */
    function go(number) {
        var row = document.getElementById("L" + number);
        state.pinned = false;
        if (row) {
            ostlerRows.mark(term, row);
            count();
        } else {
            state.wanted = number;
            ask({ op: "read", from: Math.max(1, number - CHUNK / 2), limit: CHUNK });
        }
    }

    function toEnd() {
        state.unseen = 0;
        if (state.atEnd) {
            state.pinned = true;
            trimTop();
            term.scrollTop = term.scrollHeight;
            count();
        } else {
            connect(state.host);
        }
    }

    function toHash() {
        var wanted = /^#L(\d+)$/.exec(location.hash);
        if (wanted) {
            go(Number(wanted[1]));
        }
    }

    function toError() {
        var row = search.nextError(term);
        if (row) {
            state.pinned = false;
            ostlerRows.mark(term, row);
            count();
        }
    }

    /* From the tail; when the line is lost, from where it broke off. */
    function connect(host) {
        state = fresh(host);
        term.textContent = "";
        tail = ostlerRows.fresh();
        rows.reset(host !== "");
        status.reset();
        search.reset();
        line.connect(host, "tail=" + CHUNK, function () { return "after=" + state.last; });
    }

    function opened() {
        if (linked) {
            linked = false;
            toHash();
        }
        count();
    }

    /* what a person does */
    function choose(host) {
        Array.prototype.forEach.call(card.querySelectorAll("button[data-host]"), function (button) {
            button.setAttribute("aria-pressed", String(button === host));
        });
        connect(host.getAttribute("data-host"));
    }

    function followOrLetGo() {
        if (state.pinned) {
            state.pinned = false;
            count();
        } else {
            toEnd();
        }
    }

    var deeds = [
        ["button[data-host]", choose],
        ["button[data-group]", function (button) { rows.fold(button, term.children); }],
        ["[data-hit]", function (button) { search.turn(Number(button.getAttribute("data-hit"))); }],
        ["[data-follow], .newer", followOrLetGo],
        ["[data-wrap]", function (button) {
            button.setAttribute("aria-pressed", String(!term.classList.toggle("nowrap")));
        }],
        ["[data-aloud]", function () { status.aloud(!status.isAloud()); }],
        ["[data-error]", toError],
        [".term div:not(.mark) > .n", function (number) {
            history.replaceState(null, "", "#L" + number.parentNode.ostler.n);
            ostlerRows.mark(term, number.parentNode);
        }]
    ];

    card.addEventListener("change", function (event) {
        if (event.target.matches("select[data-hosts]")) {
            connect(event.target.value);
        }
    });
    card.addEventListener("click", function (event) {
        deeds.some(function (deed) {
            var what = event.target.closest(deed[0]);
            if (what) {
                deed[1](what);
            }
            return Boolean(what);
        });
    });
    var lastTop = 0;
    term.addEventListener("scroll", function () {
        var fromBottom = term.scrollHeight - term.scrollTop - term.clientHeight;
        var up = term.scrollTop < lastTop - 2;
        lastTop = term.scrollTop;
        if (up && fromBottom > 40 && state.pinned) {
            state.pinned = false;
            count();
        }
        if (!state.pinned && term.scrollTop < 200 && state.first > 1) {
            read(Math.max(1, state.first - CHUNK), -1);
        } else if (!state.pinned && fromBottom < 200 && !state.atEnd) {
            read(state.shown + 1, 1);
        } else if (!state.pinned && fromBottom < 4 && state.atEnd && !up) {
            toEnd();
        }
    });
    term.addEventListener("keydown", function (event) {
        if (event.key === "End") {
            event.preventDefault();
            toEnd();
        }
    });
    window.addEventListener("hashchange", toHash);
    window.ostlerTranscript = {
        toStep: function (step) {
            card.scrollIntoView({ block: "nearest" });
            ask({ op: "step", text: step });
        }
    };
    connect("");
});
