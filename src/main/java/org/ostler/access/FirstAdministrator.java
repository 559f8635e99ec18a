package org.ostler.access;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.Optional;
import org.ostler.platform.Configuration;

/** An installation without people gets its first administrator, once. */
@Startup
@Singleton
@DependsOn("Migrator")
@TransactionManagement(TransactionManagementType.BEAN)
public class FirstAdministrator {
    @Inject
    People people;

    @Inject
    FirstPassword firstPassword;

    @Inject
    Configuration configuration;

    @PostConstruct
    void add() {
        Optional<String> given = configuration.firstAdministratorPassword();
        String password = given.orElseGet(firstPassword::make);
        if (people.addFirst(FirstPassword.ADMINISTRATOR, password) && given.isEmpty()) {
            firstPassword.write(password);
        }
    }
}
