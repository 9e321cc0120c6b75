package com.acme.domain.customer;

record PlantedR23(String name) {}
