package org.ostler.web.audit;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ostler.audit.AuditQuery;
import org.ostler.execution.Runs;
import org.ostler.inventory.Inventory;
import org.ostler.platform.Refusal;
import org.ostler.web.Preferences;
import org.ostler.web.Texts;

/** What the address asks the audit trail for. A name that means nothing is told, never ignored. */
@RequestScoped
public class AuditFilter {
    static final List<String> NAMES = List.of("host", "person", "path", "run", "from", "to");

    @Inject
    private HttpServletRequest request;

    @Inject
    private Inventory inventory;

    @Inject
    private Runs runs;

    @Inject
    private Preferences preferences;

    @Inject
    private Texts texts;

    String value(String name) {
        return Optional.ofNullable(request.getParameter(name)).orElse("").strip();
    }

    boolean isEmpty() {
        return NAMES.stream().allMatch(name -> value(name).isEmpty());
    }

    /** The filters as they stand in the address, beginning with an ampersand when there are any. */
    String address() {
        StringBuilder address = new StringBuilder();
        NAMES.stream().filter(name -> !value(name).isEmpty()).forEach(name -> address.append('&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value(name), StandardCharsets.UTF_8)));
        return address.toString();
    }

    /** @throws Refusal for a name that means nothing */
    AuditQuery query(int limit) {
        return new AuditQuery(
                given("host").map(this::host),
                given("run").map(this::run),
                given("person"),
                given("path"),
                given("from").map(this::time),
                given("to").map(this::time),
                given("after").filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf),
                false,
                limit);
    }

    private Optional<String> given(String name) {
        return Optional.of(value(name)).filter(text -> !text.isEmpty());
    }

    private UUID host(String name) {
        try {
            return UUID.fromString(name);
        } catch (IllegalArgumentException aName) {
            return named(name);
        }
    }

    private UUID named(String name) {
        try {
            return inventory.host(name).id();
        } catch (Refusal noHost) {
            try {
                return inventory.managementServer(name).id();
            } catch (Refusal nothing) {
                throw bad(name, "host");
            }
        }
    }

    private UUID run(String number) {
        try {
            return runs.run(number).id();
        } catch (Refusal none) {
            throw bad(number, "run");
        }
    }

    /** In the person's own time zone, with or without a time of day; or an instant. */
    private Instant time(String text) {
        String full = text.matches("\\d{4}-\\d\\d-\\d\\d") ? text + "T00:00" : text.replace(' ', 'T');
        try {
            return full.endsWith("Z")
                    ? Instant.parse(full)
                    : LocalDateTime.parse(full)
                            .atZone(preferences.getTimeZone())
                            .toInstant();
        } catch (DateTimeException none) {
            throw bad(text, "time");
        }
    }

    private Refusal bad(String text, String kind) {
        return Refusal.badInput(
                "audit-filter", texts.say("audit.badFilter", text, texts.get("audit.badFilter." + kind)), "");
    }
}
