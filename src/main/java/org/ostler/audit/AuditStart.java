package org.ostler.audit;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Opens the journal and brings the rows up to it before anybody asks. A journal that cannot be opened does not stop
 * the server: people have to be able to sign in and read why nothing can be changed.
 */
@Startup
@Singleton(name = "AuditStart")
@DependsOn("Migrator")
@TransactionManagement(TransactionManagementType.BEAN)
public class AuditStart {
    private static final Logger LOG = Logger.getLogger(AuditStart.class.getName());

    @Inject
    private AuditTrail audit;

    @PostConstruct
    void open() {
        try {
            audit.open();
        } catch (IOException trouble) {
            LOG.log(Level.SEVERE, "The audit journal cannot be opened; no change will start", trouble);
        }
    }
}
