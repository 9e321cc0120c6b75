package com.acme.application.order;

import com.acme.application.internal.Totals;
import com.acme.domain.order.OrderId;

public sealed interface PlaceOrderResult {

    record Placed(OrderId order, Totals totals) implements PlaceOrderResult {}
}
