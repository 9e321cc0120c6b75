package io.nicotask.adapter.persistence;

import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.value.ClockStep;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TextConstraints;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Uses the database's clock: {@code clock_timestamp()} advances within a transaction, {@code now()} does not. */
final class JdbiWorkQueue implements WorkQueue {

    /** With {@code offset 0} the planner looks each start up, and does not read all of them at once. */
    private static final String FREE = """
            (w.claimed_until is null or w.claimed_until <= statement_timestamp()
             or w.claimed_until > statement_timestamp() + make_interval(secs => 2 * :claim))
            and (w.kind <> 'STOP_WORKFLOW' or not exists (
                    select from nico.work s
                    where s.kind = 'START_WORKFLOW' and s.site_id = w.site_id and s.key = w.key offset 0))
            """;

    /**
     * Probes an index for each site and lane for what is due, and another one for what was written before the clock was set
     * back, which counts as due. So no work of one site is read because of another's backlog, and none beyond the slots. Of
     * the sites, those that use the fewest slots come first.
     * Skips rows that other transactions have locked, so that no process waits. Finds the rows by their addresses, as the
     * planner cannot know how few they are.
     */
    private static final String CLAIM_DUE = """
            with slots as materialized (
                select * from unnest(cast(:lanes as text[]), cast(:limits as int[]), cast(:perSite as int[]))
                              slots (lane, most, per_site)
            ), at_site as materialized (
                select * from unnest(cast(:lanesAtSites as text[]), cast(:sites as uuid[]), cast(:atSites as int[]))
                              at_site (lane, site_id, most)
            ), free as materialized (
                select picked.address from slots cross join lateral (
                    select due.address from nico.site
                    left join at_site on at_site.lane = slots.lane and at_site.site_id = site.id
                    cross join lateral (
                        select * from (
                            select w.ctid as address, w.due_at from nico.work w
                            where w.lane = slots.lane and w.site_id = site.id
                              and w.due_at <= statement_timestamp() and <free>
                            order by w.due_at limit least(coalesce(at_site.most, slots.per_site), slots.most)
                            for update skip locked
                        ) due
                        union all
                        select * from (
                            select w.ctid as address, w.due_at from nico.work w
                            where w.lane = slots.lane and w.site_id = site.id and w.due_at > statement_timestamp()
                              and w.written_at > statement_timestamp() + make_interval(secs => :tolerance) and <free>
                            order by w.written_at limit least(coalesce(at_site.most, slots.per_site), slots.most)
                            for update skip locked
                        ) set_back
                        order by due_at limit coalesce(at_site.most, slots.per_site)
                    ) due
                    order by slots.per_site - coalesce(at_site.most, slots.per_site)
                                 + row_number() over (partition by site.id order by due.due_at),
                             due.due_at
                    limit slots.most
                ) picked
            ), claimed as (
                update nico.work
                set claimed_until = clock_timestamp() + make_interval(secs => :claim), claim_number = claim_number + 1
                where ctid = any (array(select address from free))
                returning kind, site_id, key, claim_number, due_at
            )
            select clock.now, kind, site_id, key, claim_number
            from (select clock_timestamp() as now) clock left join claimed on true order by due_at
            """.replace("<free>", FREE);

    private final JdbiTransactions transactions;
    private final InstantSource clock;
    private final ClockComparison clocks;

    /** Compares the clock with the database's at each claim, as that is a statement that every process repeats. */
    JdbiWorkQueue(JdbiTransactions transactions, InstantSource clock, ClockComparison clocks) {
        this.transactions = transactions;
        this.clock = clock;
        this.clocks = clocks;
    }

    @Override
    public List<WorkItem> claimDue(List<Slots> slots) {
        List<AtSite> atSites = slots.stream().flatMap(AtSite::of).toList();
        return transactions.write(handle -> {
            Query due = handle.createQuery(CLAIM_DUE).bind("tolerance", Columns.seconds(ClockStep.TOLERANCE));
            bind(due, "lanes", String.class, slots, of -> of.lane().name());
            bind(due, "limits", Integer.class, slots, Slots::limit);
            bind(due, "perSite", Integer.class, slots, Slots::perSite);
            bind(due, "lanesAtSites", String.class, atSites, of -> of.lane().name());
            bind(due, "sites", UUID.class, atSites, of -> of.site().value());
            bind(due, "atSites", Integer.class, atSites, AtSite::most);
            return claim(due.bind("claim", Columns.seconds(CLAIM)));
        });
    }

    private static <R, C> void bind(Query query, String name, Class<C> type, List<R> rows, Function<R, C> column) {
        query.bindArray(name, type, rows.stream().map(column).toList());
    }

    private List<WorkItem> claim(Query due) {
        Instant sent = clock.instant();
        List<Claimed> rows = due.map(
                        (row, context) -> new Claimed(Columns.instant(row, "now"), WorkRow.readOrNull(row)))
                .list();
        clocks.compare(sent, rows.getFirst().now(), clock.instant());
        return rows.stream().flatMap(row -> Stream.ofNullable(row.item())).toList();
    }

    @Override
    public boolean complete(WorkItem item) {
        return transactions.writeIfClaimed(statement -> WorkRow.complete(statement, item));
    }

    @Override
    public boolean postpone(WorkItem item, Duration delay, String cause) {
        String line = cause.isEmpty() ? null : TextConstraints.errorLine(cause);
        return transactions.writeIfClaimed(statement -> WorkRow.postpone(statement, item, delay, line));
    }

    /**
     * A claimed item; one row without an item if there is none.
     *
     * @param now the database's clock
     */
    private record Claimed(Instant now, @Nullable WorkItem item) {}

    /** The slots of a lane at one site. */
    private record AtSite(Lane lane, SiteId site, int most) {

        static Stream<AtSite> of(Slots slots) {
            return slots.atSites().entrySet().stream()
                    .map(entry -> new AtSite(slots.lane(), entry.getKey(), entry.getValue()));
        }
    }
}
