package com.acme.application.port;

import com.acme.domain.order.Order;

public interface OrderStore {

    void insert(Order order);

    static OrderStore empty() {
        return order -> {};
    }

    sealed interface Answer {

        record Inserted() implements Answer {}
    }
}
