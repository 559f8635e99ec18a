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
    var LONGEST_ROW = 65536;
    var term = card.querySelector(".term");
    var newer = card.querySelector(".newer");
    var ticks = card.querySelector(".ticks");
    var follow = card.querySelector("[data-follow]");
    var steps = JSON.parse(card.getAttribute("data-steps"));
    var texts = JSON.parse(card.getAttribute("data-texts"));
    var run = card.getAttribute("data-run");
    var state;

    function say(key, value) {
        return texts[key].replace("{0}", value === undefined ? "" : value.toLocaleString());
    }

    function fresh(host) {
        return { host: host, socket: null, last: 0, total: 0, first: 0, shown: 0, pinned: true, atEnd: true, unseen: 0,
            asking: false, hits: [], hit: -1, wanted: 0, tries: 0, heard: Date.now(), said: 0, folded: {}, ended: false };
    }

    /* rows */
    function time(at) {
        var date = new Date(at);
        function two(number) { return (number < 10 ? "0" : "") + number; }
        return two(date.getHours()) + ":" + two(date.getMinutes()) + ":" + two(date.getSeconds());
    }

    function cell(row, kind) {
        var span = document.createElement("span");
        span.className = kind;
        row.appendChild(span);
        return span;
    }

    function key(record) {
        return record.host + "|" + record.stream + "|" + record.step;
    }

    function heading(record) {
        var row = document.createElement("div");
        var group = record.host + "|" + record.step;
        row.className = "mark";
        row.ostler = { n: record.number, group: group, mark: true };
        cell(row, "n");
        cell(row, "tm").textContent = time(record.at);
        var button = document.createElement("button");
        button.type = "button";
        button.setAttribute("data-group", group);
        button.setAttribute("aria-expanded", String(!state.folded[group]));
        button.textContent = (state.folded[group] ? "▸ " : "▾ ") + (record.host ? record.host + " · " : "") + (steps[record.step] || record.step);
        cell(row, "").appendChild(button);
        return row;
    }

    function line(record) {
        var row = document.createElement("div");
        row.ostler = { n: record.number, group: record.host + "|" + record.step, key: key(record), raw: "", open: false };
        row.id = "L" + record.number;
        row.className = { OUT: "", ERR: "err", COMMAND: "cmd", NOTE: "says" }[record.stream] || "";
        if (state.folded[row.ostler.group]) {
            row.classList.add("folded");
        }
        cell(row, "n").textContent = record.number;
        cell(row, "tm").textContent = time(record.at);
        var text = cell(row, "");
        text.dir = "ltr";
        if (!state.host && record.host) {
            cell(text, "who").textContent = record.host;
        }
        if (record.stream === "COMMAND") {
            cell(text, "tD").textContent = "$ ";
        }
        row.ostler.target = cell(text, "tx");
        return row;
    }

    /* A part goes on where the last one of its kind stopped; a carriage return writes over what was there. */
    function extend(row, record) {
        var raw = row.ostler.raw;
        var over = record.text.charAt(0) === "\r" || raw.charAt(raw.length - 1) === "\r";
        var text = record.text.replace(/^\r/, "");
        row.ostler.raw = over && text.replace(/\r$/, "") !== "" ? text : raw + text;
        row.ostler.open = !record.endsLine;
        ostlerAnsi.render(row.ostler.target, row.ostler.raw.replace(/\r$/, ""));
    }

    function build(records, before) {
        var fragment = document.createDocumentFragment();
        var open = before.open;
        records.forEach(function (record) {
            var row = open[key(record)];
            if (!row || row.ostler.raw.length > LONGEST_ROW) {
                if (record.step && before.step[record.host] !== record.step && before.last !== record.step) {
                    before.step[record.host] = record.step;
                    before.last = record.step;
                    fragment.appendChild(heading(record));
                }
                row = line(record);
                fragment.appendChild(row);
            }
            extend(row, record);
            if (record.endsLine) {
                delete open[key(record)];
            } else {
                open[key(record)] = row;
            }
        });
        return fragment;
    }

    var tail = { open: {}, step: {} };

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

    function bounds() {
        var first = term.firstElementChild;
        state.first = first ? first.ostler.n : 0;
    }

    function append(records) {
        if (records.length === 0) {
            return;
        }
        term.appendChild(build(records, tail));
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
        term.insertBefore(build(records, { open: {}, step: {} }), term.firstChild);
        term.scrollTop = top + term.scrollHeight - height;
        trimBottom();
    }

    function replace(records) {
        term.textContent = "";
        tail = { open: {}, step: {} };
        state.atEnd = false;
        state.pinned = false;
        append(records);
        state.atEnd = records.length > 0 && state.shown >= state.total;
        bounds();
    }

    /* what is around it */
    function count() {
        card.querySelector("[data-count]").textContent = state.ended ? say("signedOut")
            : state.socket && state.socket.readyState === 1 ? say("lines", state.total) : say("offline");
        follow.setAttribute("aria-pressed", String(state.pinned));
        newer.hidden = state.unseen === 0 || state.pinned;
        newer.firstElementChild.textContent = "↓ " + say("newer", state.unseen);
    }

    function announce(records) {
        var last = records[records.length - 1];
        if (last && Date.now() - state.said > 10000) {
            state.said = Date.now();
            card.querySelector("[data-said]").textContent = say("newer", records.length) + ": " + last.text.slice(0, 120).replace(/\u001b\[[0-9;]*[A-Za-z]/g, "");
        }
    }

    function received(message) {
        state.heard = Date.now();
        if (message.op === "read") {
            state.asking = false;
            got(message);
        } else if (message.op === "step") {
            state.asking = false;
            if (message.hits.length > 0) {
                go(message.hits[0]);
            }
        } else if (message.op === "search") {
            found(message);
        } else if (message.records) {
            var records = message.records.filter(function (record) { return record.number > state.last; });
            state.total = message.last;
            if (records.length > 0) {
                var first = state.last === 0;
                state.last = records[records.length - 1].number;
                if (state.atEnd) {
                    append(records);
                }
                if (!state.pinned) {
                    state.unseen += records.length;
                }
                if (!first) {
                    announce(records);
                }
            }
        }
        count();
    }

    function got(message) {
        if (state.wanted) {
            replace(message.records);
            var row = document.getElementById("L" + state.wanted) || nearest(state.wanted);
            state.wanted = 0;
            if (row) {
                mark(row);
            }
        } else if (state.way < 0) {
            prepend(message.records);
        } else {
            term.appendChild(build(message.records, tail));
            if (message.records.length > 0) {
                state.shown = message.records[message.records.length - 1].number;
            }
            state.atEnd = state.shown >= state.total || message.records.length === 0;
            trimTop();
        }
    }

    function ask(question) {
        if (!state.asking && state.socket && state.socket.readyState === 1) {
            state.asking = true;
            state.socket.send(JSON.stringify(question));
            window.setTimeout(function () { state.asking = false; }, 5000);
        }
    }

    function read(from, way) {
        state.way = way;
        ask({ op: "read", from: from, limit: CHUNK });
    }

    function nearest(number) {
        return Array.prototype.find.call(term.children, function (row) { return !row.ostler.mark && row.ostler.n >= number; });
    }

    function mark(row) {
        Array.prototype.forEach.call(term.querySelectorAll(".at"), function (other) { other.classList.remove("at"); });
        row.classList.remove("folded");
        row.classList.add("at");
        row.scrollIntoView({ block: "center" });
    }

    function go(number) {
        var row = document.getElementById("L" + number);
        state.pinned = false;
        if (row) {
            mark(row);
            count();
        } else {
            state.wanted = number;
            read(Math.max(1, number - CHUNK / 2), 0);
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
            connect(state.host, true);
        }
    }

    /* search */
    function found(message) {
        state.asking = false;
        state.hits = message.hits;
        ticks.textContent = "";
        var every = Math.max(1, Math.ceil(state.hits.length / 200));
        state.hits.forEach(function (number, index) {
            if (index % every === 0) {
                var tick = document.createElement("i");
                tick.style.top = number / Math.max(1, state.total) * 100 + "%";
                ticks.appendChild(tick);
            }
        });
        Array.prototype.forEach.call(card.querySelectorAll("[data-hit]"), function (button) { button.hidden = state.hits.length === 0; });
        state.hit = state.hits.length;
        if (state.hits.length > 0) {
            turn(-1);
        } else {
            card.querySelector("[data-hits]").textContent = message.text ? say("noHits") : "";
        }
    }

    function turn(by) {
        state.hit = (state.hit + by + state.hits.length) % state.hits.length;
        card.querySelector("[data-hits]").textContent = texts.hits.replace("{0}", state.hit + 1).replace("{1}", state.hits.length);
        go(state.hits[state.hit]);
    }

    function nextError() {
        var rows = Array.prototype.slice.call(term.querySelectorAll(".err"));
        var current = term.querySelector(".at");
        var at = current ? rows.findIndex(function (row) { return row.ostler.n > current.ostler.n; }) : 0;
        if (rows.length > 0) {
            state.pinned = false;
            mark(rows[Math.max(0, at)]);
            count();
        }
    }

    /* the line to the server */
    function connect(host, fromTail) {
        var before = state;
        if (before && before.socket) {
            before.socket.onclose = null;
            before.socket.close();
        }
        if (fromTail) {
            state = fresh(host);
            term.textContent = "";
            tail = { open: {}, step: {} };
        }
        var base = location.origin.replace(/^http/, "ws") + (document.documentElement.getAttribute("data-base") || "");
        var place = fromTail ? "tail=" + CHUNK : "after=" + state.last;
        var socket = new WebSocket(base + "/console/runs/" + run + "?" + place + "&host=" + encodeURIComponent(host));
        state.socket = socket;
        socket.onopen = function () {
            state.tries = 0;
            var wanted = /^#L(\d+)$/.exec(location.hash);
            if (wanted && fromTail && !before) {
                go(Number(wanted[1]));
            }
            count();
        };
        socket.onmessage = function (event) {
            if (state.socket === socket) {
                received(JSON.parse(event.data));
            }
        };
        socket.onclose = function (event) {
            state.asking = false;
            state.ended = event.code === 1008;
            count();
            if (!state.ended) {
                state.tries++;
                window.setTimeout(function () {
                    if (state.socket === socket) {
                        connect(state.host, false);
                    }
                }, Math.min(10000, 300 * Math.pow(2, state.tries)));
            }
        };
    }

    function fold(button) {
        var group = button.getAttribute("data-group");
        state.folded[group] = !state.folded[group];
        button.setAttribute("aria-expanded", String(!state.folded[group]));
        button.textContent = (state.folded[group] ? "▸" : "▾") + button.textContent.slice(1);
        Array.prototype.forEach.call(term.children, function (row) {
            if (!row.ostler.mark && row.ostler.group === group) {
                row.classList.toggle("folded", state.folded[group]);
            }
        });
    }

    card.addEventListener("click", function (event) {
        var host = event.target.closest("button[data-host]");
        var group = event.target.closest("button[data-group]");
        var hit = event.target.closest("[data-hit]");
        if (host) {
            Array.prototype.forEach.call(card.querySelectorAll("button[data-host]"), function (button) {
                button.setAttribute("aria-pressed", String(button === host));
            });
            connect(host.getAttribute("data-host"), true);
        } else if (group) {
            fold(group);
        } else if (hit) {
            turn(Number(hit.getAttribute("data-hit")));
        } else if (event.target.closest("[data-follow]") || event.target.closest(".newer")) {
            if (state.pinned) {
                state.pinned = false;
                count();
            } else {
                toEnd();
            }
        } else if (event.target.closest("[data-wrap]")) {
            var wrap = card.querySelector("[data-wrap]");
            var on = term.classList.toggle("nowrap");
            wrap.setAttribute("aria-pressed", String(!on));
        } else if (event.target.matches(".term .n") && !event.target.parentNode.ostler.mark) {
            history.replaceState(null, "", "#L" + event.target.parentNode.ostler.n);
            mark(event.target.parentNode);
        } else if (event.target.closest("[data-error]")) {
            nextError();
        }
    });
    card.querySelector("[data-find]").addEventListener("submit", function (event) {
        event.preventDefault();
        var text = event.target.querySelector("input").value;
        if (state.hits.length > 0 && state.searched === text) {
            turn(1);
        } else {
            state.searched = text;
            ask({ op: "search", text: text });
        }
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
    window.addEventListener("hashchange", function () {
        var wanted = /^#L(\d+)$/.exec(location.hash);
        if (wanted) {
            go(Number(wanted[1]));
        }
    });
    window.setInterval(function () {
        if (state.socket && state.socket.readyState === 1 && Date.now() - state.heard > 45000) {
            state.socket.close();
        }
    }, 5000);
    window.ostlerTranscript = {
        toStep: function (step) {
            card.scrollIntoView({ block: "nearest" });
            ask({ op: "step", text: step });
        }
    };
    connect("", true);
});
