package planted.r01.domain;

import io.nicotask.domain.value.SiteId;

record Plain(SiteId site) {}
