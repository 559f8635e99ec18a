package org.ostler.lab;

import java.util.Map;

/** Commands about tasks. */
final class XeTaskCommands {
    private XeTaskCommands() {}

    static void addTo(Map<String, XeCall.Form> forms) {
        forms.put("task-cancel", XeRecords.form("uuid", "", "Set a task to cancelling and return", call -> call.byUuid(
                        "task")
                .with("cancelling", "true")));
    }
}
