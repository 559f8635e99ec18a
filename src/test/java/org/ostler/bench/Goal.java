package org.ostler.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a figure shall be, by itself or beside its yardstick, and how the two are compared in words. */
public sealed interface Goal {
    /** So many times less than the yardstick. */
    record TimesLess(double times) implements Goal {}

    /** At least this part of the yardstick. */
    record Share(double part) implements Goal {}

    /** No more than this, whatever the yardstick says. */
    record AtMost(double most) implements Goal {}

    /** Told, and not judged. */
    record None() implements Goal {}

    /** In the report's words. */
    default String words() {
        if (this instanceof TimesLess less) {
            return "≥ " + plain(less.times()) + " × less";
        }
        if (this instanceof Share share) {
            return "≥ " + plain(share.part() * 100) + " %";
        }
        return this instanceof AtMost most ? "≤ " + plain(most.most()) : "";
    }

    /** How the figure stands to the yardstick's; empty without one. */
    default String ratio(double figure, OptionalDouble yardstick) {
        if (yardstick.isEmpty() || figure <= 0 || yardstick.getAsDouble() <= 0) {
            return "";
        }
        double other = yardstick.getAsDouble();
        if (this instanceof Share) {
            return String.format(Locale.ROOT, "%.0f %%", 100 * figure / other);
        }
        return figure > other && !(this instanceof TimesLess)
                ? String.format(Locale.ROOT, "%.1f × more", figure / other)
                : String.format(Locale.ROOT, "%.1f × less", other / figure);
    }

    /** Empty when nothing was promised, or there is nothing to compare with. */
    default Optional<Boolean> isMet(double figure, OptionalDouble yardstick) {
        if (this instanceof AtMost most) {
            return Optional.of(figure <= most.most());
        }
        if (this instanceof None || yardstick.isEmpty()) {
            return Optional.empty();
        }
        double other = yardstick.getAsDouble();
        return Optional.of(
                this instanceof TimesLess less
                        ? other >= less.times() * figure
                        : figure >= ((Share) this).part() * other);
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
