/* Runs in the head before any style sheet, so that no page flashes in the wrong colours. Language, theme, time
   zone and the form of diffs are this browser's own and live in cookies; a switch of theme needs no round trip. */
var ostlerTheme = (function () {
    "use strict";
    var system = window.matchMedia("(prefers-color-scheme: dark)");
    var root = document.documentElement;

    function remember(name, value) {
        var secure = location.protocol === "https:" ? "; Secure" : "";
        document.cookie = name + "=" + encodeURIComponent(value) + "; Path=/; Max-Age=31536000; SameSite=Lax" + secure;
    }

    function apply() {
        var choice = root.getAttribute("data-theme-choice");
        var dark = choice === "dark" || (choice !== "light" && system.matches);
        root.setAttribute("data-theme", dark ? "dark" : "light");
        document.querySelectorAll("button[data-set-theme]").forEach(function (button) {
            button.setAttribute("aria-pressed", String(button.getAttribute("data-set-theme") === choice));
        });
    }

    function choose(choice) {
        root.setAttribute("data-theme-choice", choice);
        remember("ostler-theme", choice);
        apply();
    }

    function toggle() {
        choose(root.getAttribute("data-theme") === "dark" ? "light" : "dark");
    }

    apply();
    system.addEventListener("change", apply);
    remember("ostler-time-zone", Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");
    document.addEventListener("DOMContentLoaded", apply);
    document.addEventListener("click", function (event) {
        var theme = event.target.closest("[data-set-theme]");
        var language = event.target.closest("[data-set-language]");
        if (theme) {
            choose(theme.getAttribute("data-set-theme"));
        } else if (event.target.closest("[data-toggle-theme]")) {
            toggle();
        } else if (language) {
            remember("ostler-language", language.getAttribute("data-set-language"));
            location.reload();
        }
    });
    return { choose: choose, toggle: toggle, remember: remember };
})();
