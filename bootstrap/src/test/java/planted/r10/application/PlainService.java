package planted.r10.application;

record PlainService(String name) {}
