package io.nicotask.adapter.http;

import io.nicotask.adapter.http.Answer.Problem;
import io.nicotask.application.list.ListTasksCommand.Wanted;
import io.nicotask.application.port.TaskListing.Filter;
import io.nicotask.application.port.TaskListing.Reports;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a list is to show.
 *
 * @param wanted a page, or a stretch of a walk
 * @param reports whether reports are wanted
 * @param pages which page was asked for
 */
record ListTasksForm(Wanted wanted, Reports reports, Pages pages) {

    private static final String ACTIVE_ONLY = "activeOnly";
    private static final String INCLUDE_REPORT = "includeReport";
    private static final String CURSOR = "cursor";

    private static final Problem INVALID = new Problem(400, "Failed to validate list tasks request data");

    /** The names that the query of a list may have. */
    static final Set<String> NAMES = names();

    /**
     * What the query asks for, the site apart.
     *
     * @throws Refusal when a value is none, or does not go with another
     */
    static ListTasksForm read(Query query) {
        boolean activeOnly = query.flag(ACTIVE_ONLY);
        Reports reports = query.flag(INCLUDE_REPORT) ? Reports.INCLUDED : Reports.LEFT_OUT;
        Pages pages = Pages.of(query);
        Wanted wanted = query.has(CURSOR) ? stretch(query, pages, activeOnly) : page(query, pages, activeOnly);
        return new ListTasksForm(wanted, reports, pages);
    }

    private static Wanted page(Query query, Pages pages, boolean activeOnly) {
        Faults faults = new Faults();
        for (String name : FilterForm.NAMES) {
            if (query.has(name)) {
                faults.add(name, "must come with a cursor");
            }
        }
        faults.refuse(INVALID);
        return new Wanted.Page(pages.number(), pages.size(), activeOnly);
    }

    private static Wanted stretch(Query query, Pages pages, boolean activeOnly) {
        Faults faults = new Faults();
        if (activeOnly) {
            faults.add(ACTIVE_ONLY, "must not come with a cursor; name each status instead");
        }
        if (pages.number() != 1) {
            faults.add(Pages.NUMBER, "must not come with a cursor");
        }
        Filter filter = FilterForm.read(query, faults);
        faults.refuse(INVALID);
        return new Wanted.Stretch(Cursor.read(query.value(CURSOR)), pages.size(), filter);
    }

    private static Set<String> names() {
        Set<String> names =
                new TreeSet<>(Set.of(Ids.SITE_ID, ACTIVE_ONLY, INCLUDE_REPORT, Pages.NUMBER, Pages.SIZE, CURSOR));
        names.addAll(FilterForm.NAMES);
        return Set.copyOf(names);
    }
}
