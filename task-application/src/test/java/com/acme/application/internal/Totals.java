package com.acme.application.internal;

public record Totals(long cents) {}
