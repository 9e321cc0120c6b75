package planted.r05.application;

record Plain(String name) {}
