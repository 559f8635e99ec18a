package org.ostler.facts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The answers that were looked up for one step's surroundings, by place and fact name. A fact that was not looked up,
 * or whose look failed, is absent: unknown is a state, not an error.
 */
public final class Facts {
    private static final Facts NONE = new Facts(Map.of());
    private final TreeMap<String, Answer> answers;

    @JsonCreator
    public Facts(Map<String, Answer> answers) {
        this.answers = new TreeMap<>(answers);
    }

    public static Facts none() {
        return NONE;
    }

    @JsonValue
    public Map<String, Answer> answers() {
        return new TreeMap<>(answers);
    }

    public Optional<Answer> answer(Fact<?> fact) {
        return Optional.ofNullable(answers.get(key(fact)));
    }

    /** @throws Fact.Unreadable when the fact was not looked up or makes no sense */
    public <T> T get(Fact<T> fact) {
        Answer answer = answers.get(key(fact));
        if (answer == null) {
            throw new Fact.Unreadable("not known: " + fact.name());
        }
        return fact.parser().apply(answer);
    }

    public <T> Optional<T> find(Fact<T> fact) {
        try {
            return Optional.of(get(fact));
        } catch (Fact.Unreadable unknown) {
            return Optional.empty();
        }
    }

    public Facts with(Fact<?> fact, Answer answer) {
        Facts copy = new Facts(answers);
        copy.answers.put(key(fact), answer);
        return copy;
    }

    public Facts without(Fact<?> fact) {
        Facts copy = new Facts(answers);
        copy.answers.remove(key(fact));
        return copy;
    }

    public Facts and(Facts others) {
        Facts copy = new Facts(answers);
        copy.answers.putAll(others.answers);
        return copy;
    }

    /** These and what was seen on another host of the same plan, which {@link #on} finds again. */
    public Facts including(String host, Facts seenThere) {
        Facts copy = new Facts(answers);
        seenThere.answers.forEach((key, answer) -> copy.answers.put(key + "@" + host, answer));
        return copy;
    }

    /** What was seen on that host of the plan; for steps that look at every host. */
    public Facts on(String host) {
        Facts there = new Facts(Map.of());
        String suffix = "@" + host;
        answers.forEach((key, answer) -> {
            if (key.endsWith(suffix)) {
                there.answers.put(key.substring(0, key.length() - suffix.length()), answer);
            }
        });
        return there;
    }

    public static String key(Fact<?> fact) {
        return fact.place() + "/" + fact.name();
    }
}
