package io.nicotask.bootstrap.embedded;

import io.nicotask.bootstrap.config.Settings.Organization;
import io.nicotask.bootstrap.config.Settings.Site;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.SiteId;
import java.util.List;
import java.util.UUID;

/** The org of a server whose settings have no organizations. */
public final class DemoOrg {

    /** The name of the org. */
    public static final OrgName NAME = new OrgName("demo-org");

    /** The only site of the org. */
    public static final SiteId SITE = new SiteId(UUID.fromString("660e8400-e29b-41d4-a716-446655440000"));

    private static final UUID PROVIDER = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");

    private DemoOrg() {}

    /** Returns the section {@code organizations} of the settings that stands for this org. */
    public static List<Organization> configuration() {
        return List.of(
                new Organization(NAME.value(), PROVIDER, List.of(new Site(SITE.value(), "Demo site", true, null))));
    }
}
