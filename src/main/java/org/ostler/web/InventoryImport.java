package org.ostler.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ostler.inventory.InventoryDocuments;
import org.ostler.platform.Refusal;

/** Import of the whole inventory: the difference is shown first, then taken over. */
@Named
@ViewScoped
public class InventoryImport implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Smaller: a cloud of some thousand hosts does not fit. Larger: a hostile upload costs more memory. */
    private static final int LONGEST = 4 * 1024 * 1024;

    @Inject
    private InventoryDocuments documents;

    @Inject
    private Notices notices;

    private String yaml = "";
    private boolean prune;
    private transient Part file;
    private transient DiffView diff;
    private transient InventoryDocuments.Preview preview;

    public String preview() throws IOException {
        preview = null;
        diff = null;
        if (file != null && file.getSize() > 0) {
            try (InputStream in = file.getInputStream()) {
                yaml = text(in.readNBytes(LONGEST + 1));
            } catch (CharacterCodingException noText) {
                yaml = "";
                notices.failed("import.noText");
                return "";
            }
        }
        if (yaml.isBlank() || yaml.length() > LONGEST) {
            notices.failed("import.needed");
            return "";
        }
        notices.quietly(() -> show(documents.preview(yaml, prune)));
        return "";
    }

    private void show(InventoryDocuments.Preview made) {
        preview = made;
        diff = DiffView.of(
                "inventory.yaml",
                Optional.of(withoutIds(made.before())),
                Optional.of(withoutIds(made.after())),
                Set.of());
    }

    /** Nothing is guessed: a replaced letter would be another name. */
    private static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /** Ids are Ostler's own; a document written by hand has none. Blanks of one line: more costs the square of them. */
    private static String withoutIds(String document) {
        return document.replace("\r\n", "\n")
                .replaceAll("(?m)^([ \\t]*)- id: .*\\n[ \\t]*", "$1- ")
                .replaceAll("(?m)^[ \\t]*id: .*\\n", "");
    }

    /** Only what was shown: when the inventory is another one by now, the new difference is shown instead. */
    public String take() {
        InventoryDocuments.Preview shown = preview;
        boolean taken = notices.attempt("import.done", () -> {
            InventoryDocuments.Preview now = documents.preview(yaml, prune);
            if (shown == null
                    || !shown.changes().equals(now.changes())
                    || !shown.before().equals(now.before())) {
                show(now);
                throw Refusal.conflict(
                        "inventory-changed",
                        "The inventory or the document was changed since the difference was shown.",
                        "Look at the new difference below, then import again.");
            }
            documents.putYaml(yaml, prune);
        });
        return taken ? "/inventory.xhtml?faces-redirect=true" : "";
    }

    public List<InventoryDocuments.Change> getChanges() {
        return preview == null ? List.of() : preview.changes();
    }

    public Optional<DiffView> getDiff() {
        return Optional.ofNullable(diff);
    }

    public String getYaml() {
        return yaml;
    }

    public void setYaml(String typed) {
        yaml = typed == null ? "" : typed;
    }

    public boolean isPrune() {
        return prune;
    }

    public void setPrune(boolean wanted) {
        prune = wanted;
    }

    public Part getFile() {
        return file;
    }

    public void setFile(Part chosen) {
        file = chosen;
    }
}
