package planted.r01.domain;

import io.nicotask.domain.access.SiteId;

record Plain(SiteId site) {}
