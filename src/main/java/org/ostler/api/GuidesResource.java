package org.ostler.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.guide.Library;
import org.ostler.guide.Manual;
import org.ostler.platform.Refusal;

/** Guides and the manual they come from. */
@Path("/")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class GuidesResource {
    @Inject
    Caller caller;

    public record Guides(List<GuideView> guides) {}

    public record ManualView(List<ManualItem> items) {}

    public record ManualItem(
            String id, String kind, String chapter, String title, String titleZh, List<Manual.ServedBy> servedBy) {}

    @GET
    @Path("guides")
    @Operation(summary = "All guides, with chapters, steps, manual items and settings")
    public Guides guides() {
        caller.require(Permission.READ);
        return new Guides(Library.guides().stream().map(GuideView::of).toList());
    }

    @GET
    @Path("guides/{id}")
    @Operation(summary = "One guide")
    public GuideView guide(@PathParam("id") String id) {
        caller.require(Permission.READ);
        return Library.guide(id).map(GuideView::of).orElseThrow(() -> Refusal.notFound("guide", id));
    }

    @GET
    @Path("manual")
    @Operation(summary = "Every numbered item of the manual, with what serves it")
    public ManualView manual() {
        caller.require(Permission.READ);
        return new ManualView(Manual.items().stream()
                .map(item -> new ManualItem(
                        item.id(),
                        item.kind(),
                        item.chapter(),
                        item.title(),
                        item.titleZh(),
                        Manual.servedBy(item.id())))
                .toList());
    }
}
