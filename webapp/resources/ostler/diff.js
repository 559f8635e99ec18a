/* Diffs side by side: built from the unified table that the server sends, only once somebody wants it, and remembered
   by this browser. Phones have no room for two columns and always show the unified one. */
(function () {
    "use strict";
    var root = document.documentElement;

    function cell(row, kind, source) {
        var made = source ? source.cloneNode(true) : document.createElement("td");
        made.className = (source ? source.className + " " : "") + kind;
        row.appendChild(made);
    }

    function side(row, source, number) {
        var kind = source ? source.className.split(" ")[0] : "gap";
        cell(row, kind, source && source.cells[number]);
        cell(row, kind, source && source.cells[3]);
    }

    function pair(body, left, right) {
        var row = document.createElement("tr");
        if ((left && left.classList.contains("first")) || (right && right.classList.contains("first"))) {
            row.classList.add("first");
        }
        side(row, left, 0);
        side(row, right, 1);
        body.appendChild(row);
    }

    function across(body, source) {
        var row = document.createElement("tr");
        row.className = "h";
        cell(row, "", null);
        cell(row, "", source.cells[3]);
        row.lastElementChild.colSpan = 3;
        body.appendChild(row);
    }

    function columns() {
        var group = document.createElement("colgroup");
        ["n", "", "n", ""].forEach(function (kind) {
            var column = document.createElement("col");
            column.className = kind;
            group.appendChild(column);
        });
        return group;
    }

    /* What was taken away stands beside what came in its place. */
    function build(unified) {
        var table = document.createElement("table");
        var body = document.createElement("tbody");
        var removed = [];
        var added = [];
        function flush() {
            for (var at = 0; at < Math.max(removed.length, added.length); at++) {
                pair(body, removed[at], added[at]);
            }
            removed = [];
            added = [];
        }
        table.className = "split";
        table.setAttribute("role", "presentation");
        Array.prototype.forEach.call(unified.rows, function (row) {
            var kind = row.className.split(" ")[0];
            if (kind === "d" && added.length === 0) {
                removed.push(row);
            } else if (kind === "a") {
                added.push(row);
            } else {
                flush();
                if (kind === "d") {
                    removed.push(row);
                } else if (kind === "h") {
                    across(body, row);
                } else {
                    pair(body, row, row);
                }
            }
        });
        flush();
        table.appendChild(columns());
        table.appendChild(body);
        return table;
    }

    function apply() {
        var split = root.getAttribute("data-diff") === "split";
        document.querySelectorAll("[data-set-diff]").forEach(function (button) {
            button.setAttribute("aria-pressed", String((button.getAttribute("data-set-diff") === "split") === split));
        });
        if (split) {
            document.querySelectorAll(".diff > table.unified:only-of-type").forEach(function (unified) {
                unified.parentNode.appendChild(build(unified));
            });
        }
    }

    document.addEventListener("click", function (event) {
        var button = event.target.closest("[data-set-diff]");
        if (button) {
            root.setAttribute("data-diff", button.getAttribute("data-set-diff"));
            ostlerTheme.remember("ostler-diff", button.getAttribute("data-set-diff"));
            apply();
        }
    });
    document.addEventListener("DOMContentLoaded", function () {
        apply();
        new MutationObserver(apply).observe(document.getElementById("main"), { childList: true, subtree: true });
    });
})();
