package com.acme.domain.order;

public sealed interface Shipment {

    record Sent() implements Shipment {}

    record Refused(String reason) implements Shipment {}
}
