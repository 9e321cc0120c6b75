package com.acme.application.order;

public final class FixedPrices {}
