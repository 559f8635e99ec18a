/* The rows of a transcript: a record becomes a row, a part of a line goes on in the row where the last one stopped, a
   step's first line gets a heading that folds. Knows nothing of sockets and scrolling. */
var ostlerRows = (function () {
    "use strict";
    /* Longer lines go on in a row of their own: a browser lays one out that long, and no longer, without a pause. */
    var LONGEST_ROW = 65536;
    var CLASSES = { OUT: "", ERR: "err", COMMAND: "cmd", NOTE: "says" };

    function two(number) {
        return (number < 10 ? "0" : "") + number;
    }

    function time(at) {
        var date = new Date(at);
        return two(date.getHours()) + ":" + two(date.getMinutes()) + ":" + two(date.getSeconds());
    }

    function cell(row, kind) {
        var span = document.createElement("span");
        span.className = kind;
        row.appendChild(span);
        return span;
    }

    function source(record) {
        return record.host + "|" + record.stream + "|" + record.step;
    }

    function group(record) {
        return record.host + "|" + record.step;
    }

    /* A carriage return writes over what was there. */
    function extend(row, record) {
        var raw = row.ostler.raw;
        var over = record.text.charAt(0) === "\r" || raw.charAt(raw.length - 1) === "\r";
        var text = record.text.replace(/^\r/, "");
        row.ostler.raw = over && text.replace(/\r$/, "") !== "" ? text : raw + text;
        row.ostler.open = !record.endsLine;
        ostlerAnsi.render(row.ostler.target, row.ostler.raw.replace(/\r$/, ""));
    }

    /* titles: of steps by id; folded: groups that a person folded; alone: only one host's lines are shown */
    function Rows(titles) {
        this.titles = titles;
        this.reset(false);
    }

    Rows.prototype.reset = function (alone) {
        this.alone = alone;
        this.folded = {};
    };

    Rows.prototype.heading = function (record) {
        var row = document.createElement("div");
        var key = group(record);
        row.className = "mark";
        row.ostler = { n: record.number, group: key, mark: true };
        cell(row, "n");
        cell(row, "tm").textContent = time(record.at);
        var button = document.createElement("button");
        button.type = "button";
        button.setAttribute("data-group", key);
        button.setAttribute("aria-expanded", String(!this.folded[key]));
        button.textContent = (this.folded[key] ? "▸ " : "▾ ") + (record.host ? record.host + " · " : "")
            + (this.titles[record.step.replace(/@.*/, "")] || record.step);
        cell(row, "").appendChild(button);
        return row;
    };

    Rows.prototype.line = function (record) {
        var row = document.createElement("div");
        row.ostler = { n: record.number, group: group(record), raw: "", open: false };
        row.id = "L" + record.number;
        row.className = CLASSES[record.stream] || "";
        if (this.folded[row.ostler.group]) {
            row.classList.add("folded");
        }
        cell(row, "n").textContent = record.number;
        cell(row, "tm").textContent = time(record.at);
        var text = cell(row, "");
        text.dir = "ltr";
        if (!this.alone && record.host) {
            cell(text, "who").textContent = record.host;
        }
        if (record.stream === "COMMAND") {
            cell(text, "tD").textContent = "$ ";
        }
        row.ostler.target = cell(text, "tx");
        return row;
    };

    /* before: what the rows above ended with, from fresh(); it is brought up to date */
    Rows.prototype.build = function (records, before) {
        var fragment = document.createDocumentFragment();
        var self = this;
        records.forEach(function (record) {
            var row = before.open[source(record)];
            if (!row || row.ostler.raw.length > LONGEST_ROW) {
                if (record.step && before.step[record.host] !== record.step && before.last !== record.step) {
                    before.step[record.host] = record.step;
                    before.last = record.step;
                    fragment.appendChild(self.heading(record));
                }
                row = self.line(record);
                fragment.appendChild(row);
            }
            extend(row, record);
            if (record.endsLine) {
                delete before.open[source(record)];
            } else {
                before.open[source(record)] = row;
            }
        });
        return fragment;
    };

    Rows.prototype.fold = function (button, rows) {
        var key = button.getAttribute("data-group");
        var folded = this.folded[key] = !this.folded[key];
        button.setAttribute("aria-expanded", String(!folded));
        button.textContent = (folded ? "▸" : "▾") + button.textContent.slice(1);
        Array.prototype.forEach.call(rows, function (row) {
            if (!row.ostler.mark && row.ostler.group === key) {
                row.classList.toggle("folded", folded);
            }
        });
    };

    function nearest(term, number) {
        return Array.prototype.find.call(term.children, function (row) { return !row.ostler.mark && row.ostler.n >= number; });
    }

    /* The one row that is looked at. */
    function mark(term, row) {
        Array.prototype.forEach.call(term.querySelectorAll(".at"), function (other) { other.classList.remove("at"); });
        row.classList.remove("folded");
        row.classList.add("at");
        row.scrollIntoView({ block: "center" });
    }

    return {
        nearest: nearest,
        mark: mark,
        of: function (titles) { return new Rows(titles); },
        fresh: function () { return { open: {}, step: {}, last: "" }; },
        time: time
    };
})();
