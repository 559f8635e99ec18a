/* Runs in the head before any style sheet, so that no page flashes in the wrong colours. What a signed-in person
   chooses is told to the server and follows them; cookies keep it for this browser's sign-in page, the time zone for
   whoever has chosen none, and the form of diffs, which depends on the screen. */
var ostlerTheme = (function () {
    "use strict";
    var system = window.matchMedia("(prefers-color-scheme: dark)");
    var root = document.documentElement;
    var reloading = false;

    function remember(name, value) {
        var secure = location.protocol === "https:" ? "; Secure" : "";
        document.cookie = name + "=" + encodeURIComponent(value) + "; Path=/; Max-Age=31536000; SameSite=Lax" + secure;
    }

    /* Only pages of a signed-in person have osPrefer. */
    function tell(name, value) {
        var known = typeof window.osPrefer === "function";
        if (known) {
            window.osPrefer([{ name: name, value: value }]);
        }
        return known;
    }

    function told() {
        if (reloading) {
            location.reload();
        }
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
        tell("theme", choice);
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
            reloading = true;
            if (!tell("language", language.getAttribute("data-set-language"))) {
                told();
            }
        }
    });
    return { choose: choose, toggle: toggle, remember: remember, told: told };
})();
