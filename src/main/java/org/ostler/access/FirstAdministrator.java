package org.ostler.access;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.ostler.platform.Configuration;
import org.ostler.platform.StartProgress;

/**
 * An installation without people gets its first administrator, once; beside a practice lab also a person of each role
 * to try things as.
 */
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

    @Inject
    StartProgress progress;

    @PostConstruct
    void add() {
        addOnce();
        progress.reached(StartProgress.Milestone.PEOPLE);
    }

    private void addOnce() {
        boolean practice = configuration.isPractice();
        if (!practice) {
            people.endPractice();
        }
        Optional<String> given = configuration.firstAdministratorPassword();
        String password = given.orElseGet(firstPassword::make);
        if (!people.addFirst(FirstPassword.ADMINISTRATOR, password, Set.of(Role.values()))) {
            return;
        }
        if (given.isEmpty()) {
            firstPassword.write(password);
        }
        if (practice) {
            for (Role role : Set.of(Role.VIEWER, Role.OPERATOR, Role.APPROVER)) {
                String name = role.name().toLowerCase(Locale.ROOT);
                people.addPractice(name, Set.of(role));
            }
        }
    }
}
