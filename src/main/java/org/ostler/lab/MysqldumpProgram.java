package org.ostler.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code mysqldump} of MySQL 5.1: a dump of what the simulated CloudStack knows, table by table, with the header and
 * the last line by which people know a complete one.
 */
final class MysqldumpProgram implements Program {
    /** A database of a mid-size cloud is dumped in some minutes; a practice one in some seconds. */
    private static final Duration PER_TABLE = Duration.ofMillis(2500);

    /** {@code Dump completed on 2012-03-01  9:05:00}: mysqldump pads the hour with a blank. */
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);

    private final MysqlServer server;
    private final CloudState state;

    MysqldumpProgram(MysqlServer server, CloudState state) {
        this.server = server;
        this.state = state;
    }

    @Override
    public int run(Invocation call) throws IOException, InterruptedException {
        MysqlServer.Asked asked;
        try {
            asked = MysqlServer.read(call, "mysqldump");
        } catch (MysqlServer.Refused refused) {
            MysqlServer.complain(call, refused);
            return refused.exit();
        }
        if (asked.words().isEmpty() && !asked.has("all-databases")) {
            call.complain("Usage: mysqldump [OPTIONS] database [tables]");
            return 1;
        }
        Optional<String> refusal = server.refusal(asked);
        if (refusal.isPresent()) {
            call.complain("mysqldump: Got error: " + refusal.get() + " when trying to connect");
            return 2;
        }
        List<String> databases = asked.has("all-databases") ? MysqlServer.DATABASES : asked.words();
        Output output = new Output(call, asked.option("result-file"));
        try {
            return dump(call, databases, asked, output);
        } catch (LabFileSystem.NoSpace full) {
            call.complain("mysqldump: Got errno 28 on write");
            return 5;
        }
    }

    private int dump(Invocation call, List<String> databases, MysqlServer.Asked asked, Output output)
            throws IOException, InterruptedException {
        output.write(header(databases.get(0)));
        for (String database : databases) {
            if (!MysqlServer.DATABASES.contains(database)) {
                call.complain(
                        "mysqldump: Got error: 1049: Unknown database '" + database + "' when selecting the database");
                return 2;
            }
            if (asked.has("databases") || asked.has("all-databases")) {
                output.write("\n--\n-- Current Database: `" + database
                        + "`\n--\n\nCREATE DATABASE /*!32312 IF NOT EXISTS*/ `" + database
                        + "` /*!40100 DEFAULT CHARACTER SET utf8 */;\n\nUSE `" + database + "`;\n");
            }
            for (String table : tables(database)) {
                call.host().clock().pause(PER_TABLE);
                output.write(table);
            }
        }
        output.write(footer());
        return 0;
    }

    private static String header(String database) {
        return "-- MySQL dump 10.13  Distrib 5.1.73, for redhat-linux-gnu (x86_64)\n--\n"
                + "-- Host: localhost    Database: " + database + "\n"
                + "-- ------------------------------------------------------\n"
                + "-- Server version\t5.1.73\n\n"
                + "/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;\n"
                + "/*!40101 SET NAMES utf8 */;\n"
                + "/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;\n";
    }

    private static String footer() {
        var now = Instant.now().atZone(ZoneOffset.UTC);
        return "\n/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;\n"
                + "/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;\n\n"
                + "-- Dump completed on " + DAY.format(now)
                + String.format(Locale.ROOT, " %2d:%02d:%02d%n", now.getHour(), now.getMinute(), now.getSecond())
                        .replace(System.lineSeparator(), "\n");
    }

    private List<String> tables(String database) {
        synchronized (state) {
            return database.equals("cloud") ? cloud() : usage();
        }
    }

    private List<String> cloud() {
        List<String> guestOs = new ArrayList<>();
        for (CloudState.OsType type : state.osTypes) {
            guestOs.add(row(guestOs.size() + 1, type.id(), type.description()));
        }
        List<String> vms = new ArrayList<>();
        for (CloudState.Vm vm : state.vms) {
            vms.add(row(vms.size() + 1, vm.id, vm.name, vm.instanceName, vm.state, vm.osTypeId));
        }
        List<String> hosts = new ArrayList<>();
        for (CloudState.Host host : state.hosts) {
            hosts.add(row(host.number, host.id, host.name, host.address, host.version));
        }
        List<String> clusters = new ArrayList<>();
        for (CloudState.Cluster cluster : state.clusters) {
            clusters.add(row(clusters.size() + 1, cluster.id, cluster.name, cluster.hypervisor, cluster.managedState));
        }
        List<String> settings = new ArrayList<>();
        for (CloudState.Setting setting : state.settings) {
            settings.add(row(settings.size() + 1, setting.name, setting.value, setting.description));
        }
        return List.of(
                table("cluster", List.of("uuid", "name", "hypervisor_type", "managed_state"), clusters),
                table("configuration", List.of("name", "value", "description"), settings),
                table("guest_os", List.of("uuid", "display_name"), guestOs),
                table("host", List.of("uuid", "name", "private_ip_address", "hypervisor_version"), hosts),
                table("vm_instance", List.of("uuid", "name", "instance_name", "state", "guest_os_uuid"), vms));
    }

    private List<String> usage() {
        List<String> rows = new ArrayList<>();
        for (int day = 1; day <= 20; day++) {
            for (CloudState.Vm vm : state.vms) {
                rows.add(row(rows.size() + 1, vm.id, "24 Hrs", "2012-02-" + day));
            }
        }
        return List.of(table("cloud_usage", List.of("usage_id", "raw_usage", "start_date"), rows));
    }

    private static String table(String name, List<String> columns, List<String> rows) {
        StringBuilder text = new StringBuilder("\n--\n-- Table structure for table `" + name + "`\n--\n\n"
                + "DROP TABLE IF EXISTS `" + name + "`;\nCREATE TABLE `" + name + "` (\n"
                + "  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,\n");
        columns.forEach(column -> text.append("  `").append(column).append("` varchar(255) DEFAULT NULL,\n"));
        return text.append(
                        "  PRIMARY KEY (`id`)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8;\n\n--\n-- Dumping data for table `")
                .append(name)
                .append("`\n--\n\nLOCK TABLES `")
                .append(name)
                .append("` WRITE;\nINSERT INTO `")
                .append(name)
                .append("` VALUES ")
                .append(String.join(",", rows))
                .append(";\nUNLOCK TABLES;\n")
                .toString();
    }

    private static String row(int id, String... values) {
        StringBuilder text = new StringBuilder("(").append(id);
        for (String value : values) {
            text.append(",'")
                    .append(value.replace("\\", "\\\\").replace("'", "\\'"))
                    .append('\'');
        }
        return text.append(')').toString();
    }

    /** Where the dump goes: a file that grows, or standard output. */
    private static final class Output {
        private final Invocation call;
        private final Optional<String> path;
        private final StringBuilder written = new StringBuilder();

        Output(Invocation call, Optional<String> path) {
            this.call = call;
            this.path = path;
            path.ifPresent(file -> call.host().files().write(file, new byte[0]));
        }

        void write(String text) throws IOException {
            if (path.isEmpty()) {
                call.print(text);
                return;
            }
            written.append(text);
            call.host().files().write(path.get(), written.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
