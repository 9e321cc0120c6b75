package io.nicotask.domain.access;

import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;

/**
 * The tasks of one provider at one site. Every query of a task store requires a scope, and only an access policy
 * creates one, so a scope proves that access was checked.
 *
 * @param provider the Infrastructure Provider that owns the site
 * @param site the site that the tasks belong to
 */
public record TaskScope(ProviderId provider, SiteId site) {}
