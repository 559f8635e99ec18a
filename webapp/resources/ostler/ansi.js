/* Host output as text nodes: colours become classes of the page's own palette, everything else that a terminal would
   obey is dropped, and characters that change the direction of text are made visible. */
var ostlerAnsi = (function () {
    "use strict";
    var COLOURS = ["", "tR", "tG", "tY", "tB", "tM", "tC", ""];
    var ESCAPE = /\u001b(?:\[([0-9;:]*)([ -\/]*[@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[PX^_][^\u001b]*(?:\u001b\\)?|[ -\/]*[0-~]?)|\u009b([0-9;:]*)([@-~])/g;
    var BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
    var CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

    function nearest(red, green, blue) {
        var most = Math.max(red, green, blue);
        var least = Math.min(red, green, blue);
        if (most - least < 40) {
            return most > 90 && most < 190 ? "tD" : "";
        }
        var line = (most + least) / 2;
        var bits = (red > line ? 1 : 0) + (green > line ? 2 : 0) + (blue > line ? 4 : 0);
        return COLOURS[bits];
    }

    function indexed(number) {
        if (number < 16) {
            return number === 8 ? "tD" : COLOURS[number % 8];
        }
        if (number > 231) {
            return number < 250 ? "tD" : "";
        }
        var cube = number - 16;
        return nearest(Math.floor(cube / 36) * 51, Math.floor(cube / 6) % 6 * 51, cube % 6 * 51);
    }

    function apply(style, parameters) {
        var codes = parameters === "" ? [0] : parameters.split(/[;:]/).map(Number);
        for (var i = 0; i < codes.length; i++) {
            var code = codes[i];
            if (code === 0) {
                style = { colour: "", bold: false, dim: false, line: false, inverse: false };
            } else if (code === 1) {
                style.bold = true;
            } else if (code === 2) {
                style.dim = true;
            } else if (code === 4) {
                style.line = true;
            } else if (code === 7) {
                style.inverse = true;
            } else if (code === 22) {
                style.bold = style.dim = false;
            } else if (code === 24) {
                style.line = false;
            } else if (code === 27) {
                style.inverse = false;
            } else if (code >= 30 && code <= 37) {
                style.colour = COLOURS[code - 30];
            } else if (code === 39) {
                style.colour = "";
            } else if (code >= 90 && code <= 97) {
                style.colour = code === 90 ? "tD" : COLOURS[code - 90];
                style.bold = code !== 90;
            } else if (code === 38 || code === 48) {
                var five = codes[i + 1] === 5;
                var colour = five ? indexed(codes[i + 2] || 0) : nearest(codes[i + 2] || 0, codes[i + 3] || 0, codes[i + 4] || 0);
                if (code === 38) {
                    style.colour = colour;
                }
                i += five ? 2 : 4;
            }
        }
        return style;
    }

    function clean(text) {
        return text.replace(BIDI, function (character) {
            return "\u27e8U+" + character.charCodeAt(0).toString(16).toUpperCase() + "\u27e9";
        }).replace(CONTROL, "");
    }

    function piece(target, text, style) {
        var shown = clean(text);
        if (shown === "") {
            return;
        }
        var classes = [style.dim && !style.colour ? "tD" : style.colour, style.line ? "tU" : "", style.inverse ? "tI" : ""]
            .filter(Boolean).join(" ");
        var node = document.createTextNode(shown);
        if (classes || style.bold) {
            var element = document.createElement(style.bold ? "b" : "span");
            element.className = classes;
            element.appendChild(node);
            target.appendChild(element);
        } else {
            target.appendChild(node);
        }
    }

    function render(target, text) {
        var style = { colour: "", bold: false, dim: false, line: false, inverse: false };
        var from = 0;
        var match;
        target.textContent = "";
        ESCAPE.lastIndex = 0;
        while ((match = ESCAPE.exec(text)) !== null) {
            piece(target, text.slice(from, match.index), style);
            from = ESCAPE.lastIndex;
            if (match[2] === "m" || match[4] === "m") {
                style = apply(style, match[1] || match[3] || "");
            }
            if (match[0] === "") {
                ESCAPE.lastIndex++;
            }
        }
        piece(target, text.slice(from), style);
    }

    return { render: render };
})();
