package org.ostler;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A browser without a window: cookie, form, redirect. */
public final class Visitor {
    private static final Pattern VIEW = Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]*value=\"([^\"]*)\"");
    private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");

    private final Wire wire;
    private final String[] always;
    private String cookie = "";

    /** @param always headers of every request, such as a proxy adds */
    public Visitor(Wire wire, String... always) {
        this.wire = wire;
        this.always = always;
    }

    public String cookie() {
        return "Cookie: " + cookie;
    }

    /** The whole Set-Cookie line that came last. */
    private String setCookie = "";

    public String setCookie() {
        return setCookie;
    }

    public Wire.Answer get(String path) throws IOException {
        return kept(wire.get(path, headers()));
    }

    /** Fills in the sign-in page and sends it. */
    public Wire.Answer signIn(String name, String password, String back) throws IOException {
        Wire.Answer page = get("/sign-in.xhtml?back=" + URLEncoder.encode(back, StandardCharsets.UTF_8));
        Map<String, String> form = new TreeMap<>(Map.of(
                "signIn",
                "signIn",
                "signIn:back",
                back,
                "signIn:user",
                name,
                "signIn:password",
                password,
                "signIn:go",
                "signIn:go",
                "jakarta.faces.ViewState",
                first(VIEW, page.body()),
                "primefaces.nonce",
                first(NONCE, page.body())));
        return post("/sign-in.xhtml", form);
    }

    public Wire.Answer post(String path, Map<String, String> form, String... headers) throws IOException {
        String body = form.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return kept(wire.send("POST", path, "application/x-www-form-urlencoded", body, headers(headers)));
    }

    private String[] headers(String... more) {
        return Stream.of(Stream.of(cookie()), Stream.of(always), Stream.of(more))
                .flatMap(lines -> lines)
                .toArray(String[]::new);
    }

    private Wire.Answer kept(Wire.Answer answer) {
        answer.header("Set-Cookie").ifPresent(line -> {
            setCookie = line;
            cookie = line.split(";", 2)[0];
        });
        return answer;
    }

    private static String first(Pattern pattern, String text) {
        Matcher match = pattern.matcher(text);
        if (!match.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return match.group(1);
    }
}
