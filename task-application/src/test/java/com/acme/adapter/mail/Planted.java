package com.acme.adapter.mail;

final class Planted {

    record R06Mail(String name) {}
}
