/* The one button of a page that is made to be printed. */
document.addEventListener("click", function (event) {
    "use strict";
    if (event.target.closest("[data-print]")) {
        window.print();
    }
});
