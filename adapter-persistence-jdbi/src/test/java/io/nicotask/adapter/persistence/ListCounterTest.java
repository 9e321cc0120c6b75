package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoreContract.SITE;
import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.TaskQueries.Page;
import io.nicotask.application.port.TaskQueries.Reports;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists are correct at every moment, however far the counter has got. */
final class ListCounterTest {

    private static final int WRITERS = 4;
    private static final int TRANSACTIONS = 150;
    private static final int PAGE = 7;
    private static final String SUPERBLOCKS_OF_SITE =
            "select count(*) from task_list_block where superblock and list_kind = 'site'";
    private static final Reports LEFT_OUT = Reports.OMITTED;

    private final Settings database = PostgresTestServer.emptyDatabase();
    private HikariDataSource pool;
    private Jdbi jdbi;
    private JdbiTransactions transactions;
    private JdbiTaskQueries listing;
    private ListCounter listCounter;

    @BeforeEach
    void there_is_a_site() {
        try (PersistenceModule module = PersistenceModule.open(database)) {
            module.upsertOrganizations(
                    List.of(new Organization(ORG, PROVIDER, List.of(new OrganizationSite(SITE, true)))));
        }
        pool = ConnectionPool.open(PostgresTestServer.withSearchPath(database), SchemaMigrator.migrate(database));
        jdbi = PostgresTestServer.qualified(Jdbi.create(pool));
        transactions = new JdbiTransactions(jdbi);
        listing = new JdbiTaskQueries(transactions, 10_000, Stop.ATTENTION_AFTER);
        listCounter = newCounter();
    }

    @AfterEach
    void close() {
        pool.close();
    }

    /** Uses blocks and superblocks that are short, so that there are many. */
    private ListCounter newCounter() {
        return new ListCounter(transactions, new ListBlocks(5, 3));
    }

    @Test
    void every_page_and_total_matches_its_snapshot_while_tasks_are_written_and_counted() {
        ConcurrentListWrites writes = new ConcurrentListWrites(jdbi);
        AtomicInteger runners = new AtomicInteger();
        AtomicInteger writing = new AtomicInteger(WRITERS);

        List<Integer> rounds = ConcurrentRuns.of(WRITERS + 4, () -> {
            int runner = runners.incrementAndGet();
            Random random = new Random(runner);
            if (runner <= WRITERS) {
                writes.run(random, TRANSACTIONS);
                writing.decrementAndGet();
                return 0;
            }
            int count = 0;
            for (ListCounter own = newCounter(); writing.get() > 0; count++) {
                turn(runner - WRITERS, own, random);
            }
            return count;
        });

        assertThat(rounds.stream().mapToInt(count -> count).sum()).isPositive();
        assertMatchesTables(new Random(1), 200);
        assertThat(queryLong("select up_to from task_list_counter")).isPositive();
        countAll();
        assertMatchesTables(new Random(2), 200);
        assertThat(queryLong(SUPERBLOCKS_OF_SITE)).isGreaterThan(3);
        assertThat(queryLong("select max(total) from task_list_block where not superblock"))
                .isLessThanOrEqualTo(10);
        assertThat(queryLong("select up_to - pg_sequence_last_value('task_history_number') from task_list_counter"))
                .isZero();
    }

    /** Two runners count, one counts in transactions that are rolled back, and one reads lists. */
    private void turn(int role, ListCounter own, Random random) {
        switch (role) {
            case 1, 2 -> own.step();
            case 3 ->
                jdbi.useTransaction(handle -> {
                    own.step();
                    handle.rollback();
                });
            default -> assertMatchesTables(random, 1);
        }
    }

    @Test
    void history_that_a_running_transaction_may_still_write_is_not_counted() {
        add(1);
        Page meanwhile = transactions.write(handle -> {
            add(2);
            return ConcurrentRuns.elsewhere(() -> {
                add(3);
                countAll();
                return page(new TaskList.Site(), false, 1);
            });
        });

        assertThat(meanwhile.total()).isEqualTo(2);
        assertThat(page(new TaskList.Site(), false, 1).total()).isEqualTo(3);
        assertThat(queryLong("select up_to from task_list_counter")).isZero();
        countAll();
        assertThat(queryLong("select up_to from task_list_counter")).isEqualTo(3);
        assertThat(page(new TaskList.Site(), false, 1).total()).isEqualTo(3);
    }

    @Test
    void a_mark_is_reached_although_some_transaction_is_always_running() {
        add(1);
        boolean more = transactions.write(handle -> {
            add(2);
            return ConcurrentRuns.elsewhere(() -> listCounter.step());
        });
        transactions.write(handle -> {
            add(3);
            return ConcurrentRuns.elsewhere(() -> listCounter.step());
        });

        assertThat(more).isFalse();
        assertThat(queryLong("select up_to from task_list_counter")).isEqualTo(2);
    }

    @Test
    void a_counter_does_not_wait_for_another_one() {
        add(1);

        Boolean more = jdbi.inTransaction(handle -> {
            handle.execute("select from task_list_counter for update");
            return ConcurrentRuns.elsewhere(() -> listCounter.step());
        });

        assertThat(more).isFalse();
        assertThat(queryLong("select up_to from task_list_counter")).isZero();
    }

    @Test
    void recounted_lists_have_every_task_and_get_their_blocks_again() {
        Random random = new Random(3);
        ConcurrentListWrites writes = new ConcurrentListWrites(jdbi);
        writes.run(random, 400);
        countAll();
        jdbi.useHandle(handle -> handle.execute("truncate task_position, task_component, task_list, task_list_block"));

        jdbi.useHandle(handle -> handle.execute("select recount_lists()"));

        assertMatchesTables(random, 100);
        assertThat(queryLong(SUPERBLOCKS_OF_SITE)).isZero();
        writes.run(random, 10);
        countAll();
        assertThat(queryLong(SUPERBLOCKS_OF_SITE)).isPositive();
        assertMatchesTables(random, 100);
    }

    @Test
    void a_list_of_few_blocks_has_no_superblocks() {
        new ConcurrentListWrites(jdbi).run(new Random(5), 50);
        countAll();

        String few = "from task_list l join task_list_block using (site_id, list_kind, list_id) where l.total <= 60";
        assertThat(queryLong("select count(*) " + few + " and not superblock")).isGreaterThan(10);
        assertThat(queryLong("select count(*) " + few + " and superblock")).isZero();
        assertThat(queryLong(SUPERBLOCKS_OF_SITE)).isPositive();
    }

    /** Inserts a task in the transaction of this thread, or in one of its own. */
    private void add(int number) {
        Task task = aPendingTask().number(number).build();
        jdbi.useTransaction(
                handle -> new DecisionStatement(SCOPE, List.of(new TaskSubmitted(task, CAUSE)), Stop.ATTENTION_AFTER)
                        .execute(handle));
    }

    private void countAll() {
        while (listCounter.step()) {
            assertMatchesTables(new Random(4), 1);
        }
    }

    /** Compares a number of pages with the tables, each in one snapshot. */
    private void assertMatchesTables(Random random, int pages) {
        for (int i = 0; i < pages; i++) {
            boolean activeOnly = random.nextBoolean();
            TaskList list = switch (random.nextInt(3)) {
                case 0 -> new TaskList.Site();
                case 1 -> new TaskList.Rack(ConcurrentListWrites.rack(random.nextInt(3)));
                default -> new TaskList.Tray(ConcurrentListWrites.tray(random.nextInt(6)));
            };
            jdbi.useTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
                List<UUID> ids = ids(handle, list, activeOnly);
                int last = ids.size() / PAGE + 1;
                int number = 1 + random.nextInt(last + 1);
                Page page = page(list, activeOnly, number);
                assertThat(page.total()).isEqualTo(ids.size());
                assertThat(page.tasks())
                        .extracting(task -> task.id().value())
                        .isEqualTo(ids.stream()
                                .skip((number - 1L) * PAGE)
                                .limit(PAGE)
                                .toList());
            });
        }
    }

    private Page page(TaskList list, boolean activeOnly, int number) {
        return listing.page(SCOPE, list, activeOnly, number, PAGE, LEFT_OUT);
    }

    private static List<UUID> ids(Handle handle, TaskList list, boolean activeOnly) {
        String restriction = switch (list) {
            case TaskList.Site site -> "true";
            case TaskList.Rack rack -> "rack_id = '" + rack.rack() + "'";
            case TaskList.Tray tray -> "components::text like '%" + tray.tray() + "%'";
        };
        return handle.createQuery("select id from task where %s and (finished_at is null or %s) %s"
                        .formatted(restriction, !activeOnly, "order by created_at desc, id desc"))
                .mapTo(UUID.class)
                .list();
    }

    private long queryLong(String question) {
        return jdbi.withHandle(
                handle -> handle.createQuery(question).mapTo(Long.class).one());
    }
}
