package org.ostler.execution;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.ostler.configfile.FileChange;
import org.ostler.plan.Canonical;
import org.ostler.procedure.Action;
import org.ostler.ssh.HostRunner;
import org.ostler.ssh.SshTrouble;

/** A file or link that is as before, or as wanted. */
record ContentProof() implements OnceOnly {
    private static final String PURPOSE = "run-file";

    @Override
    public boolean needsIdentity() {
        return false;
    }

    @Override
    public Finding perform(Deed deed) throws SshTrouble {
        deed.prompt();
        try {
            if (deed.action().action instanceof Action.MakeLink link) {
                HostRunner.FileState earlier = deed.runner().stat(link.path());
                deed.action().before = earlier.at().equals("link") ? earlier.linkDestination() : "";
                deed.save();
                deed.runner().link(link.path(), link.destination());
                return Finding.done("linked");
            }
            FileChange change = kept(deed.tools(), deed.action());
            if (change.after().isEmpty()) {
                deed.runner().remove(change.path(), deed.action().before);
                return Finding.done("removed");
            }
            byte[] text = change.after().get().getBytes(StandardCharsets.UTF_8);
            deed.runner().put(change.path(), text, deed.action().before, change.mode(), change.owner());
            return Finding.done("written, SHA-256 " + deed.action().after);
        } catch (HostRunner.HostRefused refused) {
            // An earlier request whose answer was lost may have been carried out since it was looked for.
            Finding seen = look(deed);
            return seen.known() == Finding.Known.DONE
                    ? seen
                    : Finding.failed("The host refused it (" + refused.code() + "): " + refused.getMessage());
        }
    }

    @Override
    public Finding look(Deed deed) throws SshTrouble {
        if (deed.action().action instanceof Action.MakeLink link) {
            HostRunner.FileState state = deed.runner().stat(link.path());
            return state.at().equals("link") && state.linkDestination().equals(link.destination())
                    ? Finding.done("the link is there")
                    : Finding.notDone("the link is not there");
        }
        Action.WriteFile write = (Action.WriteFile) deed.action().action;
        HostRunner.FileState state = deed.runner().stat(write.change().path());
        String present = state.at().equals("missing") ? "" : state.sha256();
        if (state.at().equals("directory")) {
            return Finding.unknown(write.change().path() + " is a directory now.");
        }
        if (present.equals(deed.action().after)) {
            return Finding.done("the file is as wanted");
        }
        return present.equals(deed.action().before)
                ? Finding.notDone("the file is as before")
                : Finding.unknown(write.change().path() + " is neither as before nor as wanted.");
    }

    @Override
    public Finding attend(Deed deed, Finding running) {
        return running;
    }

    /** Keeps the whole change, secrets included, sealed under the action's command. */
    static void keep(Tools tools, RunEntry run, ActionEntry action, FileChange change) {
        keep(tools, run, action.command, change);
    }

    /** Each file of a guarded change in a row of its own, so that they are found by their paths. */
    static void keep(Tools tools, RunEntry run, ActionEntry action, Action.Guarded guarded) {
        for (FileChange change : guarded.files()) {
            keep(tools, run, ofFile(action, change.path()), change);
        }
    }

    private static void keep(Tools tools, RunEntry run, UUID under, FileChange change) {
        byte[] sealed = tools.vault().seal(PURPOSE, Canonical.write(change).getBytes(StandardCharsets.UTF_8));
        tools.ledger().keep(run.id, under, change.path(), Base64.getEncoder().encodeToString(sealed));
    }

    private static UUID ofFile(ActionEntry action, String path) {
        return UUID.nameUUIDFromBytes((action.command + " " + path).getBytes(StandardCharsets.UTF_8));
    }

    static FileChange kept(Tools tools, ActionEntry action) {
        return kept(tools, action.command);
    }

    /** With the files' real texts, secrets included. */
    static Action.Guarded kept(Tools tools, ActionEntry action, Action.Guarded shown) {
        return shown.with(shown.files().stream()
                .map(change -> kept(tools, action, change))
                .toList());
    }

    static FileChange kept(Tools tools, ActionEntry action, FileChange shown) {
        return kept(tools, ofFile(action, shown.path()));
    }

    private static FileChange kept(Tools tools, UUID under) {
        Optional<String> sealed = tools.ledger().kept(under);
        byte[] open = tools.vault().open(PURPOSE, Base64.getDecoder().decode(sealed.orElseThrow()));
        return Canonical.read(new String(open, StandardCharsets.UTF_8), FileChange.class);
    }
}
