package org.ostler.facts;

import java.util.Map;
import java.util.function.Function;

/**
 * One thing a host, a management server or CloudStack says: where to look, how to look, how to read the answer.
 *
 * @param name stable, unique within its place; stored with plans
 * @param parser pure; throws {@link Unreadable} when the answer is none that it understands
 */
public record Fact<T>(String name, Place place, Look look, Function<Answer, T> parser) {
    public static <T> Fact<T> onHost(String name, CommandLine command, Function<Answer, T> parser) {
        return new Fact<>(name, Place.HOST, new Look.Run(command), parser);
    }

    public static <T> Fact<T> onHost(String name, String path, Function<Answer, T> parser) {
        return new Fact<>(name, Place.HOST, new Look.Read(path), parser);
    }

    public static <T> Fact<T> onManagementServer(String name, CommandLine command, Function<Answer, T> parser) {
        return new Fact<>(name, Place.MANAGEMENT_SERVER, new Look.Run(command), parser);
    }

    public static <T> Fact<T> onManagementServer(String name, String path, Function<Answer, T> parser) {
        return new Fact<>(name, Place.MANAGEMENT_SERVER, new Look.Read(path), parser);
    }

    public static <T> Fact<T> ofCloudStack(
            String name, String command, Map<String, String> parameters, Function<Answer, T> parser) {
        return new Fact<>(name, Place.CLOUDSTACK, new Look.Ask(command, parameters), parser);
    }

    /** The answer is none that the parser understands, or the look failed. The message says what was seen. */
    public static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Unreadable(String message) {
            super(message);
        }
    }
}
