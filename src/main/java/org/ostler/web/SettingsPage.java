package org.ostler.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.ostler.inventory.Cluster;
import org.ostler.platform.Configuration;

/** The settings by subject; each subject is saved on a page of its own. */
@Named
@ViewScoped
public class SettingsPage implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final List<String> TABS = List.of("people", "credentials", "endpoints", "rules", "data", "backup");

    @Inject
    private Configuration configuration;

    @Inject
    private Shell shell;

    private String tab = "people";

    public List<String> getTabs() {
        return TABS;
    }

    public List<Cluster> getClusters() {
        return shell.getZones().stream()
                .flatMap(zone -> zone.pods().stream())
                .flatMap(pod -> pod.clusters().stream())
                .toList();
    }

    public String getDataDirectory() {
        return configuration.dataDirectory().toString();
    }

    public String getTab() {
        return tab;
    }

    public void setTab(String asked) {
        tab = TABS.contains(asked) ? asked : "people";
    }
}
