import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Unpacks a backup into a data directory: checks every entry, moves aside what is there, lays the database's rows where
 * the next start finds them. A journal that goes on where the archive's ends is kept: it is the truth, and longer.
 */
public final class Restore {
    /** Not of the data: the practice data centre's own, earlier backups, what was moved aside before. */
    private static final Set<String> LEFT_ALONE =
            Set.of("lab", "lab.pid", "lab.log", "backups", "ostler.lock", "server.log", "server.log.before");

    private static final Pattern ENTRY = Pattern.compile("\"([^\"\\\\]+)\"\\s*:\\s*\"([0-9a-f]{64})\"");
    private static final Pattern MADE_AT = Pattern.compile("\"madeAt\"\\s*:\\s*\"([^\"]+)\"");

    private final Path data;
    private final Path archive;
    private final Path key;

    private Restore(Path data, Path archive, Path key) {
        this.data = data;
        this.archive = archive;
        this.key = key;
    }

    public static void main(String[] arguments) throws Exception {
        try {
            new Restore(Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[1]), Path.of(arguments[2])).run();
        } catch (Refused refused) {
            System.err.println("Nothing was restored: " + refused.getMessage());
            System.exit(1);
        } catch (IOException trouble) {
            System.err.println("The backup cannot be restored: " + trouble.getMessage());
            System.exit(1);
        }
    }

    private void run() throws Exception {
        if (!Files.isReadable(archive)) {
            throw new Refused(archive + " cannot be read.");
        }
        Files.createDirectories(data);
        try (FileChannel channel = FileChannel.open(
                        data.resolve("ostler.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new Refused("an Ostler runs on " + data + ". Stop it first.");
            }
            try (ZipFile zip = new ZipFile(archive.toFile(), StandardCharsets.UTF_8)) {
                restore(zip);
            }
        }
    }

    private void restore(ZipFile zip) throws Exception {
        String manifest = manifest(zip);
        List<ZipEntry> entries = checked(zip, manifest);
        boolean whole = entries.stream().anyMatch(entry -> entry.getName().startsWith("journal/"));
        Path aside = moveAside(whole);
        for (ZipEntry entry : entries) {
            boolean row = entry.getName().startsWith("database/");
            Path file = (row ? data.resolve("restore") : data).resolve(entry.getName());
            Files.createDirectories(file.getParent());
            try (InputStream in = zip.getInputStream(entry)) {
                Files.copy(in, file);
            }
        }
        String journal = whole ? keepLongerJournal(aside) : "";
        boolean hasKey = whole ? bringKey(manifest, aside) : Files.exists(data.resolve("vault.key"));
        Files.writeString(data.resolve("restore/manifest.json"), manifest);
        System.out.println("Restored from the backup of " + found(MADE_AT, manifest) + " into " + data + ".");
        System.out.print(journal);
        if (Files.exists(aside)) {
            System.out.println("What was there is in " + aside + "; remove it when you do not need it any more.");
        }
        if (!hasKey) {
            System.out.println("The vault's key is missing: put it to " + data + "/vault.key (mode 0600) before the start,"
                    + " or enter all credentials anew.");
        }
        System.out.println("On PostgreSQL name an empty database. Then start Ostler: payara/start");
    }

    private static String manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry("manifest.json");
        if (entry == null) {
            throw new Refused("this is no backup of Ostler, or a torn one: it has no manifest.");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Every entry is as the manifest says, none is missing, and none would leave the directory. */
    private List<ZipEntry> checked(ZipFile zip, String manifest) throws Exception {
        Map<String, String> wanted = new HashMap<>();
        Matcher names = ENTRY.matcher(manifest.substring(Math.max(0, manifest.indexOf("\"entries\""))));
        while (names.find() && !names.group(1).equals("vault key")) {
            wanted.put(names.group(1), names.group(2));
        }
        List<ZipEntry> entries = new ArrayList<>();
        for (ZipEntry entry : zip.stream().toList()) {
            if (entry.getName().equals("manifest.json")) {
                continue;
            }
            Path file = data.resolve(entry.getName()).normalize();
            if (!file.startsWith(data) || !sha256(zip, entry).equals(wanted.remove(entry.getName()))) {
                throw new Refused("the archive is damaged at " + entry.getName() + ".");
            }
            entries.add(entry);
        }
        if (!wanted.isEmpty()) {
            throw new Refused("the archive is not whole: it has no " + wanted.keySet().iterator().next() + ".");
        }
        return entries;
    }

    private static String sha256(ZipFile zip, ZipEntry entry) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(zip.getInputStream(entry), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A backup of the database alone takes the place of the database alone. */
    private Path moveAside(boolean whole) throws IOException {
        Path aside = data.resolve("replaced-"
                + DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
                        .withZone(ZoneOffset.UTC)
                        .format(Instant.now()));
        List<Path> present;
        try (Stream<Path> files = Files.list(data)) {
            present = files.filter(file -> {
                        String name = file.getFileName().toString();
                        boolean database = name.startsWith("ostler.") && !name.equals("ostler.lock");
                        return (database || whole || name.equals("restore"))
                                && !LEFT_ALONE.contains(name)
                                && !name.startsWith("replaced-");
                    })
                    .toList();
        }
        if (!present.isEmpty()) {
            Files.createDirectories(aside);
            for (Path file : present) {
                Files.move(file, aside.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return aside;
    }

    private String keepLongerJournal(Path aside) throws IOException {
        Path mine = data.resolve("journal");
        Path earlier = aside.resolve("journal");
        if (!Files.isDirectory(earlier)) {
            return "";
        }
        long more = 0;
        try (Stream<Path> files = Files.list(mine)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".jsonl")).toList()) {
                Path same = earlier.resolve(file.getFileName());
                if (!Files.exists(same) || !beginsAlike(file, same)) {
                    return "";
                }
                more += Files.size(same) - Files.size(file);
            }
        }
        try (Stream<Path> files = Files.list(earlier)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, mine.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return "The audit journal that was here goes on where the backup's ends (" + more
                + " bytes more at least): it was kept.\n";
    }

    private static boolean beginsAlike(Path file, Path longer) throws IOException {
        if (Files.size(longer) < Files.size(file)) {
            return false;
        }
        long differs = Files.mismatch(file, longer);
        return differs < 0 || differs == Files.size(file);
    }

    /** The archive's own key: from the file named, or the one that was here. */
    private boolean bringKey(String manifest, Path aside) throws Exception {
        Matcher print = Pattern.compile("\"vault key\"\\s*:\\s*\"([0-9a-f]{64})\"").matcher(manifest);
        if (!print.find()) {
            return true;
        }
        for (Path candidate : List.of(key, aside.resolve("vault.key"))) {
            if (Files.isReadable(candidate)
                    && HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(candidate)))
                            .equals(print.group(1))) {
                Path place = data.resolve("vault.key");
                Files.copy(candidate, place);
                if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rw-------"));
                }
                return true;
            }
        }
        return false;
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "an unknown time";
    }

    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }
}
