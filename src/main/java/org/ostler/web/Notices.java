package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import java.util.Optional;
import org.ostler.platform.DatabaseWatch;
import org.ostler.platform.Refusal;

/** What a page says about the request it just carried out; survives the redirect that follows. */
@RequestScoped
public class Notices {
    private final Texts texts;
    private final DatabaseWatch database;

    Notices() {
        this(null, null);
    }

    @Inject
    Notices(Texts texts, DatabaseWatch database) {
        this.texts = texts;
        this.database = database;
    }

    /**
     * Does it and says so, or shows why it was refused and what to do next.
     *
     * @param done key of the sentence for success
     * @return whether it was done
     */
    public boolean attempt(String done, Runnable work, Object... values) {
        try {
            work.run();
        } catch (Refusal refusal) {
            refused(refusal);
            return false;
        } catch (RuntimeException thrown) {
            refused(database.met(thrown).orElseThrow(() -> thrown).refusal());
            return false;
        }
        show(FacesMessage.SEVERITY_INFO, texts.say(done, values), "");
        return true;
    }

    public void done(String key, Object... values) {
        show(FacesMessage.SEVERITY_INFO, texts.say(key, values), "");
    }

    /** Says it under the field that it is about, or above the page when it is about none. */
    public void refusedAt(String form, Optional<String> field, Refusal refusal) {
        if (field.isEmpty()) {
            refused(refusal);
            return;
        }
        String words = texts.translated(refusal.getMessage()) + " " + texts.translated(refusal.next());
        FacesContext.getCurrentInstance()
                .addMessage(form + ":" + field.get(), new FacesMessage(FacesMessage.SEVERITY_ERROR, words, words));
    }

    /** Does it; only a refusal is said, since the page itself shows what has begun. */
    public void quietly(Runnable work) {
        try {
            work.run();
        } catch (Refusal refusal) {
            refused(refusal);
        }
    }

    public void refused(Refusal refusal) {
        show(FacesMessage.SEVERITY_ERROR, texts.translated(refusal.getMessage()), texts.translated(refusal.next()));
    }

    /** For a page that shows it where it was asked. */
    public String words(Refusal refusal) {
        return texts.translated(refusal.getMessage()) + " " + texts.translated(refusal.next());
    }

    public void failed(String key, Object... values) {
        show(FacesMessage.SEVERITY_ERROR, texts.say(key, values), "");
    }

    private static void show(FacesMessage.Severity severity, String what, String next) {
        FacesContext faces = FacesContext.getCurrentInstance();
        faces.getExternalContext().getFlash().setKeepMessages(true);
        faces.addMessage(null, new FacesMessage(severity, what, next));
    }
}
