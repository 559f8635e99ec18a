package org.ostler.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;

/**
 * Imports the lab into the Ostler that the environment names. It comes last of the parts, because it sends what the
 * others published. A failure is logged and keeps nobody from practising: an Ostler that knows the lab from last time
 * may have another password now.
 */
final class ImportPart implements Part {
    private static final System.Logger LOG = System.getLogger(ImportPart.class.getName());

    private final Optional<LabImport> wanted;
    private volatile boolean pending;
    private DataCentre centre;

    ImportPart(Map<String, String> environment) {
        wanted = LabImport.of(environment);
        pending = wanted.isPresent();
    }

    @Override
    public String key() {
        return "import";
    }

    @Override
    public void start(DataCentre owner) {
        centre = owner;
    }

    @Override
    public ObjectNode save() {
        return LabJson.object();
    }

    @Override
    public void restore(ObjectNode saved) {}

    @Override
    public void routes(LabHttp http) {}

    @Override
    public void publish(ObjectNode lab) {
        ObjectNode sent = lab.deepCopy();
        wanted.ifPresent(ostler -> centre.background("import into Ostler", () -> {
            try {
                ostler.run(sent);
            } catch (LabImport.Refused refused) {
                LOG.log(Level.WARNING, "the lab is not imported: {0}", refused.getMessage());
            } finally {
                pending = false;
            }
        }));
    }

    @Override
    public boolean isReady() {
        return !pending;
    }

    @Override
    public ObjectNode describe() {
        return LabJson.object().put("pending", pending);
    }
}
