package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.SiteDirectoryContract;

final class JdbiSiteDirectoryTest extends SiteDirectoryContract {

    JdbiSiteDirectoryTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiSiteDirectory.class);
    }
}
