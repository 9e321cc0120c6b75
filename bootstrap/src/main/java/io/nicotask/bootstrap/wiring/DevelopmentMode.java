package io.nicotask.bootstrap.wiring;

import io.nicotask.bootstrap.config.InvalidSettings;
import io.nicotask.bootstrap.config.Settings;
import io.nicotask.bootstrap.config.Settings.Organization;
import io.nicotask.bootstrap.embedded.DemoOrg;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * The development features of a server. They do not suit real racks, so unless set explicitly they are on only while
 * database and Temporal are embedded and the server listens on loopback.
 *
 * @param enabled whether tasks run on simulated racks
 * @param issuer whether the development issuer signs tokens
 * @param demoOrg whether the demo org is the only one
 * @param demoTasks whether demo tasks are started
 */
public record DevelopmentMode(boolean enabled, boolean issuer, boolean demoOrg, boolean demoTasks) {

    /**
     * Derives the features from the settings.
     *
     * @throws InvalidSettings when no caller could use the server
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

    /** Returns the configured orgs, or the demo org. */
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
            // It could be resolved when the settings were validated.
            return false;
        }
    }
}
