package io.nicotask.bootstrap.cli;

import io.nicotask.bootstrap.config.DurationParser;
import io.nicotask.bootstrap.config.InvalidSettings;
import io.nicotask.bootstrap.embedded.DevelopmentCaller;
import io.nicotask.bootstrap.embedded.DevelopmentIssuer;
import io.nicotask.domain.access.Caller.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nico-tasks token}: prints only a token on standard output. */
@Command(
        name = "token",
        description = "Prints a token that a server on the same data directory accepts.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class TokenCommand implements Callable<Integer> {

    @Option(names = "--data-dir", paramLabel = "DIR", description = "data directory of the server")
    private Path dataDir = Path.of("nico-tasks-data");

    @Option(names = "--org", paramLabel = "ORG", description = "org that the caller is a member of")
    private String org = "demo-org";

    @Option(names = "--role", paramLabel = "ROLE", description = "role held there; may be repeated")
    private List<String> roles = List.of("PROVIDER_ADMIN");

    @Option(names = "--subject", paramLabel = "NAME", description = "who the caller is")
    private String subject = "developer";

    @Option(names = "--ttl", paramLabel = "TIME", description = "how long the token is valid, such as 30s, 5m, 1h")
    private String ttl = "1h";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        Duration lifetime = lifetime();
        roles.forEach(TokenCommand::checkRole);
        DevelopmentIssuer issuer = DevelopmentIssuer.load(dataDir)
                .orElseThrow(() -> new InvalidSettings("There is no development key in " + dataDir
                        + "; 'nico-tasks serve' makes one there when it starts with its embedded parts."));
        DevelopmentCaller caller = new DevelopmentCaller(subject, org, roles);
        spec.commandLine().getOut().println(issuer.token(caller, lifetime, Instant.now()));
        return 0;
    }

    /** The server ignores what is no role; a role may be bound to an org. */
    private static void checkRole(String role) {
        if (Role.parse(role.substring(role.indexOf(':') + 1)).isEmpty()) {
            throw new InvalidSettings(
                    "The option --role must be a role, made of A-Z a-z 0-9 _ . - only, but is '" + role + "'.");
        }
    }

    private Duration lifetime() {
        return DurationParser.parse(ttl)
                .orElseThrow(() -> new InvalidSettings(
                        "The option --ttl must be " + DurationParser.FORM + ", but is '" + ttl + "'."));
    }
}
