/* A terminal over a WebSocket: keys go as bytes, output comes as bytes, sizes and states as JSON text. The colours are
   the page's own, so it is light on a light page. */
var ostlerTerminal = (function () {
    "use strict";
    var card;
    var texts;
    var terminal;
    var fit;
    var socket;
    var said = "";
    var control = false;
    var typedAt = 0;
    var encoder = new TextEncoder();

    function token(name) {
        return getComputedStyle(document.documentElement).getPropertyValue("--os-" + name).trim();
    }

    function palette() {
        var colours = { background: token("term-bg"), foreground: token("term-fg"), cursor: token("term-fg"),
            cursorAccent: token("term-bg"), selectionBackground: token("select"), selectionForeground: token("term-fg"),
            black: token("term-dim"), white: token("term-fg"), brightBlack: token("term-dim"), brightWhite: token("term-fg") };
        ["red", "green", "yellow", "blue", "magenta", "cyan"].forEach(function (name) {
            colours[name] = token("t-" + name);
            colours["bright" + name.charAt(0).toUpperCase() + name.slice(1)] = token("t-" + name);
        });
        return colours;
    }

    function state(key, detail) {
        card.querySelector("[data-state]").textContent = texts[key] + (detail ? " " + detail : "");
    }

    function why(event) {
        var reason = event.reason || "";
        if (said) {
            return "ended.refused";
        }
        if (reason === "signed-out") {
            return "ended.signedOut";
        }
        if (reason === "no-pass") {
            return "ended.pass";
        }
        if (reason === "journal" || reason === "idle") {
            return "ended." + reason;
        }
        if (reason === "host:ended") {
            return "ended.host";
        }
        return reason === "left" ? "ended.left" : reason.indexOf("host:") === 0 ? "ended.refused" : "ended.lost";
    }

    function ended(event) {
        var refused = said;
        state(why(event), refused);
        said = "";
        if (terminal) {
            terminal.options.disableStdin = true;
            terminal.options.cursorBlink = false;
        }
        document.getElementById("console-open").hidden = false;
        card.querySelector("[data-end]").hidden = true;
        socket = null;
    }

    function send(data) {
        if (socket && socket.readyState === 1) {
            typedAt = Date.now();
            if (control && data.length === 1) {
                data = String.fromCharCode(data.toUpperCase().charCodeAt(0) & 31);
                press(false);
            }
            socket.send(encoder.encode(data));
        }
    }

    function press(on) {
        control = on;
        card.querySelector("[data-send=ctrl]").setAttribute("aria-pressed", String(on));
    }

    function size() {
        fit.fit();
        if (socket && socket.readyState === 1) {
            socket.send(JSON.stringify({ cols: terminal.cols, rows: terminal.rows }));
        }
    }

    function paste(event) {
        var text = event.clipboardData ? event.clipboardData.getData("text") : "";
        var lines = text.replace(/\r?\n$/, "").split(/\r?\n/).length;
        if (lines > 1) {
            var dialog = document.getElementById("paste");
            event.preventDefault();
            event.stopPropagation();
            dialog.querySelector("h2").textContent = texts.paste.replace("{0}", lines);
            dialog.querySelector("[data-paste-yes] span").textContent = texts["paste.yes"].replace("{0}", lines);
            dialog.querySelector("pre").textContent = text;
            dialog.showModal();
        }
    }

    function build() {
        terminal = new window.Terminal({ fontFamily: getComputedStyle(card.querySelector(".screen")).getPropertyValue("--os-mono") || "monospace",
            fontSize: 14, scrollback: 10000, theme: palette(), allowProposedApi: false, screenReaderMode: true,
            windowOptions: {}, linkHandler: { activate: function () {} } });
        fit = new window.FitAddon.FitAddon();
        terminal.loadAddon(fit);
        /* What a host may not do: set the clipboard (52) or make links (8). */
        [8, 52].forEach(function (code) { terminal.parser.registerOscHandler(code, function () { return true; }); });
        terminal.open(card.querySelector(".screen"));
        terminal.onData(send);
        terminal.onBinary(function (data) {
            if (socket && socket.readyState === 1) {
                socket.send(Uint8Array.from(data, function (character) { return character.charCodeAt(0); }));
            }
        });
        card.querySelector(".screen").addEventListener("paste", paste, true);
        new ResizeObserver(size).observe(card.querySelector(".screen"));
        new MutationObserver(function () { terminal.options.theme = palette(); })
            .observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    }

    function opened(args) {
        if (!args || !args.pass) {
            return;
        }
        card = document.getElementById("terminal");
        texts = JSON.parse(card.getAttribute("data-texts"));
        card.hidden = false;
        if (!terminal) {
            build();
        }
        terminal.reset();
        terminal.options.disableStdin = false;
        terminal.options.cursorBlink = true;
        fit.fit();
        document.getElementById("console-open").hidden = true;
        card.querySelector("[data-end]").hidden = false;
        state("state.connecting");
        var base = location.origin.replace(/^http/, "ws") + (document.documentElement.getAttribute("data-base") || "");
        socket = new WebSocket(base + "/console/terminals/" + card.getAttribute("data-endpoint") + "?pass=" + encodeURIComponent(args.pass)
            + "&cols=" + terminal.cols + "&rows=" + terminal.rows);
        socket.binaryType = "arraybuffer";
        socket.onmessage = function (event) {
            if (typeof event.data === "string") {
                var message = JSON.parse(event.data);
                if (message.state === "open") {
                    state("state.open");
                    terminal.focus();
                } else {
                    said = message.detail;
                }
            } else {
                terminal.write(new Uint8Array(event.data));
            }
        };
        socket.onclose = ended;
    }

    var keys = { esc: "\u001b", tab: "\t", up: "\u001b[A", down: "\u001b[B" };
    document.addEventListener("click", function (event) {
        var key = event.target.closest("[data-send]");
        var font = event.target.closest("[data-font]");
        if (key && key.getAttribute("data-send") === "ctrl") {
            press(!control);
            terminal.focus();
        } else if (key) {
            send(keys[key.getAttribute("data-send")]);
            terminal.focus();
        } else if (font) {
            terminal.options.fontSize = Math.max(9, Math.min(28, terminal.options.fontSize + Number(font.getAttribute("data-font"))));
            size();
        } else if (event.target.closest("[data-copy]")) {
            if (navigator.clipboard && terminal.hasSelection()) {
                navigator.clipboard.writeText(terminal.getSelection());
            }
        } else if (event.target.closest("[data-end]") && socket) {
            socket.close(1000, "left");
        } else if (event.target.closest("[data-paste-yes]")) {
            send(document.querySelector("#paste pre").textContent.replace(/\r?\n/g, "\r"));
            document.getElementById("paste").close();
            terminal.focus();
        } else if (event.target.closest("[data-paste-no]")) {
            document.getElementById("paste").close();
        }
    });
    /* Who types is there: the session of the pages must not end meanwhile. */
    window.setInterval(function () {
        if (socket && Date.now() - typedAt < 300000) {
            fetch(location.href, { method: "HEAD", credentials: "same-origin" });
        }
    }, 240000);
    return { opened: opened };
})();
