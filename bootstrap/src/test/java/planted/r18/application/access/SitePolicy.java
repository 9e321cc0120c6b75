package planted.r18.application.access;

import planted.r18.application.port.AccessPolicy;
import planted.r18.domain.access.TaskScope;

record SitePolicy(String site) implements AccessPolicy {
    @Override
    public TaskScope scopeFor(String caller) {
        return TaskScope.of(site);
    }
}
