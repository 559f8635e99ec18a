package org.ostler.web.audit;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.ostler.audit.AuditQuery;
import org.ostler.audit.AuditTrail;
import org.ostler.platform.Refusal;

/** The entries that the page's filters match, as a file. */
@WebServlet("/download/audit")
public class AuditDownload extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient AuditTrail audit;

    @Inject
    private transient AuditFilter filter;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        boolean json = "json".equals(request.getParameter("format"));
        try {
            AuditQuery query = filter.query(1);
            audit.count(query);
            response.setContentType(json ? "application/json;charset=UTF-8" : "text/csv;charset=UTF-8");
            response.setHeader("Content-Disposition", "attachment; filename=\"audit." + (json ? "json" : "csv") + "\"");
            audit.export(query, json ? "json" : "csv", response.getOutputStream());
        } catch (Refusal refusal) {
            response.sendError(refusal.kind().status(), refusal.getMessage());
        }
    }
}
