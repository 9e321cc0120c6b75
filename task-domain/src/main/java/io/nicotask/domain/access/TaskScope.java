package io.nicotask.domain.access;

import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;

/**
 * "The tasks of this provider at this site": what every question to a task store is asked for. Only an access policy
 * makes one, so holding a scope means that somebody has checked the right to it.
 *
 * @param provider the Infrastructure Provider that owns the site
 * @param site the site that the tasks belong to
 */
public record TaskScope(ProviderId provider, SiteId site) {}
