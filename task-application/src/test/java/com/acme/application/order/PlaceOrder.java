package com.acme.application.order;

import com.acme.application.port.OrderStore;
import java.time.InstantSource;

public interface PlaceOrder {

    PlaceOrderResult place(String line);

    static PlaceOrder using(OrderStore store, InstantSource clock) {
        return new PlaceOrderService(store, clock);
    }
}
