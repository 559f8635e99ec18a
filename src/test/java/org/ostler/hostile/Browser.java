package org.ostler.hostile;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ostler.Visitor;
import org.ostler.Wire;

/** Somebody's pages and their buttons, pressed whether the page shows them or not. */
final class Browser {
    private static final Pattern VIEW = Pattern.compile("name=\"jakarta\\.faces\\.ViewState\"[^>]*value=\"([^\"]*)\"");
    private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");

    private final Site site;
    private final Visitor visitor;
    private String at = "";
    private Wire.Answer page;

    Browser(Site site, Visitor visitor) {
        this.site = site;
        this.visitor = visitor;
    }

    Visitor visitor() {
        return visitor;
    }

    /** The row's page; the one that is open already, when it is that. */
    Wire.Answer open(Roles.Row row) throws IOException {
        String address = site.filled(row.how().get(0));
        if (!address.equals(at)) {
            page = visitor.get(address);
            at = address;
        }
        return page;
    }

    /** Whether the page has the row's button for this person. */
    static boolean offers(Wire.Answer page, Roles.Row row) {
        String button = row.how().get(1);
        if (button.startsWith("do:")) {
            return page.body().contains("data-do=\"" + button.substring(3) + "\"");
        }
        return button.startsWith("js:")
                ? !remote(page, button.substring(3)).isEmpty()
                : page.body().contains("\"" + button + "\"");
    }

    /** The form that a press of the row's button would send. */
    Map<String, String> form(Wire.Answer page, Roles.Row row) {
        Map<String, String> form = new LinkedHashMap<>();
        String button = row.how().get(1).replaceFirst("^\\?", "");
        String pressed = button;
        if (button.startsWith("do:")) {
            pressed = remote(page, "ostlerAct");
            form.put("do", button.substring(3));
            form.put("step", site.filled("{step}"));
        } else if (button.startsWith("js:")) {
            pressed = remote(page, button.substring(3));
        }
        String of = pressed.split(":", 2)[0];
        form.put(of, of);
        form.put(pressed, pressed);
        if (!pressed.equals(button)) {
            form.putAll(background(pressed));
        }
        form.put("jakarta.faces.ViewState", first(VIEW, page));
        form.put("primefaces.nonce", first(NONCE, page));
        if (row.how().size() > 2) {
            for (String field : site.filled(row.how().get(2)).split("&", -1)) {
                String[] pair = field.split("=", 2);
                form.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    /** What a script adds when it sends a form by itself. */
    static Map<String, String> background(String pressed) {
        return Map.of(
                "jakarta.faces.partial.ajax",
                "true",
                "jakarta.faces.source",
                pressed,
                "jakarta.faces.partial.execute",
                pressed.split(":", 2)[0],
                "jakarta.faces.partial.render",
                pressed.split(":", 2)[0]);
    }

    Wire.Answer send(Roles.Row row, Map<String, String> form, String... headers) throws IOException {
        return visitor.post(site.filled(row.how().get(0)), form, headers);
    }

    /** The id under which a script's function is sent; empty when the page has none. */
    private static String remote(Wire.Answer page, String function) {
        Matcher found = Pattern.compile(
                        function + "\\s*=\\s*function\\(\\)\\s*\\{.{0,120}?s:\"([^\"]+)\"", Pattern.DOTALL)
                .matcher(page.body());
        return found.find() ? found.group(1) : "";
    }

    private static String first(Pattern pattern, Wire.Answer page) {
        Matcher found = pattern.matcher(page.body());
        return found.find() ? found.group(1) : "";
    }
}
