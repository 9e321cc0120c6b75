package com.acme.helper;

final class Planted {

    record R06Helper(String name) {}
}
