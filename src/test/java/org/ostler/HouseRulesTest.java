package org.ostler;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of the house, as rules: who may import whom, and what never appears. */
@AnalyzeClasses(packages = "org.ostler", importOptions = ImportOption.DoNotIncludeTests.class)
final class HouseRulesTest {
    private static final String[] CORE = {"..facts..", "..configfile..", "..procedure..", "org.ostler.network.."};

    @ArchTest
    static final ArchRule theCoreIsPure = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.net..",
                    "java.nio.file..",
                    "java.sql..",
                    "jakarta..",
                    "net.schmizz..",
                    "org.ostler.ssh..",
                    "org.ostler.cloudstack..",
                    "org.ostler.inventory..",
                    "org.ostler.credential..",
                    "org.ostler.access..",
                    "org.ostler.platform..",
                    "org.ostler.plan..",
                    "org.ostler.execution..",
                    "org.ostler.console..",
                    "org.ostler.audit..",
                    "org.ostler.web..",
                    "org.ostler.api..",
                    "org.ostler.guide..")
            .because("a guide must be readable, testable and plannable without a host");

    @ArchTest
    static final ArchRule theCoreHasNoClock = noClasses()
            .that()
            .resideInAnyPackage("..facts..", "..configfile..", "..procedure..", "org.ostler.network..", "..guide..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID");

    @ArchTest
    static final ArchRule factsStandAtTheBottom = noClasses()
            .that()
            .resideInAPackage("..facts..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..configfile..", "..procedure..", "org.ostler.network..");

    @ArchTest
    static final ArchRule procedureKnowsNoNetwork = noClasses()
            .that()
            .resideInAnyPackage("..procedure..", "..configfile..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.ostler.network..");

    @ArchTest
    static final ArchRule guidesKnowOnlyTheCore = noClasses()
            .that()
            .resideInAPackage("..guide..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.ostler.ssh..",
                    "org.ostler.cloudstack..",
                    "org.ostler.plan..",
                    "org.ostler.execution..",
                    "org.ostler.console..",
                    "org.ostler.audit..",
                    "org.ostler.web..",
                    "org.ostler.api..");

    @ArchTest
    static final ArchRule guidesDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage("..guide.kvm..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..guide.xenserver..", "..guide.lxc..", "..guide.hyperv..", "..guide.vsphere..");

    @ArchTest
    static final ArchRule lxcKnowsNoOtherGuide = noClasses()
            .that()
            .resideInAPackage("..guide.lxc..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..guide.xenserver..", "..guide.kvm..", "..guide.hyperv..", "..guide.vsphere..");

    @ArchTest
    static final ArchRule whatLinuxHostsShareKnowsNoGuide = noClasses()
            .that()
            .resideInAPackage("..guide.linux..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..guide.kvm..", "..guide.lxc..", "..guide.xenserver..");

    @ArchTest
    static final ArchRule planningKnowsNoExecution = noClasses()
            .that()
            .resideInAPackage("..plan..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.ostler.execution..", "org.ostler.web..", "org.ostler.api..");

    @ArchTest
    static final ArchRule nobodyLooksUpwards = noClasses()
            .that()
            .resideOutsideOfPackages("org.ostler.web..", "org.ostler.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.ostler.web..", "org.ostler.api..");

    @ArchTest
    static final ArchRule onlySshImportsSshj = noClasses()
            .that()
            .resideOutsideOfPackage("org.ostler.ssh..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("net.schmizz..", "com.hierynomus..");

    @ArchTest
    static final ArchRule onlyTheWebImportsFaces = noClasses()
            .that()
            .resideOutsideOfPackage("org.ostler.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.faces..", "org.primefaces..");

    @ArchTest
    static final ArchRule onlyTheApiImportsRest = noClasses()
            .that()
            .resideOutsideOfPackage("org.ostler.api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ws.rs..");

    @ArchTest
    static final ArchRule nobodyImportsTheLab = noClasses()
            .that()
            .resideOutsideOfPackage("org.ostler.lab..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.ostler.lab..");

    @ArchTest
    static final ArchRule theLabImportsNothingOfTheProduct = noClasses()
            .that()
            .resideInAPackage("org.ostler.lab..")
            .should()
            .dependOnClassesThat(new DescribedPredicate<JavaClass>("are of the product") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getPackageName().startsWith("org.ostler.")
                            && !type.getPackageName().startsWith("org.ostler.lab");
                }
            });

    @ArchTest
    static final ArchRule rowsStayAtHome = classes()
            .that()
            .areAnnotatedWith("jakarta.persistence.Entity")
            .should()
            .haveSimpleNameEndingWith("Row")
            .andShould()
            .notBePublic();

    @ArchTest
    static final ArchRule namesSayWhatTheyAre =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl|Processor)$");

    @ArchTest
    static final ArchRule threadsComeFromTheContainer = noClasses()
            .that()
            .resideOutsideOfPackages("org.ostler.lab..", "org.ostler.ssh..")
            .should()
            .callConstructor(Thread.class)
            .orShould()
            .callConstructor(Thread.class, Runnable.class)
            .orShould()
            .callConstructor(Thread.class, Runnable.class, String.class);

    @ArchTest
    static final ArchRule nothingIsPrintedToTheConsole = noClasses()
            .that()
            .resideOutsideOfPackage("org.ostler.lab..")
            .and()
            .doNotBelongToAnyOf(org.ostler.audit.VerifyAudit.class) // a command of its own, which answers there
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule noUnfinishedMethods = noMethods()
            .should(
                    new com.tngtech.archunit.lang.ArchCondition<com.tngtech.archunit.core.domain.JavaMethod>(
                            "throw UnsupportedOperationException") {
                        @Override
                        public void check(
                                com.tngtech.archunit.core.domain.JavaMethod method,
                                com.tngtech.archunit.lang.ConditionEvents events) {
                            boolean unfinished = method.getConstructorCallsFromSelf().stream()
                                    .anyMatch(call ->
                                            call.getTargetOwner().isEquivalentTo(UnsupportedOperationException.class));
                            events.add(new com.tngtech.archunit.lang.SimpleConditionEvent(
                                    method, unfinished, method.getFullName() + " is unfinished"));
                        }
                    });
}
