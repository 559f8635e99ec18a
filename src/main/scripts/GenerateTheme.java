import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Makes PrimeFaces' saga-blue theme ours: every literal colour becomes one of the tokens of tokens.css, chosen by what
 * the property paints (text, ground or border). One style sheet then serves light and dark. All rules of saga stay, so
 * a new PrimeFaces brings its own new rules; a colour that has no token fails the build and is decided here.
 *
 * <p>Usage: {@code java GenerateTheme.java primefaces.jar theme.css}. Saga's licence is in saga.LICENSE.txt.
 */
public final class GenerateTheme {
    private static final String SAGA = "META-INF/resources/primefaces-saga-blue/theme.css";
    private static final Pattern DECLARATION = Pattern.compile("(?<=[{;])([a-z-]+):([^;{}]*)");
    private static final Pattern HEX = Pattern.compile("#[0-9a-fA-F]{3,8}\\b(?!\\[)");
    private static final Pattern RGB = Pattern.compile("rgba?\\([\\d., ]+\\)");
    private static final Pattern HSL = Pattern.compile("hsla?\\([^)]*\\)");
    private static final Pattern NUMBER = Pattern.compile("[\\d.]+");

    private static final Map<String, String> TEXT = palette("""
            text #495057 #212529 #252529 #343a40
            text-2 #6c757d #adb5bd #607d8b
            on-accent #fff #ffffff #f8f9fa
            accent #2196f3
            fail #f44336 #d32f2f #b71c1c #e0284f #ef5350 #e60017
            pass #689f38
            warn #fbc02d #ffc107 #7f6003
            running #0288d1 #03a9f4 #01579b
            waiting #9c27b0
            """);
    private static final Map<String, String> GROUND = palette("""
            surface #fff #ffffff
            sunken #f8f9fa #f8f8f8 #fbfcfc
            hover #e9ecef #ebebef #efefef
            line #dee2e6 #dadada
            line-strong #ced4da #adb5bd
            text-2 #6c757d #607d8b
            text #495057 #212529 #252529 #343a40
            accent #2196f3
            select #e3f2fd
            fail #d32f2f #f44336 #ef5350 #b71c1c #e0284f #e60017
            fail-bg #ffcdd2
            pass #689f38
            pass-bg #c8e6c9
            warn #fbc02d #ffc107 #7f6003
            warn-bg #ffecb3
            running #0288d1 #03a9f4 #01579b
            running-bg #b3e5fc
            waiting #9c27b0
            """);
    private static final Map<String, String> BORDER = over(GROUND, """
            line #fff #ffffff #f8f9fa #e9ecef
            line-strong #ced4da #6c757d
            """);

    private GenerateTheme() {}

    public static void main(String[] arguments) throws IOException {
        Path out = Path.of(arguments[1]);
        String theme = tokenised(saga(Path.of(arguments[0])));
        TreeSet<String> left = new TreeSet<>();
        for (Pattern literal : new Pattern[] {HEX, RGB, HSL}) {
            literal.matcher(theme).results().map(MatchResult::group).forEach(left::add);
        }
        if (!left.isEmpty()) {
            System.err.println("GenerateTheme: no token is decided for " + left);
            System.exit(1);
        }
        Files.createDirectories(out.toAbsolutePath().getParent());
        Files.writeString(out, theme);
    }

    private static String saga(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(SAGA);
            if (entry == null) {
                throw new IOException(jar + " holds no " + SAGA);
            }
            String css = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
            return css.startsWith("\uFEFF") ? css.substring(1) : css;
        }
    }

    private static String tokenised(String saga) {
        String css = saga.replaceAll(":root\\{[^}]*\\}", "");
        css = replace(DECLARATION, css, found -> declaration(found.group(1), found.group(2)));
        css = css.replaceAll("font-family:-apple-system[^;}]*", "font-family:inherit");
        return css.replaceAll("border-radius:[346]px", "border-radius:var(--os-radius)");
    }

    private static String declaration(String property, String value) {
        if (property.equals("box-shadow")) {
            return property + ":" + shadow(value);
        }
        Map<String, String> kind = kindOf(property);
        String painted = replace(HEX, value, found -> {
            String token = kind.get(found.group().toLowerCase(Locale.ROOT));
            return token == null ? found.group() : "var(--os-" + token + ")";
        });
        painted = replace(RGB, painted, found -> computed(found.group()));
        return property + ":" + HSL.matcher(painted).replaceAll("var(--os-hover)");
    }

    private static Map<String, String> kindOf(String property) {
        return switch (property) {
            case "color", "fill", "-webkit-text-fill-color", "caret-color" -> TEXT;
            default -> property.startsWith("border") || property.equals("outline") ? BORDER : GROUND;
        };
    }

    private static String shadow(String value) {
        if (value.matches(".*0 0 0 0?\\.\\d+r?em.*")) {
            return "var(--os-ring)";
        }
        if (value.strip().equals("none") || value.strip().equals("unset")) {
            return value;
        }
        if (value.contains("inset")) {
            return RGB.matcher(HEX.matcher(value).replaceAll("var(--os-line-strong)")).replaceAll("var(--os-line-strong)");
        }
        return "var(--os-shadow)";
    }

    /** Colours that saga's authors had computed: their family by hue, their use by lightness. */
    private static String computed(String rgb) {
        double[] parts = NUMBER.matcher(rgb).results()
                .mapToDouble(found -> Double.parseDouble(found.group()))
                .toArray();
        double alpha = parts.length > 3 ? parts[3] : 1;
        if (alpha == 0) {
            return "transparent";
        }
        double light = parts[0] + parts[1] + parts[2];
        String family = family(parts[0], parts[1], parts[2]);
        if (alpha < 1) {
            if (family.equals("neutral")) {
                return parts[0] < 60 && alpha > .2 ? "var(--os-scrim)" : "var(--os-hover)";
            }
            return family.equals("accent") ? "var(--os-hover)" : "var(--os-" + family + "-bg)";
        }
        return switch (family) {
            case "accent" -> light < 520 ? "var(--os-accent-hover)" : "var(--os-select)";
            case "neutral" -> light < 420 ? "var(--os-text-2)" : "var(--os-hover)";
            default -> light < 480 ? "var(--os-" + family + ")" : "var(--os-" + family + "-bg)";
        };
    }

    private static String family(double red, double green, double blue) {
        double most = Math.max(red, Math.max(green, blue)) / 255;
        double least = Math.min(red, Math.min(green, blue)) / 255;
        double spread = most - least;
        double lightness = (most + least) / 2;
        double saturation = spread == 0 ? 0 : spread / (1 - Math.abs(2 * lightness - 1));
        if (saturation < .15) {
            return "neutral";
        }
        double hue = hue(red / 255, green / 255, blue / 255, most, spread);
        if (hue < 15 || hue > 330) {
            return "fail";
        }
        return hue < 65 ? "warn" : hue < 165 ? "pass" : hue < 250 ? "accent" : "waiting";
    }

    private static double hue(double red, double green, double blue, double most, double spread) {
        double sixth = most == red
                ? ((green - blue) / spread + 6) % 6
                : most == green ? (blue - red) / spread + 2 : (red - green) / spread + 4;
        return sixth * 60;
    }

    private static String replace(Pattern pattern, String text, java.util.function.Function<MatchResult, String> by) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(by.apply(found)));
    }

    private static Map<String, String> palette(String lines) {
        return over(Map.of(), lines);
    }

    private static Map<String, String> over(Map<String, String> base, String lines) {
        Map<String, String> tokens = new HashMap<>(base);
        UnaryOperator<String> strip = String::strip;
        lines.lines().map(strip).filter(line -> !line.isEmpty()).forEach(line -> {
            String[] words = line.split(" ");
            for (int i = 1; i < words.length; i++) {
                tokens.put(words[i], words[0]);
            }
        });
        return Map.copyOf(tokens);
    }
}
