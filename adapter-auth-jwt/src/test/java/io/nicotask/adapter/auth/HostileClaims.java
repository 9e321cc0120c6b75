package io.nicotask.adapter.auth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Generates claims that try to give a role of one org in another; the same claims for the same seed. */
final class HostileClaims {

    /** The org in which roles of other orgs must have no effect. */
    static final String HOME = "backup-org";

    private static final List<String> ORGS = List.of(
            HOME,
            "Backup-Org",
            "BACKUP-ORG",
            "globex",
            "GLOBEX",
            "acme",
            "Acme",
            "wonderland",
            "bac\u212aup-org",
            "b\u0430ckup-org",
            "backup\u2010org",
            "backup-org\u200b",
            "\ufeffbackup-org",
            "backup-org ",
            " backup-org",
            "backup-org\n",
            "globex/backup-org",
            "backup-org/globex",
            "back up-org",
            "globex,backup-org",
            "*",
            "%",
            "null",
            " ",
            "");

    private static final List<String> ROLES = List.of(
            "PROVIDER_ADMIN",
            "NICO_PROVIDER_ADMIN",
            "FORGE_PROVIDER_ADMIN",
            "_PROVIDER_ADMIN",
            "a.b-c_PROVIDER_ADMIN",
            "VIEWER",
            "TENANT_ADMIN",
            "provider_admin",
            "XPROVIDER_ADMIN",
            "PROVIDER_ADMIN_VIEWER",
            "NO\n_PROVIDER_ADMIN",
            "NO\r\nPROVIDER_ADMIN",
            "\tPROVIDER_ADMIN",
            "PROVIDER_ADMIN ",
            "PROVIDER_ADMIN\n",
            "PROVIDER ADMIN",
            "NO\u00a0_PROVIDER_ADMIN",
            "NO\u2028_PROVIDER_ADMIN",
            "\u0420ROVIDER_ADMIN",
            "\uff30ROVIDER_ADMIN",
            "PROVIDER\u200b_PROVIDER_ADMIN",
            "A\u0000_PROVIDER_ADMIN",
            "\ud800_PROVIDER_ADMIN",
            "other-app/NO_PROVIDER_ADMIN",
            "$PROVIDER_ADMIN",
            "");

    private static final List<String> COLONS = List.of(" :", ": ", " : ", ":\n", "\t:", "::", ":,", ";:");

    private static final List<String> NON_COLONS =
            List.of("/", "\uff1a", "\ua789", "\u2236", "|", "@", ".", " ", ",", ";", "\n", "\u00a0", "");

    private static final List<String> SEPARATORS =
            List.of(",", ";", " ", ", ", " ; ", "\n", "\t", ",;,", "\r\n", "\u00a0");

    private static final String NOISE = ":,; \n\tA_/.-\u00e9";

    private final Random random;

    HostileClaims(long seed) {
        this.random = new Random(seed);
    }

    /** Generates claims of any form at the paths {@code org} and {@code realm_access.roles}. */
    Map<String, Object> claims() {
        Map<String, Object> claims = new HashMap<>();
        claims.put("org", chance(10) ? unusualValue() : org());
        claims.put("realm_access", chance(5) ? unusualValue() : roles(this::entry));
        return claims;
    }

    /** Generates claims whose roles all name orgs other than {@link #HOME}, which the claim {@code org} names. */
    Map<String, Object> claimsOfOtherOrgs() {
        Map<String, Object> claims = new HashMap<>();
        claims.put("org", HOME);
        claims.put("realm_access", roles(() -> oneOf("globex", "GLOBEX", "wonderland") + colon() + adminRole()));
        return claims;
    }

    private Map<String, Object> roles(Supplier<Object> entry) {
        Map<String, Object> roles = new HashMap<>();
        List<Object> entries =
                Stream.generate(entry).limit(random.nextInt(5)).collect(Collectors.toCollection(ArrayList::new));
        roles.put("roles", chance(50) ? entries : joined(entries));
        return roles;
    }

    private String joined(List<Object> entries) {
        StringBuilder text = new StringBuilder(chance(20) ? oneOf(SEPARATORS) : "");
        entries.forEach(entry -> text.append(entry).append(oneOf(SEPARATORS)));
        return text.toString();
    }

    private Object entry() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> role();
            case 2, 3, 4, 5 -> org() + colon() + role();
            case 6 -> org() + oneOf(NON_COLONS) + adminRole();
            case 7 -> org() + colon() + org() + colon() + adminRole();
            case 8 -> noisyEntry();
            default -> chance(50) ? unusualValue() : colon() + adminRole() + colon();
        };
    }

    private String org() {
        return chance(30) ? HOME : oneOf(ORGS);
    }

    private String colon() {
        return chance(50) ? ":" : oneOf(COLONS);
    }

    private String role() {
        return chance(40) ? adminRole() : oneOf(ROLES);
    }

    private Object unusualValue() {
        return oneOf(
                7,
                true,
                "",
                " ",
                List.of(),
                List.of("PROVIDER_ADMIN"),
                List.of(List.of(HOME + ":PROVIDER_ADMIN")),
                Map.of("roles", "PROVIDER_ADMIN"),
                Map.of(HOME, "PROVIDER_ADMIN"),
                Arrays.asList(null, "VIEWER"));
    }

    private String noisyEntry() {
        String noise = random.ints(1 + random.nextInt(4), 0, NOISE.length())
                .mapToObj(i -> NOISE.substring(i, i + 1))
                .collect(Collectors.joining());
        return org() + noise + adminRole();
    }

    private String adminRole() {
        return oneOf("PROVIDER_ADMIN", "NICO_PROVIDER_ADMIN");
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    @SafeVarargs
    private <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
