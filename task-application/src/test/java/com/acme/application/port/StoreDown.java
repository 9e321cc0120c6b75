package com.acme.application.port;

public final class StoreDown extends RuntimeException {}
