package io.nicotask.application.user;

import io.nicotask.application.contract.AccessPolicyContract;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.SiteDirectory;

final class ProviderAdminPolicyTest extends AccessPolicyContract {

    @Override
    protected AccessPolicy policy(SiteDirectory sites) {
        return new ProviderAdminPolicy(sites);
    }
}
