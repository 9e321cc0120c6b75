package planted.r18.application.port;

import planted.r18.domain.access.TaskScope;

public interface AccessPolicy {
    TaskScope scopeFor(String caller);
}
