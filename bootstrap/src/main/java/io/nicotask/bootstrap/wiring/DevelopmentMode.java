package io.nicotask.bootstrap.wiring;

import io.nicotask.bootstrap.config.InvalidSettings;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.bootstrap.config.Settings.Organization;
import io.nicotask.bootstrap.embedded.DemoOrg;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Which of the parts for development a server has. They are not for real racks, so without an explicit setting they are
 * there only while database and Temporal are embedded and nobody else can reach the server.
 *
 * @param enabled whether simulated racks are worked on
 * @param issuer whether the development issuer signs tokens
 * @param demoOrg whether the demo org is the only one
 * @param demoTasks whether demo tasks are started
 */
public record DevelopmentMode(boolean enabled, boolean issuer, boolean demoOrg, boolean demoTasks) {

    /**
     * What the settings ask for.
     *
     * @throws InvalidSettings when nobody could use the server
     */
    public static DevelopmentMode of(Settings settings) {
        Boolean explicit = settings.development().enabled();
        boolean enabled = explicit == null ? isPrivate(settings) : explicit;
        boolean issuer = settings.issuers().isEmpty();
        boolean demoOrg = settings.organizations().isEmpty();
        if (!enabled && issuer) {
            throw new InvalidSettings("No issuer of tokens is configured, and the development issuer is used only while"
                    + " database and Temporal are embedded and the address is loopback, or with development.enabled.");
        }
        if (!enabled && demoOrg) {
            throw new InvalidSettings("No organizations are configured, and the demo org is used only while database"
                    + " and Temporal are embedded and the address is loopback, or with development.enabled.");
        }
        boolean demoTasks = enabled && demoOrg && settings.development().demo();
        return new DevelopmentMode(enabled, issuer, demoOrg, demoTasks);
    }

    /** The orgs of the server. */
    List<Organization> organizations(Settings settings) {
        return demoOrg ? DemoOrg.configuration() : settings.organizations();
    }

    private static boolean isPrivate(Settings settings) {
        return settings.embedsDatabase()
                && settings.embedsEveryTemporal()
                && isLoopback(settings.http().host());
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new InvalidSettings("The setting http.host names no address: '" + host + "'.");
        }
    }
}
