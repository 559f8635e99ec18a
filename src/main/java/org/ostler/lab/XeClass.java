package org.ostler.lab;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One class of records as xe lists them.
 *
 * @param word in the names of commands: {@code host} makes host-list, host-param-get, …
 * @param table in xapi's database
 * @param fields in the order in which they are printed
 * @param shown fields when nobody asks for others
 * @param listed what the list shows when its filter says nothing about it
 */
record XeClass(String word, String table, List<XeField> fields, Set<String> shown, Predicate<XenObject> listed) {
    Optional<XeField> field(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }
}
