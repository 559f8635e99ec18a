package org.ostler.web;

import jakarta.annotation.PostConstruct;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ostler.access.People;
import org.ostler.access.Person;
import org.ostler.access.Role;
import org.ostler.platform.Refusal;

/** Adds a person, or changes roles, password and whether they may sign in. Each change is one button. */
@Named
@ViewScoped
public class PersonForm implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String SETTINGS = "/settings.xhtml?faces-redirect=true&tab=people";

    @Inject
    private People people;

    @Inject
    private Notices notices;

    private String present = "";
    private boolean disabled;
    private String name = "";
    private String password = "";
    private List<String> roles = new ArrayList<>(List.of(Role.VIEWER.name()));

    @PostConstruct
    void begin() {
        present = FacesContext.getCurrentInstance()
                .getExternalContext()
                .getRequestParameterMap()
                .getOrDefault("name", "");
        if (!present.isEmpty()) {
            Person person = people.list().stream()
                    .filter(one -> one.name().equals(present))
                    .findFirst()
                    .orElseThrow(() -> Refusal.notFound("person", present));
            roles = person.roles().stream().map(Role::name).collect(Collectors.toList());
            disabled = person.disabled();
        }
    }

    public String add() {
        return notices.attempt("person.added", () -> people.add(name, password, chosen()), name.strip())
                ? SETTINGS
                : "";
    }

    public String giveRoles() {
        return notices.attempt("person.saved", () -> people.giveRoles(present, chosen()), present) ? SETTINGS : "";
    }

    public String resetPassword() {
        return notices.attempt("person.passwordSet", () -> people.resetPassword(present, password), present)
                ? SETTINGS
                : "";
    }

    public String disable() {
        return notices.attempt("person.saved", () -> people.disable(present, !disabled), present) ? SETTINGS : "";
    }

    private Set<Role> chosen() {
        Set<Role> all = EnumSet.noneOf(Role.class);
        roles.forEach(role -> all.add(Role.valueOf(role)));
        return all;
    }

    public List<String> getAllRoles() {
        return Arrays.stream(Role.values()).map(Role::name).toList();
    }

    public boolean isNew() {
        return present.isEmpty();
    }

    public boolean isDisabled() {
        return disabled;
    }

    public String getPresent() {
        return present;
    }

    public String getName() {
        return name;
    }

    public void setName(String typed) {
        name = typed == null ? "" : typed;
    }

    public String getPassword() {
        return "";
    }

    public void setPassword(String typed) {
        password = typed == null ? "" : typed;
    }

    public List<String> getRoles() {
        return roles;
    }

    public void setRoles(List<String> chosen) {
        roles = chosen == null ? new ArrayList<>() : new ArrayList<>(chosen);
    }
}
