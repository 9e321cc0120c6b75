package com.example.spring;

import io.nicotask.adapter.persistence.JdbiStorage;
import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.application.NicoTasks;
import io.nicotask.application.user.TrustedCallersPolicy;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class TasksConfiguration {

    static final OrgName ORG = new OrgName("acme");
    static final SiteId SITE = new SiteId(UUID.fromString("00000000-0000-4000-8000-000000000002"));
    private static final ProviderId PROVIDER = new ProviderId(UUID.fromString("00000000-0000-4000-8000-000000000001"));

    @Bean
    JdbiStorage storage(DataSource database) {
        JdbiStorage storage = JdbiStorage.on(database).schema("nico").build();
        storage.upsertOrganizations(
                List.of(new Organization(ORG, PROVIDER, List.of(new OrganizationSite(SITE, true)))));
        return storage;
    }

    @Bean
    TemporalEngine engine(WorkflowClient temporal) {
        return TemporalEngine.on(temporal).site(SITE, "racks").build();
    }

    @Bean(initMethod = "start")
    NicoTasks tasks(JdbiStorage storage, TemporalEngine engine) {
        return NicoTasks.builder().storage(storage).engine(engine).access(TrustedCallersPolicy::new).build();
    }
}
