package org.ostler.api;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Serves the OpenAPI document in the place of the server's own, which is less than the truth: see {@link ApiSchemas}.
 */
@WebServlet({"/openapi", "/openapi/"})
public class OpenApiServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.getOutputStream().write(ApiJson.write(ApiDocument.make()));
    }
}
