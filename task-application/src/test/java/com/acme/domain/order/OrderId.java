package com.acme.domain.order;

public record OrderId(String value) {}
