package org.ostler.plan;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A part of a plan's text: JSON, compressed, in Base64. */
@Entity
@Table(name = "plan_part")
@SuppressWarnings("UnusedVariable") // some columns are read by queries only
class PlanPartRow {
    /** As many characters as the column takes. */
    private static final int LENGTH = 1_000_000;

    @Id
    private String id;

    private UUID plan;
    private int position;
    private String text;

    protected PlanPartRow() {}

    private PlanPartRow(UUID plan, int position, String text) {
        this.id = plan + "/" + position;
        this.plan = plan;
        this.position = position;
        this.text = text;
    }

    static List<PlanPartRow> of(Plan plan) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(Canonical.write(plan).getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        String all = Base64.getEncoder().encodeToString(bytes.toByteArray());
        List<PlanPartRow> parts = new ArrayList<>();
        for (int at = 0; at < all.length(); at += LENGTH) {
            parts.add(new PlanPartRow(plan.id(), parts.size(), all.substring(at, Math.min(all.length(), at + LENGTH))));
        }
        return parts;
    }

    static Plan plan(List<PlanPartRow> parts) {
        StringBuilder all = new StringBuilder();
        parts.forEach(part -> all.append(part.text));
        try (GZIPInputStream zip =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(all.toString())))) {
            return Canonical.readSharing(zip, Plan.class);
        } catch (IOException damage) {
            throw new UncheckedIOException("a stored plan cannot be unpacked", damage);
        }
    }
}
