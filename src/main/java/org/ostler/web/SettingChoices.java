package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.ostler.credential.Credentials;
import org.ostler.inventory.ManagementServer;
import org.ostler.procedure.Setting;

/** What can be chosen for settings that name a thing of the inventory or the vault. */
@Named
@RequestScoped
public class SettingChoices {
    @Inject
    private Shell shell;

    @Inject
    private Credentials credentials;

    public List<String> of(Setting setting) {
        return setting.type() == Setting.Type.CHOICE ? setting.choices() : named(setting.type());
    }

    private List<String> named(Setting.Type type) {
        return switch (type) {
            case CREDENTIAL ->
                credentials.list().stream().map(Credentials.Summary::name).toList();
            case MANAGEMENT_SERVER ->
                shell.getZones().stream()
                        .flatMap(zone -> zone.managementServers().stream())
                        .map(ManagementServer::name)
                        .toList();
            case TEXT, NUMBER, FLAG, CHOICE, PATH, ADDRESS -> List.of();
        };
    }

    /** The one there is, when there is only one. */
    Optional<String> only(Setting.Type type) {
        List<String> all = named(type);
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /** text, number, flag or choice: which field the form shows. */
    public String field(Setting setting) {
        return switch (setting.type()) {
            case TEXT, PATH, ADDRESS -> "text";
            case NUMBER -> "number";
            case FLAG -> "flag";
            case CHOICE, CREDENTIAL, MANAGEMENT_SERVER -> "choice";
        };
    }
}
