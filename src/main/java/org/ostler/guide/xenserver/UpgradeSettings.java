package org.ostler.guide.xenserver;

import java.util.List;
import java.util.Optional;
import org.ostler.facts.XenVersion;
import org.ostler.procedure.Setting;
import org.ostler.procedure.Settings;

/** What a person chooses before a rolling upgrade; the standards are the manual's. */
final class UpgradeSettings {
    private static final String[] RELEASES = {
        "5.6", "5.6 SP2", "6.0", "6.0.2", "6.1.0", "6.2.0", "6.5.0", "7.0", "7.1", "7.6", "8.0", "8.2", "8.3", "8.4"
    };

    static final Setting MANAGEMENT_SERVER = Setting.of(
                    "management-server", Setting.Type.MANAGEMENT_SERVER, "Management server", "")
            .optional()
            .from("XEN-61");
    static final Setting CLOUD_DATABASE =
            Setting.text("cloud-database", "Database of CloudStack", "cloud").from("XEN-61");
    static final Setting USAGE_DATABASE = Setting.text("usage-database", "Database of the usage server", "cloud_usage")
            .from("XEN-61");
    static final Setting DATABASE_HOST = Setting.of(
                    "database-host",
                    Setting.Type.ADDRESS,
                    "Database host, as seen from the management server",
                    "localhost")
            .from("XEN-61");
    static final Setting DATABASE_CREDENTIAL = Setting.of(
                    "database-credential",
                    Setting.Type.CREDENTIAL,
                    "Credential for the databases (empty: the management server's)",
                    "")
            .optional()
            .from("XEN-61");
    static final Setting BACKUP_DIRECTORY = Setting.of(
                    "backup-directory", Setting.Type.PATH, "Directory for the dumps, on the management server", "/root")
            .from("XEN-61");
    static final Setting BACKUP_ROOM = Setting.of(
                    "backup-room", Setting.Type.NUMBER, "Least free space for the dumps, in MiB", "512")
            .from("XEN-61");
    static final Setting FROM = Setting.choice("from-version", "Present version", "5.6 SP2", RELEASES)
            .from("XEN-62");
    static final Setting TO =
            Setting.choice("to-version", "New version", "6.0.2", RELEASES).from("XEN-69");
    static final Setting MEDIA = Setting.text("media", "Installation media of the new version", "the installation CD")
            .from("XEN-69");
    static final Setting MANAGEMENT_SERVICE = Setting.text(
                    "management-service", "Name of the management service", "cloudstack-management")
            .from("XEN-63");
    static final Setting USAGE_SERVICE = Setting.text("usage-service", "Name of the usage service", "cloudstack-usage")
            .from("XEN-63");
    static final Setting SCRIPTS = Setting.of(
                    "scripts",
                    Setting.Type.PATH,
                    "CloudStack's XenServer scripts, on the management server",
                    "/usr/share/cloudstack-common/scripts/vm/hypervisor/xenserver")
            .from("XEN-70");
    static final Setting MIGRATION_MINUTES = Setting.of(
                    "migration-minutes",
                    Setting.Type.NUMBER,
                    "Minutes until a host must be empty after the last move",
                    "30")
            .from("XEN-67");
    static final Setting RETURN_MINUTES = Setting.of(
                    "return-minutes", Setting.Type.NUMBER, "Minutes until an installed host must be back", "60")
            .from("XEN-69");
    static final Setting UP_MINUTES = Setting.of(
                    "up-minutes", Setting.Type.NUMBER, "Minutes until all hosts must be Up in CloudStack", "15")
            .from("XEN-77");

    static final List<Setting> ALL = List.of(
            MANAGEMENT_SERVER,
            FROM,
            TO,
            MEDIA,
            CLOUD_DATABASE,
            USAGE_DATABASE,
            DATABASE_HOST,
            DATABASE_CREDENTIAL,
            BACKUP_DIRECTORY,
            BACKUP_ROOM,
            MANAGEMENT_SERVICE,
            USAGE_SERVICE,
            SCRIPTS,
            MIGRATION_MINUTES,
            RETURN_MINUTES,
            UP_MINUTES);

    private UpgradeSettings() {}

    static XenVersion from(Settings settings) {
        return XenVersion.of(settings.text(FROM));
    }

    static XenVersion to(Settings settings) {
        return XenVersion.of(settings.text(TO));
    }

    static Optional<String> databaseCredential(Settings settings) {
        return settings.given(DATABASE_CREDENTIAL);
    }
}
