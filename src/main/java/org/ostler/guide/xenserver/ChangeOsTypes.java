package org.ostler.guide.xenserver;

import static org.ostler.procedure.Chapter.once;
import static org.ostler.procedure.Step.step;

import java.util.List;
import org.ostler.facts.CloudFacts;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Step;
import org.ostler.procedure.Step.On;
import org.ostler.procedure.Template;
import org.ostler.procedure.Undo;

/** "Change the OS type of the virtual machines", through the API. */
final class ChangeOsTypes {
    private static final Template CHANGE = new Template(
            "updateVirtualMachine id=<vm> ostypeid=<type>",
            "each user VM on a host of this cluster whose type the manual changes; to Other Linux of the same width");

    private ChangeOsTypes() {}

    static Chapter chapter() {
        return once(
                "os-types",
                "Change OS types",
                step("change-os-types", "Change the OS types of the VMs")
                        .why("The new version starts these guests by another way than the old one. With the old type"
                                + " in CloudStack they would not start after the upgrade. It counts from a VM's next"
                                + " start. VMs on other clusters and stopped ones are left alone; the stopped ones"
                                + " are named.")
                        .covers("XEN-62")
                        .on(On.CLOUDSTACK)
                        .looksAt(Baseline.CLOUD)
                        .looksAt(CloudFacts.OS_TYPES, CloudFacts.TEMPLATES)
                        .requires(OsTypes.pair())
                        .requires(OsTypes.stopped())
                        .requires(OsTypes.templates())
                        .does(new Step.ForEach(
                                List.of(CHANGE),
                                OsTypes::toChange,
                                OsTypes::change,
                                OsTypes::isChanged,
                                OsTypes::isAllowed))
                        .undoneBy(new Undo.By(
                                "The VMs get their earlier OS types.", List.of(CHANGE), OsTypes::changeBack)));
    }
}
