package org.ostler.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ostler.platform.Json;

/**
 * An engine in a process of its own, to be killed. Takes one order a line, answers each with a line of JSON; besides,
 * it prints a line {@code .} at each moment at which something could go wrong, so that a test can choose its moment.
 * Without an order for more, it works on what its ledger says.
 */
final class EngineProcess {
    static final String READY = "ready";

    private EngineProcess() {}

    /** @param arguments the engine's directory, with {@code site.json} in it */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        JsonNode site = Json.mapper().readTree(Files.readString(directory.resolve("site.json")));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // Libraries print their warnings where only answers belong.
        System.setOut(System.err);
        Points points = new Points();
        points.watch((number, name) -> out.println("." + name));
        try (Engine engine = new Engine(Engine.Setting.of(directory, site, TestGuides::find), points)) {
            EngineDesk desk = new EngineDesk(engine);
            out.println(READY);
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                out.println(desk.answer(Json.mapper().readTree(order)));
            }
        }
    }
}
