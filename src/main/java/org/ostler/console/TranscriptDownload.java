package org.ostler.console;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ostler.access.Caller;
import org.ostler.access.Permission;

/** A whole transcript as a text file, as large as it is. */
@WebServlet("/download/transcript")
public class TranscriptDownload extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int BATCH = 2_000;

    @Inject
    private transient Transcripts transcripts;

    @Inject
    private transient Caller caller;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        UUID run;
        try {
            run = UUID.fromString(
                    Optional.ofNullable(request.getParameter("run")).orElse(""));
        } catch (IllegalArgumentException noRun) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        if (!caller.may(Permission.READ)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"transcript-" + run + ".txt\"");
        PrintWriter out = response.getWriter();
        long after = 0;
        List<TranscriptRecord> records = transcripts.read(run, Optional.empty(), after, BATCH);
        while (!records.isEmpty()) {
            records.forEach(record -> write(record, out));
            after = records.get(records.size() - 1).number();
            records = transcripts.read(run, Optional.empty(), after, BATCH);
        }
    }

    private static void write(TranscriptRecord record, PrintWriter out) {
        String prompt = record.stream() == TranscriptRecord.Stream.COMMAND ? "$ " : "";
        out.print(record.number() + "\t" + record.at() + "\t" + record.host() + "\t" + prompt + record.text()
                + (record.endsLine() ? "\n" : " …\n"));
    }
}
