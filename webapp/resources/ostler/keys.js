/* Keyboard: "/" search, "g" then a letter goes to a page, j k move through rows, Enter opens, "." actions of the row,
   [ ] hosts of a run, n N changes of a diff, t theme, ? the list of keys. Off while typing. No key changes a host.
   A page adds its own by data-key on a button or link. */
(function () {
    "use strict";
    var pages = { h: "index", i: "inventory", g: "guides", p: "plans", r: "runs", a: "audit", m: "manual", s: "settings" };
    var going = false;

    function all(selector) {
        return Array.prototype.filter.call(document.querySelectorAll(selector), function (element) {
            return element.offsetParent !== null;
        });
    }

    function step(selector, by) {
        var items = all(selector);
        if (items.length === 0) {
            return;
        }
        var at = items.findIndex(function (item) { return item === document.activeElement || item.contains(document.activeElement); });
        var next = items[at < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, at + by))];
        if (!next.hasAttribute("tabindex") && !next.matches("a[href], button")) {
            next.setAttribute("tabindex", "-1");
        }
        next.focus();
        next.scrollIntoView({ block: "nearest" });
    }

    function open() {
        var row = document.activeElement;
        var link = row && row.matches("tr, li") && row.querySelector("a[href]");
        if (link) {
            link.click();
        }
    }

    function actions() {
        var row = document.activeElement && document.activeElement.closest("tr, li");
        var first = row && row.querySelector("button");
        if (first) {
            first.focus();
        }
    }

    function own(key) {
        var button = all("[data-key]").find(function (item) { return item.getAttribute("data-key") === key; });
        if (button) {
            button.click();
        }
        return Boolean(button);
    }

    function help() {
        var sheet = document.getElementById("keys-help");
        if (sheet && sheet.showModal) {
            sheet.showModal();
        }
    }

    var keys = {
        "/": function () { var field = document.getElementById("search-field"); if (field) { field.focus(); field.select(); } },
        "?": help,
        t: function () { ostlerTheme.toggle(); },
        j: function () { step("main tbody > tr, main [data-rows] > li", 1); },
        k: function () { step("main tbody > tr, main [data-rows] > li", -1); },
        "]": function () { step("main [data-host-lane]", 1); },
        "[": function () { step("main [data-host-lane]", -1); },
        n: function () { step("main .diff tr.first", 1); },
        N: function () { step("main .diff tr.first", -1); },
        ".": actions,
        Enter: open
    };

    document.addEventListener("keydown", function (event) {
        var target = event.target;
        if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing
                || target.closest("input, textarea, select, [contenteditable], .xterm, [role=listbox], dialog[open]")) {
            return;
        }
        if (going) {
            going = false;
            if (pages[event.key]) {
                event.preventDefault();
                location.href = (document.documentElement.getAttribute("data-base") || "") + "/" + pages[event.key] + ".xhtml";
            }
            return;
        }
        if (event.key === "g") {
            going = true;
            window.setTimeout(function () { going = false; }, 1500);
        } else if (!own(event.key) && keys[event.key]) {
            if (event.key !== "Enter") {
                event.preventDefault();
            }
            keys[event.key]();
        }
    });
    document.addEventListener("click", function (event) {
        if (event.target.closest("[data-keys-help]")) {
            help();
        }
        document.querySelectorAll("details.menu[open]").forEach(function (menu) {
            if (!menu.contains(event.target)) {
                menu.removeAttribute("open");
            }
        });
    });
    document.addEventListener("keydown", function (event) {
        if (event.key === "Escape") {
            document.querySelectorAll("details.menu[open]").forEach(function (menu) {
                menu.removeAttribute("open");
                menu.querySelector("summary").focus();
            });
        }
    });
})();
