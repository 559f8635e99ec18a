package org.ostler.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.ostler.platform.Configuration;
import org.ostler.platform.DatabaseWatch;

/**
 * The one authentication mechanism; each kind of path has its own door. It stands before filters and servlets, so it
 * also refuses disguised paths and foreign origins and gives every answer its security headers.
 */
@ApplicationScoped
public class DoorKeeper implements HttpAuthenticationMechanism {
    private static final Logger LOG = Logger.getLogger(DoorKeeper.class.getName());
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    @Inject
    Authentication authentication;

    @Inject
    SignIn signIn;

    @Inject
    Sessions sessions;

    @Inject
    Accounts accounts;

    @Inject
    Configuration configuration;

    @Inject
    DatabaseWatch watch;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        try {
            return atTheDoor(request, response, context);
        } catch (RuntimeException trouble) {
            Optional<DatabaseWatch.Trouble> database = watch.met(trouble);
            if (database.isPresent()) {
                Answer answer = new Answer(response);
                return isForAPerson(request) ? answer.pageNotNow() : answer.notNow(database.get());
            }
            String reference = UUID.randomUUID().toString();
            LOG.log(Level.SEVERE, trouble, () -> "Unexpected error " + reference);
            return new Answer(response).unexpected(reference);
        }
    }

    private static boolean isForAPerson(HttpServletRequest request) {
        return RequestPath.of(request.getRequestURI())
                        .filter(RequestPath::isFaces)
                        .isPresent()
                && request.getHeader("Faces-Request") == null;
    }

    private AuthenticationStatus atTheDoor(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        ClientAddress client =
                new ClientAddress(configuration.text("ostler.behind.proxy").orElse(""));
        Optional<RequestPath> known = RequestPath.of(request.getRequestURI());
        RequestPath path = known.orElse(new RequestPath("/", RequestPath.Door.API));
        boolean staticContent = path.path().startsWith("/jakarta.faces.resource/");
        ResponseHeaders.set(response, known.isPresent() && path.isFaces(), staticContent, client.isSecure(request));
        if (known.isEmpty()) {
            return new Answer(response).disguisedPath();
        }
        if (context.isAuthenticationRequest()
                && context.getAuthParameters().getCredential() instanceof UsernamePasswordCredential typed) {
            return typed(request, context, typed);
        }
        return switch (path.door()) {
            case OPEN -> open(request, response, context, client, path);
            case API -> byHeader(request, response, context, client);
            case METRICS ->
                request.getHeader("Authorization") == null
                        ? bySession(request, response, context, path)
                        : byHeader(request, response, context, client);
            case SOCKET ->
                isOurs(request, client)
                        ? bySession(request, response, context, path)
                        : new Answer(response).foreignOrigin();
            case PAGE ->
                READING.contains(request.getMethod()) || isOursIfGiven(request, client)
                        ? bySession(request, response, context, path)
                        : new Answer(response).foreignOrigin();
        };
    }

    /** What was typed into the sign-in page. */
    private AuthenticationStatus typed(
            HttpServletRequest request, HttpMessageContext context, UsernamePasswordCredential typed) {
        SignIn.Attempt attempt = signIn.signIn(request, typed.getCaller(), typed.getPasswordAsString());
        if (attempt.outcome() == SignIn.Outcome.SIGNED_IN) {
            return bySession(request, context).orElse(AuthenticationStatus.SEND_FAILURE);
        }
        request.setAttribute(SignIn.Attempt.class.getName(), attempt);
        return AuthenticationStatus.SEND_FAILURE;
    }

    /** The sign-in page may know who is there already; nothing of it depends on that. */
    private AuthenticationStatus open(
            HttpServletRequest request,
            HttpServletResponse response,
            HttpMessageContext context,
            ClientAddress client,
            RequestPath path) {
        if (!READING.contains(request.getMethod()) && !isOursIfGiven(request, client)) {
            return new Answer(response).foreignOrigin();
        }
        return path.path().equals(RequestPath.SIGN_IN)
                ? bySession(request, context).orElseGet(context::doNothing)
                : context.doNothing();
    }

    private AuthenticationStatus byHeader(
            HttpServletRequest request,
            HttpServletResponse response,
            HttpMessageContext context,
            ClientAddress client) {
        String header = request.getHeader("Authorization");
        if (header == null) {
            return new Answer(response).signInNeeded();
        }
        Authentication.Result result = authentication.byHeader(header, client.of(request));
        if (result instanceof Authentication.Result.Known known) {
            return letIn(context, known.account());
        }
        return result instanceof Authentication.Result.Wait wait
                ? new Answer(response).wait(wait.howLong())
                : new Answer(response).refused();
    }

    private AuthenticationStatus bySession(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context, RequestPath path) {
        Optional<AuthenticationStatus> known = bySession(request, context);
        if (known.isPresent()) {
            return known.get();
        }
        if (path.door() != RequestPath.Door.PAGE) {
            return new Answer(response).signInNeeded();
        }
        return new Answer(response)
                .toSignIn(signInUrl(request), "partial/ajax".equals(request.getHeader("Faces-Request")));
    }

    private Optional<AuthenticationStatus> bySession(HttpServletRequest request, HttpMessageContext context) {
        return sessions.ticket(request.getSession(false))
                .flatMap(ticket -> accounts.findActive(ticket.name()))
                .map(account -> letIn(context, account));
    }

    private static String signInUrl(HttpServletRequest request) {
        if (!READING.contains(request.getMethod())) {
            return RequestPath.SIGN_IN;
        }
        String query = request.getQueryString();
        String wanted = request.getRequestURI() + (query == null ? "" : "?" + query);
        return wanted.equals("/")
                ? RequestPath.SIGN_IN
                : RequestPath.SIGN_IN + "?back=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8);
    }

    private static AuthenticationStatus letIn(HttpMessageContext context, Account account) {
        return context.notifyContainerAboutLogin(
                account.name(), account.roles().stream().map(Role::name).collect(Collectors.toSet()));
    }

    private static boolean isOurs(HttpServletRequest request, ClientAddress client) {
        String origin = request.getHeader("Origin");
        return origin != null && originIs(origin, client.authority(request));
    }

    private static boolean isOursIfGiven(HttpServletRequest request, ClientAddress client) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return false;
        }
        return request.getHeader("Origin") == null || isOurs(request, client);
    }

    private static boolean originIs(String origin, String authority) {
        return !authority.isEmpty()
                && (origin.equalsIgnoreCase("http://" + authority) || origin.equalsIgnoreCase("https://" + authority));
    }
}
