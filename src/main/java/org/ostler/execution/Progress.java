package org.ostler.execution;

/** How far an attempt's actions are. */
sealed interface Progress {
    record AllDone() implements Progress {}

    /** @param output what to look for known troubles in */
    record Failed(String what, String output) implements Progress {}

    record Unknown(String why) implements Progress {}

    record Waiting(Next next) implements Progress {}

    /** A question to a person comes next. */
    record Asking(int actionIndex) implements Progress {}
}
