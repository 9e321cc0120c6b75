package planted.r21.adapter.persistence;

import org.jdbi.v3.core.Jdbi;

record Plain(Jdbi jdbi) {}
