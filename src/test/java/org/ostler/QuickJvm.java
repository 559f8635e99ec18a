package org.ostler;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Starts JVMs with this one's classes, made to start quickly: the classes of folders are packed into a jar, because
 * only then can what the first JVM loaded be shared with the later ones.
 */
public final class QuickJvm {
    private final Path archive;
    private final AtomicInteger started = new AtomicInteger();
    private final String classPath;

    /** @param directory for the jar and the shared classes */
    public QuickJvm(Path directory) throws IOException {
        archive = Files.createDirectories(directory).resolve("classes.jsa");
        List<String> entries = new ArrayList<>();
        for (String entry : classPath()) {
            if (entry.isEmpty()) {
                continue;
            }
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                Path jar = directory.resolve("classes-" + entries.size() + ".jar");
                pack(path, jar);
                entries.add(jar.toString());
            } else if (entry.endsWith(".jar")) {
                entries.add(entry);
            }
        }
        classPath = String.join(File.pathSeparator, entries);
    }

    private static List<String> classPath() {
        List<String> entries = new ArrayList<>();
        for (ClassLoader loader = QuickJvm.class.getClassLoader(); loader != null; loader = loader.getParent()) {
            if (loader instanceof URLClassLoader urls) {
                for (URL url : urls.getURLs()) {
                    entries.add(Path.of(URI.create(url.toString())).toString());
                }
            }
        }
        String ours = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        entries.addAll(List.of(ours.split(File.pathSeparator, -1)));
        return entries;
    }

    private static void pack(Path folder, Path jar) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(file -> !file.equals(folder)).toList();
        }
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(0);
            for (Path file : files) {
                String name = folder.relativize(file).toString();
                // Folders have entries too: migrations are looked for in theirs.
                zip.putNextEntry(new ZipEntry(Files.isDirectory(file) ? name + "/" : name));
                if (Files.isRegularFile(file)) {
                    Files.copy(file, zip);
                }
            }
        }
    }

    /** One that ends by itself leaves its classes for the later ones, once {@link #share} is called. */
    public ProcessBuilder command(String... words) {
        Path mine = archive.resolveSibling("classes-" + started.incrementAndGet() + ".jsa");
        return command(
                List.of(
                        "-Xlog:cds=off",
                        "-Xlog:cds+dynamic=off",
                        Files.exists(archive)
                                ? "-XX:SharedArchiveFile=" + archive
                                : "-XX:ArchiveClassesAtExit=" + mine),
                words);
    }

    /** Called when one has ended by itself. Others may start meanwhile: they never see half an archive. */
    public void share() throws IOException {
        try (Stream<Path> left = Files.list(archive.getParent())) {
            Optional<Path> whole = left.filter(file -> file.toString().endsWith(".jsa") && !file.equals(archive))
                    .findFirst();
            if (whole.isPresent()) {
                Files.move(whole.get(), archive, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** One that shares nothing. */
    public ProcessBuilder plain(String... words) {
        return command(List.of(), words);
    }

    private ProcessBuilder command(List<String> sharing, String... words) {
        List<String> all = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        all.addAll(sharing);
        all.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx192m",
                "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file", ""),
                "-cp",
                classPath));
        all.addAll(List.of(words));
        return new ProcessBuilder(all);
    }
}
