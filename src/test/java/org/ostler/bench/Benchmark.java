package org.ostler.bench;

/** Something whose cost is measured beside its yardstick. */
public interface Benchmark {
    /** What is measured, as the heading of its figures. */
    String title();

    /**
     * Measures, and tells each figure as soon as it is known.
     *
     * @throws Exception whatever goes wrong is told in the report, and the next one is measured
     */
    void measure(Report report) throws Exception;
}
