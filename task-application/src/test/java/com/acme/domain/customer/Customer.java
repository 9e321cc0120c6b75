package com.acme.domain.customer;

import com.acme.domain.order.Order;

public record Customer(String name, Order lastOrder) {}
