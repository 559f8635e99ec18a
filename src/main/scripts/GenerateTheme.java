import java.nio.file.Files;
import java.nio.file.Path;

/** Placeholder until the web helper's generator lands. */
public final class GenerateTheme {
    public static void main(String[] arguments) throws Exception {
        Path out = Path.of(arguments[1]);
        Files.createDirectories(out.getParent());
        Files.writeString(out, "");
    }
}
