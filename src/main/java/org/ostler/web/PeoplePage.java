package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.stream.Collectors;
import org.ostler.access.People;
import org.ostler.access.Person;

/** Everybody who may sign in; administrators see it. */
@Named
@RequestScoped
public class PeoplePage {
    @Inject
    private People people;

    @Inject
    private Texts texts;

    public List<Person> getAll() {
        return people.list();
    }

    public String roles(Person person) {
        return person.roles().stream()
                .sorted()
                .map(role -> texts.get("role." + role))
                .collect(Collectors.joining(texts.get("list.separator")));
    }
}
