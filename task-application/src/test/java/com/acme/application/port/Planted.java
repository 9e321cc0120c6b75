package com.acme.application.port;

final class Planted {

    interface R15Body {

        default void act() {}
    }

    static class R19OpenFault extends RuntimeException {}
}
