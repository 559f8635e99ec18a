package org.ostler.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ostler.access.Choices;
import org.ostler.access.Profile;
import org.ostler.access.Tokens;
import org.ostler.platform.Refusal;

/** What each person decides alone: password, time zone and tokens for the API. */
@Named
@ViewScoped
public class ProfilePage implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String AGAIN = "/profile.xhtml?faces-redirect=true";

    @Inject
    private Profile profile;

    @Inject
    private Tokens tokens;

    @Inject
    private Notices notices;

    private String tokenName = "";
    private transient String presentPassword;
    private transient String wantedPassword;
    private transient Tokens.NewToken made;
    private transient String timeZone;

    public String changePassword() {
        notices.attempt("profile.passwordChanged", () -> profile.changePassword(presentPassword, wantedPassword));
        return AGAIN;
    }

    /** Stays on the page: the token's secret is shown this once. */
    public void makeToken() {
        try {
            made = tokens.make(tokenName);
            tokenName = "";
        } catch (Refusal refusal) {
            notices.refused(refusal);
        }
    }

    public String removeToken(UUID id) {
        notices.attempt("profile.tokenRemoved", () -> tokens.remove(id));
        return AGAIN;
    }

    public void chooseTimeZone() {
        String chosen = timeZone;
        notices.attempt(
                "profile.timeZoneChosen",
                () -> profile.prefer(now -> new Choices(now.language(), now.theme(), chosen)));
    }

    public String getTimeZone() {
        return profile.choices().timeZone();
    }

    public void setTimeZone(String chosen) {
        timeZone = chosen;
    }

    /** Those that a person would look for: by continent and city. */
    public List<String> getTimeZones() {
        return ZoneId.getAvailableZoneIds().stream()
                .filter(zone -> zone.equals("UTC") || zone.matches("(A[a-z]+|Europe|Indian|Pacific)/.*"))
                .sorted()
                .toList();
    }

    public List<Tokens.Token> getTokens() {
        return tokens.mine();
    }

    public Optional<Tokens.NewToken> getMade() {
        return Optional.ofNullable(made);
    }

    public String getTokenName() {
        return tokenName;
    }

    public void setTokenName(String typed) {
        tokenName = typed == null ? "" : typed;
    }

    public String getPresentPassword() {
        return "";
    }

    public void setPresentPassword(String typed) {
        presentPassword = typed;
    }

    public String getWantedPassword() {
        return "";
    }

    public void setWantedPassword(String typed) {
        wantedPassword = typed;
    }
}
