package org.ostler.web;

import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.context.ResponseStream;
import jakarta.faces.context.ResponseWriter;
import jakarta.faces.context.ResponseWriterWrapper;
import jakarta.faces.render.RenderKit;
import jakarta.faces.render.RenderKitFactory;
import jakarta.faces.render.RenderKitWrapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.util.Iterator;

/**
 * Shows in every text of every page the characters that would make it look like another: those that turn the direction
 * of writing, and control characters, which would also break an update in the background. A host chooses its own name,
 * the lines of its files and its error messages; Faces escapes markup in them, and nothing else.
 */
public final class VisibleText extends RenderKitFactory {
    /** Called by Faces. */
    public VisibleText(RenderKitFactory wrapped) {
        super(wrapped);
    }

    @Override
    public void addRenderKit(String id, RenderKit kit) {
        getWrapped().addRenderKit(id, kit);
    }

    @Override
    public RenderKit getRenderKit(FacesContext context, String id) {
        RenderKit kit = getWrapped().getRenderKit(context, id);
        return kit == null ? null : new Kit(kit);
    }

    @Override
    public Iterator<String> getRenderKitIds() {
        return getWrapped().getRenderKitIds();
    }

    /** The text with such characters spelled out: {@code ⟨U+202E⟩}. The same object when there are none. */
    static String of(String text) {
        int at = 0;
        while (at < text.length() && !isHidden(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length() + 32);
        text.chars().forEach(character -> {
            if (isHidden((char) character)) {
                visible.append("⟨U+").append("%04X".formatted(character)).append('⟩');
            } else {
                visible.append((char) character);
            }
        });
        return visible.toString();
    }

    /** Unicode 15: the characters of the bidirectional algorithm, C0 and C1 without line ends and tabs. */
    private static boolean isHidden(char character) {
        return switch (character) {
            case '\t', '\n', '\r' -> false;
            case '\u061c', '\u200e', '\u200f', '\ufffe', '\uffff' -> true;
            default ->
                character < ' '
                        || (character >= '\u007f' && character <= '\u009f')
                        || (character >= '\u202a' && character <= '\u202e')
                        || (character >= '\u2066' && character <= '\u2069');
        };
    }

    private static final class Kit extends RenderKitWrapper {
        Kit(RenderKit wrapped) {
            super(wrapped);
        }

        @Override
        public ResponseWriter createResponseWriter(Writer out, String types, String encoding) {
            return new Visible(getWrapped().createResponseWriter(out, types, encoding));
        }

        @Override
        public ResponseStream createResponseStream(OutputStream out) {
            return getWrapped().createResponseStream(out);
        }
    }

    private static final class Visible extends ResponseWriterWrapper {
        Visible(ResponseWriter wrapped) {
            super(wrapped);
        }

        @Override
        public ResponseWriter cloneWithWriter(Writer out) {
            return new Visible(getWrapped().cloneWithWriter(out));
        }

        @Override
        public void writeText(Object text, String property) throws IOException {
            getWrapped().writeText(visible(text), property);
        }

        @Override
        public void writeText(Object text, UIComponent component, String property) throws IOException {
            getWrapped().writeText(visible(text), component, property);
        }

        @Override
        public void writeText(char[] text, int from, int length) throws IOException {
            getWrapped().writeText(of(new String(text, from, length)), null);
        }

        @Override
        public void writeAttribute(String name, Object value, String property) throws IOException {
            getWrapped().writeAttribute(name, visible(value), property);
        }

        private static Object visible(Object text) {
            return text instanceof String string ? of(string) : text;
        }
    }
}
