package org.ostler.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The packages of a simulated Linux host: what is installed stands in a file of the host, what could be is known here.
 * {@code rpm}, {@code yum} and {@code dnf}, or {@code dpkg-query}, {@code apt-get} and {@code apt-cache}, say it in
 * their own words.
 */
final class LabPackages {
    /** A package that can be had; what happens on the host when it comes and when it goes. */
    record Offer(String name, String version, Consumer<ServiceHost> comes, Consumer<ServiceHost> goes) {}

    private static final String DATABASE = "/var/lib/lab-packages";

    private final ServiceHost host;
    private final Map<String, Offer> offers = new TreeMap<>();

    private LabPackages(ServiceHost host) {
        this.host = host;
    }

    static LabPackages installOn(ServiceHost host, boolean redHat) {
        LabPackages packages = new LabPackages(host);
        if (redHat) {
            host.install("rpm", packages::rpm);
            host.install("yum", packages::yum);
            host.install("dnf", packages::yum);
        } else {
            host.install("dpkg-query", packages::dpkgQuery);
            host.install("apt-get", packages::aptGet);
            host.install("apt-cache", packages::aptCache);
        }
        packages.store(new TreeMap<>());
        Program printing = host.program("env").orElseThrow();
        host.install("env", call -> env(call, printing));
        return packages;
    }

    LabPackages offer(Offer offer) {
        offers.put(offer.name(), offer);
        return this;
    }

    /** Without its effects: what a freshly installed host has. */
    LabPackages has(String name, String version) {
        Map<String, String> all = installed();
        all.put(name, version);
        store(all);
        return this;
    }

    Optional<String> version(String name) {
        return Optional.ofNullable(installed().get(name));
    }

    private Map<String, String> installed() {
        Map<String, String> all = new TreeMap<>();
        host.files()
                .text(DATABASE)
                .orElse("")
                .lines()
                .map(line -> line.split(" ", 2))
                .forEach(words -> all.put(words[0], words[1]));
        return all;
    }

    private void store(Map<String, String> all) {
        StringBuilder text = new StringBuilder();
        all.forEach(
                (name, version) -> text.append(name).append(' ').append(version).append('\n'));
        host.files().write(DATABASE, text.toString());
    }

    private void add(Offer offer) {
        has(offer.name(), offer.version());
        offer.comes().accept(host);
    }

    /** Goes where another one comes that cannot be beside it. */
    void displace(String name) {
        if (version(name).isPresent()) {
            drop(name);
        }
    }

    private void drop(String name) {
        Map<String, String> all = installed();
        all.remove(name);
        store(all);
        Optional.ofNullable(offers.get(name)).ifPresent(offer -> offer.goes().accept(host));
    }

    /** {@code env NAME=VALUE PROGRAM …} runs the program; alone it prints. */
    private static int env(Invocation call, Program printing) throws IOException, InterruptedException {
        List<String> words = call.arguments().stream()
                .dropWhile(word -> word.matches("[A-Za-z_]+=.*"))
                .toList();
        if (words.isEmpty()) {
            return printing.run(call);
        }
        Optional<Program> program = call.host().program(words.get(0));
        if (program.isEmpty()) {
            call.complain("env: ‘" + words.get(0) + "’: No such file or directory");
            return 127;
        }
        return program.get()
                .run(new Invocation(
                        call.host(), words, call.in(), call.out(), call.err(), call.secret(), call.directory()));
    }

    private String full(String name, String version) {
        return name + "-" + version + ".x86_64";
    }

    private int rpm(Invocation call) throws IOException {
        int exit = 0;
        if (call.has('q') && call.has('a')) {
            for (Map.Entry<String, String> each : installed().entrySet()) {
                call.println(full(each.getKey(), each.getValue()));
            }
            return 0;
        }
        int format = call.arguments().indexOf("--qf");
        List<String> names = new ArrayList<>(call.operands());
        if (format >= 0) {
            names.remove(call.arguments().get(format + 1));
        }
        for (String name : names) {
            Optional<String> version = version(name);
            if (version.isEmpty()) {
                String absent = "package " + name + " is not installed";
                if (call.has('e')) {
                    call.complain("error: " + absent);
                } else {
                    call.println(absent);
                }
                exit = 1;
            } else if (call.has('e')) {
                drop(name);
            } else {
                call.println(format >= 0 ? name : full(name, version.get()));
            }
        }
        return exit;
    }

    private int yum(Invocation call) throws IOException {
        List<String> words = call.operands();
        String verb = words.isEmpty() ? "" : words.get(0);
        List<String> names = words.isEmpty() ? List.of() : words.subList(1, words.size());
        return switch (verb) {
            case "install" -> yumInstall(call, names);
            case "list" -> yumList(call, names);
            case "remove", "erase" -> yumRemove(call, names);
            default -> {
                call.complain("No such command: " + verb + ".");
                yield 1;
            }
        };
    }

    private int yumList(Invocation call, List<String> names) throws IOException {
        int exit = 1;
        for (String name : names) {
            Optional<String> version = version(name);
            Offer offer = offers.get(name);
            if (version.isPresent() || offer != null) {
                call.println(version.isPresent() ? "Installed Packages" : "Available Packages");
                call.println(name + ".x86_64    " + version.orElseGet(offer::version)
                        + (version.isPresent() ? "    @cloudstack" : "    cloudstack"));
                exit = 0;
            }
        }
        if (exit == 1) {
            call.complain("Error: No matching Packages to list");
        }
        return exit;
    }

    private int yumInstall(Invocation call, List<String> names) throws IOException {
        List<Offer> wanted = new ArrayList<>();
        for (String name : names) {
            if (version(name).isPresent()) {
                call.println("Package " + full(name, version(name).get()) + " is already installed.");
            } else if (offers.containsKey(name)) {
                wanted.add(offers.get(name));
            } else {
                call.println("No match for argument: " + name);
                call.complain("Error: Unable to find a match: " + name);
                return 1;
            }
        }
        if (wanted.isEmpty()) {
            call.println("Dependencies resolved.\nNothing to do.\nComplete!");
            return 0;
        }
        call.println("Dependencies resolved.\nRunning transaction");
        for (Offer offer : wanted) {
            add(offer);
            call.println("  Installing       : " + full(offer.name(), offer.version()));
        }
        call.println("\nInstalled:");
        for (Offer offer : wanted) {
            call.println("  " + full(offer.name(), offer.version()));
        }
        call.println("\nComplete!");
        return 0;
    }

    private int yumRemove(Invocation call, List<String> names) throws IOException {
        for (String name : names) {
            if (version(name).isEmpty()) {
                call.println("No match for argument: " + name);
            } else {
                drop(name);
                call.println("  Erasing          : " + name);
            }
        }
        call.println("\nComplete!");
        return 0;
    }

    private int dpkgQuery(Invocation call) throws IOException {
        String format = "${Package}\\t${Version}\\n";
        List<String> names = new ArrayList<>();
        for (String word : call.arguments()) {
            if (word.startsWith("-f=") || word.startsWith("--showformat=")) {
                format = word.substring(word.indexOf('=') + 1);
            } else if (!word.startsWith("-")) {
                names.add(word);
            }
        }
        int exit = 0;
        for (String name : names.isEmpty() ? List.copyOf(installed().keySet()) : names) {
            Optional<String> version = version(name);
            if (version.isEmpty()) {
                call.complain("dpkg-query: no packages found matching " + name);
                exit = 1;
            } else {
                call.print(format.replace("${Status}", "install ok installed")
                        .replace("${db:Status-Abbrev}", "ii ")
                        .replace("${Package}", name)
                        .replace("${binary:Package}", name)
                        .replace("${Version}", version.get())
                        .replace("\\n", "\n")
                        .replace("\\t", "\t"));
            }
        }
        return exit;
    }

    private int aptCache(Invocation call) throws IOException {
        for (String name : call.operands().stream().skip(1).toList()) {
            Offer offer = offers.get(name);
            Optional<String> version = version(name);
            if (offer != null || version.isPresent()) {
                String candidate = offer == null ? version.get() : offer.version();
                call.println(name + ":\n  Installed: " + version.orElse("(none)") + "\n  Candidate: " + candidate
                        + "\n  Version table:\n" + (version.isPresent() ? " *** " : "     ") + candidate + " 500");
            } else {
                call.complain("N: Unable to locate package " + name);
            }
        }
        return 0;
    }

    private int aptGet(Invocation call) throws IOException {
        List<String> words = new ArrayList<>();
        List<String> arguments = call.arguments();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals("-o")) {
                i++;
            } else if (!arguments.get(i).startsWith("-")) {
                words.add(arguments.get(i));
            }
        }
        String verb = words.isEmpty() ? "" : words.remove(0);
        if (verb.equals("update")) {
            return 0;
        }
        call.println("Reading package lists...\nBuilding dependency tree...\nReading state information...");
        return switch (verb) {
            case "install" -> aptInstall(call, words);
            case "remove", "purge" -> aptRemove(call, words);
            default -> {
                call.complain("E: Invalid operation " + verb);
                yield 100;
            }
        };
    }

    private int aptInstall(Invocation call, List<String> names) throws IOException {
        int fresh = 0;
        for (String name : names) {
            Offer offer = offers.get(name);
            if (version(name).isPresent()) {
                call.println(name + " is already the newest version ("
                        + version(name).get() + ").");
                continue;
            }
            if (offer == null) {
                call.complain("E: Unable to locate package " + name);
                return 100;
            }
            call.println("The following NEW packages will be installed:\n  " + name);
            add(offer);
            call.println("Setting up " + name + " (" + offer.version() + ") ...");
            fresh++;
        }
        call.println("0 upgraded, " + fresh + " newly installed, 0 to remove and 0 not upgraded.");
        return 0;
    }

    private int aptRemove(Invocation call, List<String> names) throws IOException {
        int gone = 0;
        for (String name : names) {
            if (version(name).isEmpty()) {
                call.println("Package '" + name + "' is not installed, so not removed");
            } else {
                call.println("The following packages will be REMOVED:\n  " + name);
                drop(name);
                call.println("Removing " + name + " ...");
                gone++;
            }
        }
        call.println("0 upgraded, 0 newly installed, " + gone + " to remove and 0 not upgraded.");
        return 0;
    }
}
