package com.acme.domain.order;

import com.acme.domain.customer.Customer;
import io.nicotask.domain.value.SiteId;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

final class Planted {

    record R01Technology(Connection connection) {}

    record R01ForeignType(SiteId site) {}

    record R07Return(Customer customer) {}

    sealed interface R12Answer {
        enum Done implements R12Answer {
            DONE
        }
    }

    static final class R14Field {
        int count;
    }

    interface R16Method {
        void act(Optional<String> reason);
    }

    record R16Constructor(Optional<String> reason) {}

    static final class R19Refusal extends RuntimeException {}

    @SuppressWarnings("ArrayRecordComponent") // the component is what is planted
    record R25Array(int[] lines) {}

    record R25MutableType(ArrayList<String> lines) {}

    record R25NotCopied(Map<String, String> lines) {}
}
