package com.acme.domain.order;

record PlantedR23(String name) {}
