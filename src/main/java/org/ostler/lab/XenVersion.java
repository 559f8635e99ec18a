package org.ostler.lab;

/** The XenServer releases of the lab, with the numbers by which xapi compares them. */
enum XenVersion {
    V5_6_SP2("5.6.100", "5.6 SP2", "47101p", "5.6", "3.4.2", "2.6.32.12-0.7.1.xs5.6.100.323.170596xen", "5.6.100"),
    V6_0_2("6.0.2", "6.0.2", "53456p", "1.3", "4.1.1", "2.6.32.12-0.7.1.xs6.0.2.542.170665xen", "1.4.90"),
    V6_2_0("6.2.0", "6.2", "70446c", "1.3", "4.1.5", "2.6.32.43-0.4.1.xs1.8.0.835.170778xen", "1.8.0");

    private final String product;
    private final String text;
    private final String build;
    private final String xapi;
    private final String xen;
    private final String linux;
    private final String platform;

    XenVersion(String product, String text, String build, String xapi, String xen, String linux, String platform) {
        this.product = product;
        this.text = text;
        this.build = build;
        this.xapi = xapi;
        this.xen = xen;
        this.linux = linux;
        this.platform = platform;
    }

    /** {@code product_version} as xapi gives it: 5.6.100 is 5.6 SP2. */
    String product() {
        return product;
    }

    String text() {
        return text;
    }

    String build() {
        return build;
    }

    String xapi() {
        return xapi;
    }

    String xen() {
        return xen;
    }

    String linux() {
        return linux;
    }

    String platform() {
        return platform;
    }

    boolean isOlderThan(XenVersion other) {
        return compareTo(other) < 0;
    }

    static XenVersion of(String product) {
        for (XenVersion version : values()) {
            if (version.product.equals(product) || version.text.equals(product)) {
                return version;
            }
        }
        throw new IllegalArgumentException("the lab has no XenServer " + product);
    }
}
