package com.acme.adapter.files.format;

public record LineFormat(String separator) {}
