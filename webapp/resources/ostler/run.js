/* The run page: carries what a button of a replaced fragment means to the one remote command, opens and closes the
   dialog, and keeps folded what a person folded. */
var ostlerRun = (function () {
    "use strict";
    var folds = {};
    var busy = false;

    function restoreFolds() {
        document.querySelectorAll("details[data-fold]").forEach(function (fold) {
            var key = fold.getAttribute("data-fold");
            var open = key in folds ? folds[key] : fold.getAttribute("data-open") === "true";
            if (fold.open !== open) {
                fold.open = open;
            }
        });
    }

    function press(button) {
        if (busy) {
            return;
        }
        busy = true;
        button.setAttribute("aria-busy", "true");
        window.setTimeout(function () { busy = false; }, 8000);
        window.ostlerAct(["do", "step", "version", "mend"].map(function (name) {
            return { name: name, value: button.getAttribute("data-" + name) || "" };
        }));
    }

    function dialog() {
        return document.getElementById("answer");
    }

    function acted(args) {
        busy = false;
        restoreFolds();
        if (args && args.ask && !dialog().open) {
            dialog().showModal();
        }
    }

    function answered(args) {
        restoreFolds();
        if (args && args.answered) {
            dialog().close();
        }
    }

    /* The host counts by itself; this only shows it. */
    function count() {
        document.querySelectorAll("[data-countdown]").forEach(function (place) {
            var left = Math.round((Date.parse(place.getAttribute("data-countdown")) - Date.now()) / 1000);
            var text = left > 0
                ? Math.floor(left / 60) + ":" + ("0" + left % 60).slice(-2)
                : place.getAttribute("data-over");
            if (place.textContent !== text) {
                place.textContent = text;
            }
        });
    }

    document.addEventListener("click", function (event) {
        var button = event.target.closest("button[data-do]");
        var summary = event.target.closest("details[data-fold] > summary");
        var step = event.target.closest("a[data-to-step]");
        if (button) {
            press(button);
        } else if (event.target.closest("[data-close]")) {
            dialog().close();
        } else if (summary) {
            folds[summary.parentNode.getAttribute("data-fold")] = !summary.parentNode.open;
        } else if (step && window.ostlerTranscript) {
            event.preventDefault();
            window.ostlerTranscript.toStep(step.getAttribute("data-to-step"));
        }
    });
    document.addEventListener("DOMContentLoaded", function () {
        restoreFolds();
        count();
        window.setInterval(count, 500);
        var steps = document.getElementById("runSteps");
        if (steps) {
            new MutationObserver(restoreFolds).observe(steps.parentNode, { childList: true, subtree: true });
        }
        /* The cards are replaced while one looks: their raw time must not be seen between two seconds. */
        var cards = document.getElementById("runCards");
        if (cards) {
            new MutationObserver(count).observe(cards.parentNode, { childList: true, subtree: true });
        }
    });
    return { acted: acted, answered: answered };
})();
