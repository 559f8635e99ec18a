package org.ostler.bench;

/**
 * What a piece of work took.
 *
 * @param wall seconds until it was done
 * @param cpu seconds of CPU on the controlling side, user and system
 * @param memory MiB of it at most
 */
public record Cost(double wall, double cpu, double memory) {}
