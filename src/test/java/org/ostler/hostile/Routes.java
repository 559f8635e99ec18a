package org.ostler.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every path that something answers at, as the build has them: a new page, call, servlet or socket is among them. */
final class Routes {
    private static final Path PAGES = Path.of("webapp");

    /** What the server adds, and the sign-in page that anyone may see. */
    private static final List<String> SERVERS = List.of("/", "/metrics", "/jakarta.faces.push/runs");

    private static final Pattern SERVLET = Pattern.compile("@WebServlet\\(([^)]*)\\)");
    private static final Pattern SOCKET = Pattern.compile("@ServerEndpoint\\([^\")]*\"([^\"]+)\"");
    private static final Pattern QUOTED = Pattern.compile("\"(/[^\"]*)\"");

    private Routes() {}

    static Set<String> all(Site site) throws Exception {
        Set<String> routes = new TreeSet<>(SERVERS);
        pages().stream().filter(page -> !page.equals("/sign-in.xhtml")).forEach(routes::add);
        JsonNode document = site.wire().get("/openapi", site.as(Who.VIEWER)).json();
        document.path("paths").fieldNames().forEachRemaining(path -> routes.add(real(path, site)));
        for (String file : sources()) {
            SERVLET.matcher(file).results().forEach(found -> QUOTED.matcher(found.group(1))
                    .results()
                    .forEach(one -> routes.add(one.group(1))));
            SOCKET.matcher(file).results().forEach(found -> routes.add(real(found.group(1), site)));
        }
        return routes;
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<String> texts = new ArrayList<>();
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }

    static Set<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            return files.map(file -> "/" + file.getFileName())
                    .filter(name -> name.endsWith(".xhtml"))
                    .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
        }
    }

    private static String real(String template, Site site) {
        return site.filled(template.replaceAll("^(/api/runs|/console/runs)/\\{[a-z]+}", "$1/{run}")
                        .replaceFirst("^/api/plans/\\{id}", "/api/plans/{plan}"))
                .replaceAll("\\{[a-z]+}", "4711");
    }
}
