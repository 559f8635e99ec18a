package org.ostler.web.audit;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditQuery;
import org.ostler.audit.AuditTrail;
import org.ostler.platform.Refusal;
import org.ostler.web.Notices;

/** What the filters of the audit page match, to be printed: oldest first, as one reads it on paper. */
@Named
@RequestScoped
public class AuditReport {
    private static final int PAGE = 1_000;

    /** A hundred sheets; who needs more exports it. */
    private static final int MOST = 3_000;

    @Inject
    private AuditTrail audit;

    @Inject
    private AuditFilter filter;

    @Inject
    private Notices notices;

    private Optional<List<AuditEntry>> found = Optional.empty();
    private Optional<Long> count = Optional.empty();
    private String problem = "";

    public List<AuditEntry> getEntries() {
        if (found.isEmpty()) {
            List<AuditEntry> all = new ArrayList<>();
            try {
                AuditQuery query = oldestFirst(filter.query(PAGE));
                count = Optional.of(audit.count(query));
                List<AuditEntry> page = audit.search(query);
                while (!page.isEmpty() && all.size() < MOST) {
                    all.addAll(page);
                    page = audit.search(query.following(all.get(all.size() - 1).number()));
                }
            } catch (Refusal refusal) {
                problem = notices.words(refusal);
            }
            found = Optional.of(all);
        }
        return found.get();
    }

    /** Of a page's address only its conditions count, not how far somebody had read. */
    private static AuditQuery oldestFirst(AuditQuery query) {
        return new AuditQuery(
                query.subject(),
                query.run(),
                query.actor(),
                query.path(),
                query.from(),
                query.to(),
                Optional.empty(),
                true,
                PAGE);
    }

    public long getCount() {
        getEntries();
        return count.orElse(0L);
    }

    public String getProblem() {
        getEntries();
        return problem;
    }

    /** The filters that were set, in the order of the page. */
    public List<Map.Entry<String, String>> getConditions() {
        return AuditFilter.NAMES.stream()
                .filter(name -> !filter.value(name).isEmpty())
                .map(name -> Map.entry(name, filter.value(name)))
                .toList();
    }

    public String getAddress() {
        return filter.address();
    }
}
