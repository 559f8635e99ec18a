package org.ostler.execution;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

/** Lets open runs go on when the server has started and its database is ready. */
@Singleton
@Startup
@DependsOn({"Migrator", "AuditStart"})
@TransactionManagement(TransactionManagementType.BEAN)
public class Resumption {
    @Inject
    Lanes lanes;

    @PostConstruct
    void resume() {
        lanes.tellOfRestore();
        lanes.resume();
    }
}
