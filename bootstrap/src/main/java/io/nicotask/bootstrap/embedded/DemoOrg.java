package io.nicotask.bootstrap.embedded;

import io.nicotask.bootstrap.config.Settings.Organization;
import io.nicotask.bootstrap.config.Settings.Site;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.SiteId;
import java.util.List;
import java.util.UUID;

/** The org that is there when nobody configures one. */
public final class DemoOrg {

    /** Its name. */
    public static final OrgName NAME = new OrgName("demo-org");

    /** Its only site. */
    public static final SiteId SITE = new SiteId(UUID.fromString("660e8400-e29b-41d4-a716-446655440000"));

    private static final UUID PROVIDER = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");

    private DemoOrg() {}

    /** The section {@code organizations} that configures it. */
    public static List<Organization> configuration() {
        return List.of(new Organization(NAME.value(), PROVIDER, List.of(new Site(SITE.value(), true, null))));
    }
}
