package com.acme.application.order;

import com.acme.application.internal.Totals;
import com.acme.application.port.OrderStore;
import com.acme.domain.order.Order;
import com.acme.domain.order.OrderId;
import java.time.InstantSource;
import java.util.List;

record PlaceOrderService(OrderStore store, InstantSource clock) implements PlaceOrder {

    @Override
    public PlaceOrderResult place(String line) {
        OrderId id = new OrderId(line + clock.instant());
        store.insert(new Order(id, List.of()));
        return new PlaceOrderResult.Placed(id, new Totals(line.length()));
    }
}
