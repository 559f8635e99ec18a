package org.ostler.guide.xenserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ostler.facts.Answer;
import org.ostler.facts.Facts;
import org.ostler.facts.XenFacts;
import org.ostler.procedure.Check;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Target;
import org.ostler.procedure.Trouble;

/** The rules of a pool with two versions, and the tables of the manual. */
class RollingUpgradeTest {
    private static final long GIB = 1L << 30;

    private final StringBuilder hosts = new StringBuilder();
    private final StringBuilder vms = new StringBuilder();
    private String notes = "";

    private RollingUpgradeTest host(String uuid, String version, long freeGib) {
        hosts.append("uuid ( RO): " + uuid + "\n name-label ( RW): " + uuid + "-name\n enabled ( RO): true\n"
                + " host-metrics-live ( RO): true\n software-version (MRO): product_version: " + version + "\n"
                + " memory-free ( RO): " + freeGib * GIB + "\n tags (SRW): \n\n\n");
        return this;
    }

    private RollingUpgradeTest vm(String uuid, String host, String policy, boolean drivers) {
        vms.append("uuid ( RO): " + uuid + "\n name-label ( RW): i-" + uuid + "-VM\n power-state ( RO): "
                + (host.isEmpty() ? "halted" : "running") + "\n resident-on ( RO): "
                + (host.isEmpty() ? "<not in database>" : host) + "\n is-control-domain ( RO): false\n"
                + " HVM-boot-policy ( RW): " + policy + "\n PV-drivers-version (MRO): "
                + (drivers ? "major: 5" : "<not in database>") + "\n memory-static-max ( RW): " + GIB + "\n\n\n");
        return this;
    }

    private Facts facts(String self, String master) {
        return Facts.none()
                .with(XenFacts.INVENTORY, Answer.of("INSTALLATION_UUID='" + self + "'\nPRODUCT_VERSION='5.6.100'\n"))
                .with(XenFacts.POOL, Answer.of("uuid ( RO): pool\n master ( RO): " + master + "\n"))
                .with(XenFacts.HOSTS, Answer.of(hosts.toString()))
                .with(XenFacts.VMS, Answer.of(vms.toString()))
                .with(XenFacts.VBDS, Answer.of(""))
                .with(XenFacts.VDIS, Answer.of(""))
                .with(XenFacts.SRS, Answer.of(""));
    }

    private Situation on(String self) {
        return new Situation(
                new Settings(Map.of()),
                target(self),
                Optional.of("pool"),
                List.of(),
                facts(self, "h1"),
                notes.isEmpty() ? Map.of() : Map.of(Baseline.RUNNING, notes));
    }

    private static Target target(String name) {
        return new Target(
                Target.Kind.HOST, UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)), name);
    }

    private Guide.Order order(String master, String... planned) {
        Map<Target, Facts> seen = new LinkedHashMap<>();
        for (String name : planned) {
            seen.put(target(name), facts(name, master));
        }
        return RollingUpgrade.order(seen);
    }

    @Test
    void takesTheCoordinatorFirst() {
        host("h1", "5.6.100", 8).host("h2", "5.6.100", 8).host("h3", "5.6.100", 8);
        assertEquals(
                List.of("h2", "h1", "h3"),
                order("h2", "h3", "h1", "h2").hosts().stream().map(Target::name).toList());
    }

    @Test
    void refusesAPoolWhoseHostIsNotInThePlan() {
        host("h1", "5.6.100", 8).host("h2", "5.6.100", 8);
        assertTrue(order("h1", "h1").refusal().orElseThrow().contains("h2-name"));
    }

    @Test
    void refusesAMemberThatIsNewerThanItsCoordinator() {
        host("h1", "5.6.100", 8).host("h2", "6.0.2", 8);
        assertTrue(order("h1", "h1", "h2").refusal().orElseThrow().contains("newer than the coordinator"));
    }

    @Test
    void refusesAHostOnWhichXapiIsSilent() {
        host("h1", "5.6.100", 8);
        Map<Target, Facts> seen = new LinkedHashMap<>();
        seen.put(target("h1"), facts("h1", "h1"));
        seen.put(target("h9"), Facts.none());
        assertTrue(RollingUpgrade.order(seen).refusal().orElseThrow().contains("h9"));
    }

    @Test
    void neverMovesAVmToAnOlderHost() {
        host("h1", "6.0.2", 4).host("h2", "5.6.100", 64).host("h3", "6.0.2", 2);
        vm("v1", "h1", "", true);
        assertEquals(
                "h3",
                new PoolView(on("h1"))
                        .targetFor(new PoolView(on("h1")).residents().get(0))
                        .orElseThrow()
                        .uuid());
        Step.ForEach moves = Evacuation.moveAll();
        assertTrue(moves.allowed().test(on("h1"), Xe.vmMigrate("v1", "h3")));
        assertFalse(moves.allowed().test(on("h1"), Xe.vmMigrate("v1", "h2")));
        assertFalse(moves.allowed().test(on("h1"), Xe.vmMigrate("v1", "h1")));
        assertFalse(moves.allowed().test(on("h1"), Xe.vmMigrate("v2", "h3")));
        assertFalse(moves.allowed().test(on("h1"), Xe.vmShutdown("v1", true)));
    }

    @Test
    void prefersTheNewestHostWithRoom() {
        host("h1", "6.0.2", 1).host("h2", "5.6.100", 8).host("h3", "5.6.100", 64);
        vm("v1", "h2", "", true);
        PoolView pool = new PoolView(on("h2"));
        assertEquals("h1", pool.targetFor(pool.residents().get(0)).orElseThrow().uuid());
    }

    @Test
    void namesTheVmsThatFindNoRoom() {
        host("h1", "5.6.100", 0).host("h2", "5.6.100", 1);
        vm("v1", "h1", "", true).vm("v2", "h1", "", true);
        Check.Finding finding = PoolChecks.room().look().apply(on("h1"));
        assertEquals(Check.Verdict.FAIL, finding.verdict());
        assertTrue(finding.seen().contains("-VM"), finding.seen());
    }

    @Test
    void asksAPersonAboutAnHvmGuestWithoutDriversOnly() {
        host("h1", "5.6.100", 8).host("h2", "5.6.100", 8);
        vm("v1", "h1", "", false).vm("v2", "h1", "BIOS order", false).vm("v3", "h1", "BIOS order", true);
        assertEquals(
                List.of("v2"),
                new PoolView(on("h1"))
                        .stuck().stream().map(each -> each.guest().uuid()).toList());
    }

    @Test
    void offersTheDriverMendForPvGuestsOnly() {
        host("h1", "5.6.100", 8);
        vm("v1", "h1", "", false).vm("v2", "h1", "BIOS order", false);
        Trouble trouble = Troubles.missingDrivers();
        String printed = "You attempted an operation on a VM which requires PV drivers to be installed but the"
                + " drivers were not detected.\nvm: v1 (i-v1-VM)\n";
        assertTrue(trouble.sign().matcher(printed).find());
        Trouble.Mend mend = trouble.mend().orElseThrow();
        assertTrue(mend.offered().test(new Trouble.Troubled(on("h1"), "v1", printed)));
        assertFalse(mend.offered().test(new Trouble.Troubled(on("h1"), "v2", printed)));
    }

    @Test
    void namesAVmThatStoppedByAccident() {
        host("h1", "5.6.100", 8);
        vm("v1", "h1", "", true).vm("v2", "", "", true);
        notes = "v1 i-v1-VM\nv2 shop-1";
        Check.Finding finding = Baseline.invariant().look().apply(on("h1"));
        assertEquals(Check.Verdict.FAIL, finding.verdict());
        assertTrue(finding.seen().contains("shop-1 (v2)"), finding.seen());
        Situation before = on("h1");
        Map<String, String> recorded = Map.of(Baseline.RUNNING, notes, Baseline.STUCK + "@h1", "v2 shop-1");
        assertEquals(
                Check.Verdict.PASS,
                Baseline.invariant().look().apply(before.recording(recorded)).verdict());
        assertEquals(
                Check.Verdict.FAIL,
                Baseline.allRun().look().apply(before.recording(recorded)).verdict());
    }

    @Test
    void changesTheOsTypesOfTheManualsPairs() {
        assertEquals(List.of("5.5"), OsTypes.releases(versions("5.6", "5.6 SP2")));
        assertEquals(List.of("5.6", "5.7"), OsTypes.releases(versions("5.6 SP2", "6.0.2")));
        assertEquals(List.of("5.5", "5.6", "5.7"), OsTypes.releases(versions("5.6", "6.0.2")));
        assertEquals(List.of(), OsTypes.releases(versions("6.0.2", "6.2.0")));
        assertEquals(
                Optional.of("Other Linux (64-bit)"),
                OsTypes.replacement(versions("5.6", "6.0.2"), "Red Hat Enterprise Linux 5.7 (64-bit)"));
        assertEquals(Optional.empty(), OsTypes.replacement(versions("5.6 SP2", "6.0.2"), "CentOS 5.5 (32-bit)"));
    }

    private static Settings versions(String from, String to) {
        return new Settings(Map.of("from-version", from, "to-version", to));
    }
}
