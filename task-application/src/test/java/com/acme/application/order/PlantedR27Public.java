package com.acme.application.order;

public record PlantedR27Public(String name) {}
