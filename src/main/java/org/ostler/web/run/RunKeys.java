package org.ostler.web.run;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.ostler.credential.KnownHosts;
import org.ostler.execution.RunView.GateView;
import org.ostler.execution.RunView.StepView;
import org.ostler.web.KeyChange;

/** The new host key of a machine that was installed again, at the gate that expects it. */
@Named
@RequestScoped
public class RunKeys {
    @Inject
    private KnownHosts knownHosts;

    public Optional<KeyChange> of(StepView step) {
        return step.gate()
                .filter(GateView::expectsHostKey)
                .flatMap(gate -> knownHosts.offered(step.target().id()))
                .map(shown ->
                        new KeyChange(shown, knownHosts.accepted(step.target().id())));
    }
}
