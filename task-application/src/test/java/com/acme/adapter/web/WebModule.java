package com.acme.adapter.web;

import com.acme.application.order.PlaceOrder;
import java.net.http.HttpClient;
import java.util.Set;

public record WebModule(HttpClient client, PlaceOrder useCase) {

    static final Set<String> METHODS = Set.of("GET", "POST");
}
