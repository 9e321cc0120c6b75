package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.persistence.SiteChanges.EngineAddress;
import io.nicotask.adapter.persistence.SiteChanges.StoredSite;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reads and writes rows of the table {@code site}. */
final class SiteRow {

    /** The columns of a {@link Site} in the table {@code s}. */
    static final String COLUMNS = "s.id, s.provider_id, s.name, s.flow_enabled, s.retired_at";

    private static final String ALL = "select " + COLUMNS + ", s.engine_target, s.engine_namespace, s.engine_task_queue"
            + " from nico.site s order by s.provider_id, s.name collate \"C\", s.id";

    /** What is null keeps what is stored. */
    private static final String UPSERT = """
            insert into nico.site as s (id, provider_id, name, flow_enabled, engine_target, engine_namespace,
                                        engine_task_queue)
            values (:id, :provider, coalesce(:name, cast(:id as text)), coalesce(:flowEnabled, true),
                    :target, :namespace, :taskQueue)
            on conflict (id) do update
            set name = coalesce(:name, s.name), flow_enabled = coalesce(:flowEnabled, s.flow_enabled),
                engine_target = coalesce(excluded.engine_target, s.engine_target),
                engine_namespace = coalesce(excluded.engine_namespace, s.engine_namespace),
                engine_task_queue = coalesce(excluded.engine_task_queue, s.engine_task_queue)
            """;

    private SiteRow() {}

    static Site read(ResultSet row) throws SQLException {
        return new Site(
                new SiteId(Columns.uuid(row, "id")),
                new ProviderId(Columns.uuid(row, "provider_id")),
                row.getString("name"),
                row.getBoolean("flow_enabled"),
                Columns.instantOrNull(row, "retired_at"));
    }

    /** Returns all sites by provider, then by name. */
    static List<StoredSite> readAll(Handle handle) {
        return handle.createQuery(ALL).map((row, context) -> readStored(row)).list();
    }

    private static StoredSite readStored(ResultSet row) throws SQLException {
        String target = row.getString("engine_target");
        return new StoredSite(
                read(row),
                target == null
                        ? null
                        : new EngineAddress(
                                target, row.getString("engine_namespace"), row.getString("engine_task_queue")));
    }

    static void upsert(Handle handle, ProviderId provider, OrganizationSite site) {
        EngineAddress engine = site.engine();
        handle.createUpdate(UPSERT)
                .bind("id", site.id().value())
                .bind("provider", provider.value())
                .bind("name", site.name())
                .bind("flowEnabled", site.flowEnabled())
                .bind("target", engine == null ? null : engine.target())
                .bind("namespace", engine == null ? null : engine.namespace())
                .bind("taskQueue", engine == null ? null : engine.taskQueue())
                .execute();
    }
}
