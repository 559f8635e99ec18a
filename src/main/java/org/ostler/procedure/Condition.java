package org.ostler.procedure;

import java.util.function.Predicate;

/** A claim about a situation, with its words: "libvirtd listens on 16509". */
public record Condition(String claim, Predicate<Situation> holds) {}
